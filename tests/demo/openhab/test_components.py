import pytest

from demo.openhab.components import PAGES, WIDGETS, Components, ReadOnlyError

PAGE = {"uid": "overview", "component": "oh-layout-page"}


def components() -> Components:
    made = Components()
    made.add(PAGES, PAGE)
    return made


def test_a_component_is_known_in_its_namespace_only() -> None:
    made = components()
    assert made.get(PAGES, "overview") == PAGE
    assert made.get(WIDGETS, "overview") is made.get(PAGES, "x") is None


def test_the_whole_component_is_replaced() -> None:
    made = components()
    made.replace(PAGES, "overview", {"uid": "overview"})
    assert made.get(PAGES, "overview") == {"uid": "overview"}


@pytest.mark.parametrize("other", [{"uid": "x"}, {}, [], None, "overview"])
def test_the_uid_stays(other: object) -> None:
    made = components()
    with pytest.raises(ValueError, match="overview"):
        made.replace(PAGES, "overview", other)
    assert made.get(PAGES, "overview") == PAGE


def test_what_is_not_there_or_comes_from_a_file_is_not_replaced() -> None:
    made = components()
    with pytest.raises(KeyError):
        made.replace(PAGES, "x", {"uid": "x"})
    made.read_only.add("overview")
    with pytest.raises(ReadOnlyError):
        made.replace(PAGES, "overview", PAGE)
