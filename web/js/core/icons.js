/** Icons: 24-unit outlines drawn here, so that none has to be fetched. */
import { svg, html } from "./html.js";

const PATHS = {
  add: "M12 5v14M5 12h14",
  alert: "M12 8v5M12 16.5v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  arrowDown: "M12 5v14m0 0 6-6m-6 6-6-6",
  arrowUp: "M12 19V5m0 0 6 6m-6-6-6 6",
  cancel: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM6 6l12 12",
  check: "m5 12.5 4.5 4.5L19 7.5",
  circle: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z",
  clock: "M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  close: "M6 6l12 12M18 6 6 18",
  down: "m6 9 6 6 6-6",
  download: "M12 4v11m0 0 5-5m-5 5-5-5M5 20h14",
  edit: "M4 20h4L19 9l-4-4L4 16v4ZM13.5 6.5l4 4",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.7h4M4 14.3h4M16 9.7h4M16 14.3h4",
  filter: "M4 6h16M7 12h10M10 18h4",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.5 9.5h17M3.5 14.5h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
  grip: "M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01",
  help: "M9.5 9.2a2.6 2.6 0 1 1 3.7 2.5c-.8.4-1.2 1-1.2 1.9M12 16.6v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  image: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5L20 17M15.5 9v.01",
  info: "M12 11v5M12 7.8v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  keyboard: "M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M7 14h10",
  left: "m15 6-6 6 6 6",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  mute: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5",
  pause: "M8 5v14M16 5v14",
  play: "M8 5.5v13l10-6.5z",
  queue: "M4 6h16M4 12h16M4 18h10",
  retry: "M19 5v5h-5M5 19v-5h5M18.5 10A7 7 0 0 0 6 8M5.5 14A7 7 0 0 0 18 16",
  right: "m9 6 6 6-6 6",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  star: "m12 4 2.4 5.1 5.6.7-4.1 3.9 1 5.6-4.9-2.8-4.9 2.8 1-5.6L4 9.8l5.6-.7z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  text: "M5 6h14M5 11h14M5 16h9",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v6M13.7 10.5v6",
  upload: "M12 20V9m0 0 5 5m-5-5-5 5M5 4h14",
  upscale: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  warning: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01",
  zip: "M6 3h9l4 4v14H6zM15 3v4h4M11 3v2m2 0v2m-2 0v2m2 0v2m-2 1h2v3h-2z",
};

/** The icon of that name; decoration, so whatever holds it needs words of its own. */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${svg`<path d=${PATHS[name]}></path>`}
  </svg>`;
}
