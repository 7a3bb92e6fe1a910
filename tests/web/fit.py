"""Whether a page fits its screen: nothing wider than the window, no words cut off."""

from playwright.sync_api import Page

# What is meant to be cut says so with an ellipsis; what is meant to scroll is asked for its own width alone.
_MISFITS = """
() => {
  const found = [];
  const beyond = document.documentElement.scrollWidth - innerWidth;
  if (beyond > 0) found.push(`the page is ${beyond} px too wide`);
  for (const body of document.querySelectorAll("dialog[open] .dialog-body")) {
    const more = body.scrollWidth - body.clientWidth;
    if (more > 0) found.push(`the dialog is ${more} px too wide`);
  }
  const words = "h1, h2, .button, .icon-button, .chip, .nav-link, .tab, .segment span, .label, .notice";
  for (const element of document.querySelectorAll(words)) {
    const { left, right, width } = element.getBoundingClientRect();
    const name = `“${element.textContent.trim().replace(/\\s+/g, " ").slice(0, 40)}” (${element.className})`;
    if (width && element.scrollWidth > element.clientWidth + 1) found.push(`${name} is cut`);
    const scrolls = element.closest(".filter-bar, .strip, .viewer-takes");
    if (width && !scrolls && (left < -1 || right > innerWidth + 1)) found.push(`${name} stands out of the window`);
  }
  return found;
}
"""


def misfits(page: Page) -> list[str]:
    """Say what does not fit, in words; empty when all does."""
    found: list[str] = page.evaluate(_MISFITS)
    return found
