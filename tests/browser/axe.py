"""What axe-core finds on a page; knows no page of ours."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

SOURCE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags},
                                         resultTypes: ['violations']});
  return found.violations.map(v => ({rule: v.id, help: v.help, nodes: v.nodes.map(
    n => n.target.join(' ') + ': ' + n.failureSummary.split('\\n').slice(1).join(';'))}));
}"""


async def violations(page: Page) -> list[str]:
    """Each broken rule with the elements that break it, in sentences."""
    # Evaluated by the browser itself: the page's own rules forbid scripts from elsewhere.
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(SOURCE)
    found: list[dict[str, Any]] = await page.evaluate(_RUN, TAGS)
    return [f"{one['rule']} ({one['help']}): " + " | ".join(one["nodes"][:4]) for one in found]
