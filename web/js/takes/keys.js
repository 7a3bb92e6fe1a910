/** The keyboard over the takes: arrows move, space circles, digits rate, and letters act. */
import { showHelp } from "./help.js";
import { elementId } from "./take.js";
import { openViewer } from "./viewer.js";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const PRESSING = "button, a, summary, label, input";

/** Listen; `acts` has what the letters do. Gives the function that ends it. */
export function listenToKeys(board, grid, acts) {
  const ending = new AbortController();
  document.addEventListener("keydown", (event) => onKey(event), { signal: ending.signal });

  function onKey(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]") || isWithin(event, TYPING)) return;
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "a") take(event, () => board.chooseAll());
      return;
    }
    const isPressing = isWithin(event, PRESSING) && [" ", "Enter"].includes(event.key);
    const act = isPressing ? null : actOf(event);
    if (act) take(event, act);
  }

  function actOf({ key, shiftKey }) {
    const current = board.collection.take(board.current());
    const onCurrent = (act) => (current ? () => act(current) : null);
    if (key in MOVES) return () => move(MOVES[key], shiftKey);
    if (/^[0-5]$/.test(key)) return onCurrent((each) => board.marks.rate(chosenOr(each), Number(key) || null));
    const acting = {
      " ": onCurrent((each) => board.marks.circle(chosenOr(each), !each.selected)),
      Enter: onCurrent((each) => openViewer(board, each.video_id)),
      x: onCurrent((each) => board.pick(each.video_id)),
      p: onCurrent((each) => board.play(board.playing() === each.item_number ? null : each.item_number)),
      u: () => acts.upscale(),
      d: () => acts.download(),
      Escape: board.chosen().size ? () => board.clear() : null,
      "?": () => showHelp(),
    };
    return acting[key.length === 1 ? key.toLowerCase() : key] ?? null;
  }

  const chosenOr = (take) => (board.isChosen(take.video_id) ? board.chosenTakes() : [take]);

  function move(step, isStretching) {
    const order = board.order();
    if (order.length === 0) return;
    const place = order.indexOf(board.current());
    const next = place < 0 ? (step === "end" ? order.length - 1 : 0) : landing(order, place, step);
    const id = order[next];
    if (isStretching) board.stretch(id);
    else {
      board.moveTo(id);
      board.anchorAt(id);
    }
    if (next > order.length - 20) board.collection.readOn();
    show(id);
  }

  /** The place after a step; up and down go by rows of cards, to the same output where there is one. */
  function landing(order, place, step) {
    if (step === "home") return 0;
    if (step === "end") return order.length - 1;
    if (typeof step === "number") return Math.max(0, Math.min(order.length - 1, place + step));
    const take = board.collection.take(order[place]);
    const numbers = board.collection.numbers();
    const { columns } = grid.layout();
    const way = step === "down" ? 1 : -1;
    const column = board.collection.takesOf(take.item_number).findIndex((each) => each.video_id === order[place]);
    for (let at = numbers.indexOf(take.item_number) + way * columns; at >= 0 && at < numbers.length; at += way * columns) {
      const takes = board.collection.takesOf(numbers[at]);
      if (takes.length) return order.indexOf(takes[Math.min(column, takes.length - 1)].video_id);
    }
    const beyond = numbers.slice(way > 0 ? numbers.indexOf(take.item_number) + 1 : 0, way > 0 ? undefined : numbers.indexOf(take.item_number));
    const near = (way > 0 ? beyond : beyond.reverse()).find((number) => board.collection.takesOf(number).length > 0);
    return near === undefined ? place : order.indexOf(board.collection.takesOf(near)[0].video_id);
  }

  function show(id) {
    grid.reveal(board.collection.take(id).item_number);
    const focus = () => {
      // By then another key may have moved on, and a late focus would move back.
      if (board.current() === id) document.getElementById(elementId(id))?.focus({ preventScroll: true });
    };
    // After the frame in which the list is painted where it was scrolled to.
    requestAnimationFrame(() => requestAnimationFrame(focus));
  }

  return () => ending.abort();
}

const MOVES = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: "down", ArrowUp: "up", Home: "home", End: "end" };

function take(event, act) {
  event.preventDefault();
  act();
}

// A dialog that has just closed keeps the focus for a moment; what is in it is no target any more.
const isWithin = ({ target }, selector) => target.closest?.(selector) && !target.closest("dialog:not([open])");
