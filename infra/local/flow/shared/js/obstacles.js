// What stands in a visitor's way: the cookie bar, the changelog, the statement about rights.
import { button, el } from "/static/js/dom.js";
import { post } from "/static/js/server.js";
import { icon } from "./icon.js";
import { say } from "/static/js/labels.js";
import { closePopup, openPopup } from "./popup.js";

const COOKIE_BAR_AFTER_MS = 114;

export function showObstacles(obstacles) {
  if (obstacles.includes("cookie_bar")) setTimeout(showCookieBar, COOKIE_BAR_AFTER_MS);
  if (obstacles.includes("changelog")) showChangelog();
}

function showCookieBar() {
  const close = () => bar.remove();
  const bar = el("div", { id: "glue-cookie-notification-bar-1", class: "glue-cookie-notification-bar", role: "region", "aria-label": "Cookies" },
    el("p", {}, say("This site uses cookies to remember you.")),
    button({ class: "glue-cookie-notification-bar__accept", onclick: close }, say("OK, got it")),
    button({ class: "glue-cookie-notification-bar__reject", onclick: close }, say("No thanks")));
  document.body.append(bar);
}

// The frame's text comes with the page: it looks like the real one's address, and fetches nothing.
function showChangelog() {
  const close = () => { dialog.remove(); document.body.style.pointerEvents = ""; };
  const dialog = el("div", { role: "dialog", class: "popup changelog", "aria-label": say("What's new") },
    button({ "aria-label": say("Close"), onclick: close }, icon("close")),
    el("iframe", { src: "/changelogs/latest", srcdoc: "<p>Clips move even better now.</p>", title: say("What's new") }));
  document.body.append(dialog);
  document.body.style.pointerEvents = "none";
}

export function askForRights() {
  return new Promise((resolve) => {
    const end = async (accepted) => {
      closePopup(popup);
      if (accepted) await post("/api/rights");
      resolve(accepted);
    };
    const dialog = el("div", { role: "dialog", "aria-modal": "true", "aria-label": say("Rights to use this image") },
      el("h2", {}, say("Rights to use this image")),
      button({ onclick: () => end(false) }, say("Cancel")),
      button({ class: "primary", onclick: () => end(true) }, say("I agree")));
    const popup = openPopup(dialog, { modal: true });
  });
}
