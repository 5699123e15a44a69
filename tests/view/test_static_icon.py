"""What index.html shows before Python runs is what Python draws first: nothing jumps (A1, N33).

SIPWIDGET_GOLDEN=write writes it anew, between the two comments.
"""

import os
import re
from pathlib import Path

from sipwidget.phone.model import Model
from sipwidget.view.element import to_html
from sipwidget.view.widget import view

PAGE = Path(__file__).parents[2] / "index.html"
START, END = "<!-- icon -->", "<!-- /icon -->"


def test_the_static_icon_is_the_first_picture():
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    static, _, after = rest.partition(END)
    drawn = f'<main class="sipwidget-page">{to_html(view(Model()))}</main>'
    if os.environ.get("SIPWIDGET_GOLDEN") == "write":
        static = f"\n{drawn}\n".replace("><", ">\n<").replace("\n", "\n    ")
        PAGE.write_text(f"{before}{START}{static}{END}{after}", encoding="utf-8")
    assert re.sub(r">\s+<", "><", static.strip()) == drawn
