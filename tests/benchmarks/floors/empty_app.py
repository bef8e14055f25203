"""The least that a Textual app does: nothing."""

from textual.app import App


class Empty(App[None]):
    """No widgets, no bindings."""


if __name__ == "__main__":
    Empty().run()
