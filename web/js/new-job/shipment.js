/** What is being sent and how far it is: plain data, kept at each change, so that a reload goes on where it stopped. */
import { createStore } from "../core/store.js";
import { dropShipment, saveShipment } from "./saved.js";

const MOVING = ["packing", "creating", "sending", "checking", "quoting", "starting"];

/** `shipment`: null while the job is only being put together; `earlier`: what was sent before it was changed again. */
export const sending = createStore({ shipment: null, earlier: null });

/** The phase of a shipment that was put aside. */
export const ASIDE = "aside";

/** Whether something is under way that a person can only wait for or cancel. */
export const isMoving = (shipment) => shipment !== null && MOVING.includes(shipment.phase);

/** The shipment, or null. */
export const current = () => sending.get().shipment;

/** One of its files. */
export const fileOf = (id) => current()?.files.find((file) => file.id === id);

/** Take a whole shipment. */
export function put(shipment) {
  sending.set({ shipment, earlier: null });
  saveShipment(shipment);
}

/** Change it. */
export const set = (patch) => put({ ...current(), ...patch });

/** Change one of its files; nothing happens where it was cancelled meanwhile. */
export function setFile(id, patch) {
  if (!current()) return;
  set({ files: current().files.map((file) => (file.id === id ? { ...file, ...patch } : file)) });
}

/** Go back to the desk, and keep in mind what was sent. */
export function putAside(shipment) {
  const earlier = { ...shipment, phase: ASIDE };
  sending.set({ shipment: null, earlier });
  saveShipment(earlier);
}

/** Forget it. */
export async function drop() {
  sending.set({ shipment: null, earlier: null });
  await dropShipment();
}
