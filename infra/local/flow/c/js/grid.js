// The grid: newest first, and only the tiles near the window are in the document.
import { el } from "./dom.js";
import { TileView } from "./tile.js";

const CELL_WIDTH = 262;
const CELL_HEIGHT = 342;

export class Grid {
  constructor(actions, account) {
    this.actions = actions;
    this.account = account;
    this.views = new Map();
    this.order = [];
    this.grid = el("flow-grid");
    this.element = el("div", { class: "grid-scroll", onscroll: () => this.draw() }, this.grid);
    addEventListener("resize", () => this.draw());
  }

  prepend(tiles) {
    for (const tile of tiles) this.views.set(tile.id, new TileView(tile, this.actions, this.account));
    this.order.unshift(...tiles.map((tile) => tile.id));
    this.draw();
  }

  // Tiles of submissions that this page knows nothing of stay unknown until a reload.
  update(tiles) {
    const present = new Map(tiles.map((tile) => [tile.id, tile]));
    for (const id of this.order) if (present.has(id)) this.views.get(id).update(present.get(id));
  }

  drop(id) {
    this.order = this.order.filter((each) => each !== id);
    this.views.get(id)?.element.remove();
    this.views.delete(id);
    this.draw();
  }

  ofBatch(batch) {
    return this.order.map((id) => this.views.get(id).tile).filter((tile) => tile.batch === batch);
  }

  draw() {
    const columns = Math.max(1, Math.floor(this.element.clientWidth / CELL_WIDTH));
    this.grid.style.height = `${Math.ceil(this.order.length / columns) * CELL_HEIGHT}px`;
    const firstRow = Math.floor(this.element.scrollTop / CELL_HEIGHT) - 1;
    const lastRow = Math.ceil((this.element.scrollTop + this.element.clientHeight) / CELL_HEIGHT) + 1;
    const shown = new Set();
    let next = this.grid.firstChild;
    this.order.forEach((id, index) => {
      const row = Math.floor(index / columns);
      if (row < firstRow || row > lastRow) return;
      const { element } = this.views.get(id);
      element.style.left = `${12 + (index % columns) * CELL_WIDTH}px`;
      element.style.top = `${row * CELL_HEIGHT}px`;
      shown.add(element);
      if (element === next) next = next.nextSibling;
      else this.grid.insertBefore(element, next);
    });
    for (const child of [...this.grid.children]) if (!shown.has(child)) child.remove();
  }
}
