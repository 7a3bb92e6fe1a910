/** Decodes, turns upright and shrinks pictures, away from the thread that a person types on. */
const THUMBNAIL_SIDE = 240;
const STEP = 0.1;
const LEAST_QUALITY = 0.4;
const SHRINK = 0.8;

self.onmessage = async ({ data: { id, act, blob, preset } }) => {
  try {
    self.postMessage({ id, result: await ACTS[act](blob, preset) });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};

const ACTS = {
  async look(blob) {
    const picture = await decode(blob);
    try {
      const canvas = draw(picture, fitted(picture, THUMBNAIL_SIDE));
      return { width: picture.width, height: picture.height, thumbnail: await encode(canvas, 0.75) };
    } finally {
      picture.close();
    }
  },

  async compress(blob, preset) {
    const picture = await decode(blob);
    try {
      const smaller = await withinBytes(picture, preset);
      // A file that was small already is not made worse for nothing.
      return smaller.blob.size < blob.size ? smaller : { blob: null, width: picture.width, height: picture.height };
    } finally {
      picture.close();
    }
  },
};

const decode = (blob) => createImageBitmap(blob, { imageOrientation: "from-image" });

async function withinBytes(picture, { side, bytes, quality: first }) {
  for (let size = fitted(picture, side), quality = first; ; ) {
    const canvas = draw(picture, size);
    const blob = await encode(canvas, quality);
    if (blob.size <= bytes) return { blob, ...size };
    if (quality - STEP >= LEAST_QUALITY) quality -= STEP;
    else {
      size = { width: Math.max(1, Math.round(size.width * SHRINK)), height: Math.max(1, Math.round(size.height * SHRINK)) };
      quality = first;
    }
  }
}

function fitted({ width, height }, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function draw(picture, { width, height }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  return canvas;
}

async function encode(canvas, quality) {
  const blob = await canvas.convertToBlob({ type: "image/webp", quality });
  if (blob.type === "image/webp") return blob;
  // Where WebP cannot be written, browsers silently give PNG.
  const context = canvas.getContext("2d");
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}
