// Files of a finished clip.
import { el } from "/static/js/dom.js";
import { post } from "/static/js/server.js";
import { say } from "/static/js/labels.js";
import { toast } from "./toasts.js";

export function fetchFile(tile, rendition) {
  const link = el("a", { href: `/media/tiles/${tile.id}/download?rendition=${rendition}`, download: true, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}

// 1080p is made while the visitor goes on; the file is behind the second notice's button.
async function upscale(tile) {
  const waiting = toast(say("Upscaling your video. This may take a few minutes."));
  try {
    await post(`/api/tiles/${tile.id}/upscale`);
    toast(say("Upscaling complete!"), { label: say("Download"), act: () => fetchFile(tile, "1080p") });
  } catch (error) {
    toast(error.message);
  } finally {
    waiting.remove();
  }
}

export function downloadEntries(tile, account) {
  return [
    { icon: "gif_box", label: say("Animated GIF (270p)"), act: () => fetchFile(tile, "270p") },
    { icon: "capture", label: say("Original size (720p)"), act: () => fetchFile(tile, "720p") },
    ...(account.offers_1080p ? [{ icon: "high_res", label: say("Upscaled (1080p)"), act: () => upscale(tile) }] : []),
    { icon: "4k", label: say("Upscaled (4K)"), note: say("Upgrade"), disabled: true },
  ];
}
