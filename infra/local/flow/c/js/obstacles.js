// What stands in a visitor's way: the cookie bar, the news dialog, the statement about rights.
import { button, el, icon } from "./dom.js";
import { say } from "./labels.js";
import { closeOverlay, openOverlay } from "./overlay.js";
import { post } from "./server.js";

const COOKIE_BAR_AFTER_MS = 114;

export function showObstacles(obstacles) {
  if (obstacles.includes("cookie_bar")) setTimeout(showCookieBar, COOKIE_BAR_AFTER_MS);
  if (obstacles.includes("changelog")) showNews();
}

function showCookieBar() {
  const close = () => bar.remove();
  const bar = el("div", { id: "glue-cookie-notification-bar-1", class: "glue-cookie-notification-bar", role: "region", "aria-label": "Cookies" },
    el("p", {}, "This site uses cookies to remember you."),
    button({ class: "glue-cookie-notification-bar__accept", onclick: close }, "OK, got it"),
    button({ class: "glue-cookie-notification-bar__reject", onclick: close }, say("No thanks")));
  document.body.append(bar);
}

function showNews() {
  const dialog = el("mat-dialog-container", { role: "dialog", "aria-modal": "true", "aria-label": say("What's new") },
    button({ "aria-label": say("Close"), onclick: () => closeOverlay(overlay) }, icon("close")),
    el("h2", {}, say("What's new")), el("p", {}, "Clips move even better now."));
  const overlay = openOverlay(dialog, { escapable: false });
}

export function askForRights() {
  return new Promise((resolve) => {
    const end = async (accepted) => {
      closeOverlay(overlay);
      if (accepted) await post("/api/rights");
      resolve(accepted);
    };
    const dialog = el("mat-dialog-container", { role: "dialog", "aria-modal": "true", "aria-label": say("Rights to use this image") },
      el("h2", {}, say("Rights to use this image")),
      el("p", {}, "By uploading you state that you hold the rights to this image."),
      button({ onclick: () => end(false) }, say("Cancel")),
      button({ class: "primary", onclick: () => end(true) }, say("I agree")));
    const overlay = openOverlay(dialog, { escapable: false });
  });
}
