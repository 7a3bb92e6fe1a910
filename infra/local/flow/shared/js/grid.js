// The tiles, newest first; only those near the window are in the document.
import { el } from "/static/js/dom.js";

const CELL_WIDTH = 262;
const CELL_HEIGHT = 372;

export class Grid {
  // `show` makes the view of a tile; `mark` writes its place in the order onto its element.
  constructor(show, mark = () => {}) {
    Object.assign(this, { show, mark, views: new Map(), order: [] });
    this.grid = el("div", { class: "grid" });
    this.element = el("div", { class: "grid-scroll", onscroll: () => this.draw() }, this.grid);
    addEventListener("resize", () => this.draw());
  }

  prepend(tiles) {
    for (const tile of tiles) this.views.set(tile.id, this.show(tile));
    this.order.unshift(...tiles.map((tile) => tile.id));
    this.draw();
  }

  // Tiles of submissions that this page knows nothing of stay unknown until a reload.
  update(tiles) {
    for (const tile of tiles) this.views.get(tile.id)?.update(tile);
  }

  drop(id) {
    this.order = this.order.filter((each) => each !== id);
    this.views.get(id)?.element.remove();
    this.views.delete(id);
    this.draw();
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
      this.mark(element, index);
      shown.add(element);
      if (element === next) next = next.nextSibling;
      else this.grid.insertBefore(element, next);
    });
    for (const child of [...this.grid.children]) if (!shown.has(child)) child.remove();
  }
}
