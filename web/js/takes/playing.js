/** Playing the takes of one item side by side, all at the same moment of their length. */

const TOGETHER_MS = 4000;
const CHECK_MS = 400;
const MOST_DRIFT_SECONDS = 0.06;

/** Start all videos of a container at once and keep them together; gives the function that ends it. */
export function playTogether(container) {
  const videos = [...container.querySelectorAll("video")];
  const ending = new AbortController();
  const { signal } = ending;

  async function start() {
    await Promise.race([Promise.all(videos.map((video) => ready(video, signal))), timeout(TOGETHER_MS)]);
    if (signal.aborted) return;
    for (const video of videos) video.currentTime = 0;
    await Promise.all(videos.map((video) => video.play().catch(() => {})));
  }

  start();
  const timer = setInterval(() => keepTogether(videos), CHECK_MS);
  return () => {
    ending.abort();
    clearInterval(timer);
    for (const video of videos) video.pause();
  };
}

/** Move all videos to where the first one is, where they have drifted apart. */
export function keepTogether([first, ...others]) {
  if (!first || first.paused) return;
  for (const video of others) {
    const drift = Math.abs(video.currentTime - first.currentTime);
    const isPlayable = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    // A loop's end and its start lie a whole length apart and are together all the same.
    const isApart = drift > MOST_DRIFT_SECONDS && drift < (video.duration || 0) - MOST_DRIFT_SECONDS;
    if (isPlayable && isApart) video.currentTime = first.currentTime;
  }
}

function ready(video, signal) {
  if (video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ["canplay", "error"]) video.addEventListener(event, () => resolve(), { once: true, signal });
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

const timeout = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
