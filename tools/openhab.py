"""Makes openHAB's custom widgets from the one table of settings: `python -m tools.openhab`.

The fields of a parameter are those of openHAB's ConfigDescriptionParameterDTO. A default is text
there, and Main UI takes any text for a true BOOLEAN: "false" must not be one.
Like all that imports sipwidget it wants `src` on the PYTHONPATH.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from sipwidget.phone.properties import GROUPS, PROPERTIES
from sipwidget.phone.property import Property, Type

PLACE = Path(__file__).resolve().parent.parent / "static/openhab"
Tree = dict[str, object]

HEIGHT = Property(
    "height",
    "Height",
    "Height of the frame, such as 240px, or 100% on a canvas. Unset, it follows what is shown.",
    "page",
    advanced=True,
)
CARD_GROUP = ("card", "Card")
CARD: tuple[Property, ...] = (
    Property("title", "Title", "The words at the top of the card.", "card"),
    Property("footer", "Footer text", "The words at the bottom of the card.", "card"),
    Property(
        "noBorder", "No Border", "Draws the card without a border.", "card", Type.BOOLEAN,
        advanced=True,
    ),
    Property(
        "noShadow", "No Shadow", "Draws the card without a shadow.", "card", Type.BOOLEAN,
        advanced=True,
    ),
    Property(
        "outline", "Outline", "Draws a line around the card.", "card", Type.BOOLEAN, advanced=True
    ),
)  # fmt: skip

FRAME: Tree = {
    "src": "/static/sipwidget/index.html",
    "height": "=props.height || Math.max(props.iconSize || 64, 44) + 16 + 'px'",
    "data-height": "=props.height ? 'fixed' : 'auto'",
    "allow": "microphone; camera; autoplay; fullscreen; speaker-selection; screen-wake-lock",
    "data-config": "=JSON.stringify(props)",
}
"""What becomes the attributes of the iframe. The height is that of the icon, until the frame, where
``data-height`` is ``auto``, sets its own."""

PASTED = """\
# {what}: paste this in Main UI under Developer Tools > Widgets > + > Code, and save.
# It wants the folder sipwidget in openHAB's html folder. On a page its component is widget:{uid};
# the config of an {before} stays as it is.
# Made from the table of settings: python -m tools.openhab --write
"""
FILED = """\
# Both widgets as a file for openHAB 5: copy it to conf/yaml/ in place of pasting them.
# Main UI shows them, and does not let them be edited.
# Made from the table of settings: python -m tools.openhab --write
"""


def parameter(known: Property) -> Tree:
    """One setting as openHAB describes it; what says nothing is left out."""
    found: Tree = {"name": known.name, "label": known.label, "description": known.description}
    found["type"] = str(known.type)
    found |= {flag: True for flag in ("required", "advanced") if getattr(known, flag)}
    if known.context:
        found["context"] = known.context
    if known.limits != (0, 0):
        found["min"], found["max"] = known.limits
    if known.options:
        found["options"] = [{"value": value, "label": value} for value in known.options]
        found["limitToOptions"] = True
    if known.default is not None:
        text = str(known.default)
        found["default"] = text.lower() if known.type is Type.BOOLEAN else text
    return found | {"groupName": known.group}


def widget(component: str, config: Tree, *, card: bool) -> Tree:
    """A custom widget without its uid."""
    groups = (CARD_GROUP, *GROUPS) if card else GROUPS
    settings = (*CARD, *PROPERTIES, HEIGHT) if card else (*PROPERTIES, HEIGHT)
    return {
        "tags": ["sip", "intercom"],
        "props": {
            "parameterGroups": [{"name": name, "label": label} for name, label in groups],
            "parameters": [parameter(known) for known in settings],
        },
        "component": component,
        "config": config,
        "slots": {},
    }


def widgets() -> dict[str, Tree]:
    """Both widgets by their uid. An iframe without a title has a name for assistive tools, too."""
    looks: Tree = {known.name: f"=props.{known.name}" for known in CARD}
    named = {"aria-label": "=props.title || 'Telephone'"}
    plain = widget("oh-webframe", {"title": "Telephone", **FRAME}, card=False)
    card = widget("oh-webframe-card", {**looks, **named, **FRAME}, card=True)
    return {"sipwidget": plain, "sipwidget-card": card}


def files() -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    for uid, tree in widgets().items():
        what = "A telephone in a card" if uid.endswith("card") else "A telephone"
        head = PASTED.format(what=what, uid=uid, before=uid.replace("sipwidget", "oh-sipclient"))
        yield f"{uid}.yaml", head + dump({"uid": uid, **tree})
    yield "sipwidget-openhab5.yaml", FILED + dump({"version": 1, "widgets": widgets()})


def dump(tree: Tree) -> str:
    """YAML as people write it: in our order, and with quotes only where they are needed."""
    return yaml.dump(tree, Dumper=Indented, sort_keys=False, width=100, allow_unicode=True)


class Indented(yaml.SafeDumper):
    """Indents the items of lists, as openHAB's own files do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 -- its name in the base
        """PyYAML leaves the items of a list at the margin of its name; `indentless` says so."""
        super().increase_indent(flow, False)


def main() -> None:
    """Compares, or writes with --write; exits with words when the files are not the table."""
    stale = {
        PLACE / name: text
        for name, text in files()
        if not (PLACE / name).is_file() or (PLACE / name).read_text() != text
    }
    if stale and "--write" not in sys.argv[1:]:
        sys.exit(
            "static/openhab/ is not what properties.py says: run python -m tools.openhab --write"
        )
    PLACE.mkdir(parents=True, exist_ok=True)
    for path, text in stale.items():
        path.write_text(text)


if __name__ == "__main__":
    main()
