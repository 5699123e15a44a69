"""The stylesheets, as a browser reads them: no rule is about anything but the widget (N25)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

STATIC = Path(__file__).parents[1] / "static"
READ = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const found = {selectors: [], names: [], others: []};
    const read = rules => {
        for (const rule of rules) {
            if (rule instanceof CSSStyleRule) found.selectors.push(rule.selectorText);
            else if (rule instanceof CSSKeyframesRule) found.names.push(rule.name);
            else if (!(rule instanceof CSSMediaRule)) found.others.push(rule.cssText);
            if (!(rule instanceof CSSKeyframesRule)) read(rule.cssRules ?? []);
        }
    };
    read(sheet.cssRules);
    return found;
}"""
# What stands before is about the page's own colour scheme, or one element of the widget's.
OURS = re.compile(
    r"""(\.dark\ |\.light\ |\[data-theme="\w+"\]\ |div|:is\(|:root:has\(>\ body\ >\ )?\.sipwidget\b
    |& # within a rule about the widget""",
    re.VERBOSE,
)
COMMA = re.compile(r",\s*(?![^(]*\))")  # none that is within brackets


@pytest.mark.parametrize("name", [path.name for path in STATIC.glob("*.css")])
def test_every_rule_is_about_the_widget(chromium: Browser, name: str) -> None:
    page = chromium.new_page()
    found = page.evaluate(READ, (STATIC / name).read_text())
    page.close()
    selectors = [one for each in found["selectors"] for one in COMMA.split(each)]
    assert len(selectors) > 5
    assert [one for one in selectors if not OURS.match(one)] == []
    assert [one for one in found["names"] if not one.startswith("sipwidget-")] == []
    assert found["others"] == []
