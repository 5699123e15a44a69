"""axe-core, which looks for what keeps people with assistive tools out."""

from pathlib import Path

from playwright.sync_api import Frame, Page

_PROGRAM = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
_FINDINGS = """async () => {
    const rules = {"target-size": {enabled: true}};
    return (await axe.run(document, {rules})).violations.map(rule =>
        [rule.id, rule.help, ...rule.nodes.map(node => `${node.html} ${node.any[0]?.message}`)]);
}"""


def findings(page: Page | Frame) -> list[list[str]]:
    """What is wrong with the document as it is now: a rule, its words, and where."""
    if not page.evaluate("'axe' in window"):
        assert _PROGRAM.is_file(), "no axe-core: remove vendor/, then `make test` brings both"
        page.evaluate(_PROGRAM.read_text())
    return list(page.evaluate(_FINDINGS))
