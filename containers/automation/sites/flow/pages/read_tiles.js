// One script reads every tile at once, so that no tile moves between two reads.
(tiles, { at, icons, prompt }) => {
  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const find = (tile, selector) => (selector ? tile.querySelector(selector) : null);
  const text = (tile, selector) => find(tile, selector)?.textContent ?? null;
  const hasIcon = (tile, word) => word !== null && [...tile.querySelectorAll(icons)].some((one) => plain(one.textContent) === word);
  const said = (tile) => {
    const copy = tile.cloneNode(true);
    copy.querySelectorAll(`${icons}, button`).forEach((one) => one.remove());
    if (at.subtitle) copy.querySelectorAll(at.subtitle).forEach((one) => one.remove());
    const texts = [];
    const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(plain(walker.currentNode.data));
    return texts.filter((one) => one && one !== plain(prompt));
  };
  return tiles.map((tile) => {
    const pending = find(tile, at.pending) !== null;
    const failed = find(tile, at.failed) !== null || hasIcon(tile, at.failed_icon);
    return {
      said: failed || pending ? said(tile) : [],
      prompt: text(tile, at.subtitle),
      pending,
      percent: text(tile, at.percent),
      thumbnail: find(tile, at.thumbnail) !== null,
      failed,
      title: text(tile, at.error_title),
      message: failed ? text(tile, at.error_text) : null,
      disclaimer: failed ? text(tile, at.disclaimer) : null,
    };
  });
}
