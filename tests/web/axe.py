"""Accessibility as axe-core sees it."""

from typing import Any

from playwright.sync_api import Page

from infra.web_packages import ensure_packages

_RUN = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
  const said = ({ html, any, all, none }) => [html, [...any, ...all, ...none][0]?.message];
  return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(said) }));
}
"""
_SERIOUS = {"serious", "critical"}


def serious_violations(page: Page) -> list[dict[str, Any]]:
    """Give what axe finds serious or critical; the visit must bypass the policy, for axe hides things by styles."""
    if not page.evaluate("'axe' in globalThis"):
        source = ensure_packages() / "axe-core" / "axe.min.js"
        page.evaluate(source.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [violation for violation in found if violation["impact"] in _SERIOUS]
