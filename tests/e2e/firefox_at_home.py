"""A widget in Firefox on a page like Main UI's."""

from tests.e2e.firefox import FirefoxPhone


class FirefoxAtHome(FirefoxPhone):
    """The widget on the page `overview` of an openHAB at this address."""

    def load(self) -> None:
        """Load the page, and wait for the widget."""
        self.open_host(f"{self.url}page/overview")
        self.booted()

    def configure(self, **properties: object) -> None:
        """Change the widget's properties, as Main UI does."""
        self.tab.evaluate("config => mainui.configure(config)", properties)

    def go(self, page: str) -> None:
        """To another page of Main UI, which destroys all frames and loads nothing."""
        self.tab.evaluate("path => mainui.go(path)", f"/page/{page}")

    def field(self, name: str, what: str = "value") -> object:
        """A property of a field of the form."""
        script = "([name, what]) => document.querySelector(`[name=${name}]`)[what]"
        return self.evaluate(script, [name, what])

    def has(self, action: str) -> bool:
        """Whether the button is there."""
        found = f"document.querySelectorAll('[data-action={action}]').length"
        return bool(self.evaluate(f"() => {found}"))
