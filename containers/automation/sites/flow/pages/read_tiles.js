// One script reads every tile at once, so that no tile moves between two reads.
(tiles, at) =>
  tiles.map((tile) => {
    const text = (selector) => tile.querySelector(selector)?.textContent ?? null;
    const pending = tile.querySelector(at.pending)?.cloneNode(true);
    pending?.querySelectorAll(at.subtitle).forEach((prompt) => prompt.remove());
    const failed = tile.querySelector(at.failed);
    return {
      pending: pending?.textContent ?? null,
      percent: text(at.percent),
      thumbnail: tile.querySelector(at.thumbnail) !== null,
      failed: failed !== null,
      title: failed?.querySelector(at.error_title)?.textContent ?? null,
      message: failed?.querySelector(at.error_text)?.textContent ?? null,
      disclaimer: failed?.querySelector(at.disclaimer)?.textContent ?? null,
    };
  })
