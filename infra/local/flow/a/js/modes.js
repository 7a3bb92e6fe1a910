// Generation A's list of what a prompt makes; with pictures it is frames or ingredients.
import { el } from "/static/js/dom.js";
import { say } from "/static/js/labels.js";
import { icon } from "/static/shared/js/icon.js";
import { listButton } from "/static/shared/js/menu.js";

const MODES = [
  ["Text to Video", { mode: "video", submode: "text" }],
  ["Frames to Video", { mode: "video", submode: "frames" }],
  ["Ingredients to Video", { mode: "video", submode: "ingredients" }],
  ["Create Image", { mode: "image" }],
];

export function buildModes(choices) {
  const isChosen = (values) => Object.entries(values).every(([field, value]) => choices.settings[field] === value);
  const shown = el("span", {});
  const refresh = () => { shown.textContent = say(MODES.find(([, values]) => isChosen(values))[0]); };
  choices.listeners.push(refresh);
  refresh();
  return listButton({}, [shown, icon("arrow_drop_down")], () => MODES.map(([label, values]) => (
    { label: say(label), chosen: isChosen(values), act: () => choices.change(values) })));
}
