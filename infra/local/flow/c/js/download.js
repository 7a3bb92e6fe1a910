// The download menu of a finished clip.
import { el } from "./dom.js";
import { say } from "./labels.js";
import { notify } from "./notices.js";
import { post } from "./server.js";

function fetchFile(tile, rendition) {
  const link = el("a", { href: `/media/tiles/${tile.id}/download?rendition=${rendition}`, download: true, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}

async function upscale(tile) {
  notify("Upscaling your video. The download starts when it is ready.");
  try {
    await post(`/api/tiles/${tile.id}/upscale`);
    fetchFile(tile, "1080p");
  } catch (error) {
    notify(error.message);
  }
}

export const saveOriginal = (tile) => fetchFile(tile, "720p");

export function downloadItems(tile, account) {
  return [
    { label: say("270p Animated GIF"), act: () => fetchFile(tile, "270p") },
    { label: say("720p Original size"), act: () => saveOriginal(tile) },
    ...(account.offers_1080p ? [{ label: say("1080p Upscaled"), act: () => upscale(tile) }] : []),
    { label: "4K", disabled: true, act: () => {} },
  ];
}
