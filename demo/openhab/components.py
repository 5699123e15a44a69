"""Pages and widgets as the REST API keeps them: UI components by namespace and UID."""

from typing import Any

PAGES = "ui:page"
WIDGETS = "ui:widget"

Component = dict[str, Any]


class ReadOnlyError(Exception):
    """The component comes from a file, so it cannot be changed here."""


class Components:
    """What Main UI shows. A component is a dict with at least ``uid``."""

    def __init__(self) -> None:
        self.read_only: set[str] = set()  # UIDs of what comes from files
        self._components: dict[tuple[str, str], Component] = {}

    def add(self, namespace: str, component: Component) -> None:
        """One more, or another of the same UID."""
        self._components[namespace, component["uid"]] = component

    def get(self, namespace: str, uid: str) -> Component | None:
        """What is there now."""
        return self._components.get((namespace, uid))

    def replace(self, namespace: str, uid: str, component: object) -> None:
        """The whole component is this now.

        Raises KeyError where there is none, ValueError where the UID is another one, ReadOnlyError.
        """
        if (namespace, uid) not in self._components:
            raise KeyError(uid)
        if uid in self.read_only:
            raise ReadOnlyError(uid)
        if not isinstance(component, dict) or component.get("uid") != uid:
            raise ValueError(uid)
        self._components[namespace, uid] = component
