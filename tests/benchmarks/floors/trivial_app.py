"""The least that a Textual app does for a key: one line of text changes."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Trivial(App[None]):
    """One Static, updated by `j`."""

    BINDINGS = [("j", "count", "Count")]  # noqa: RUF012 - as Textual declares it
    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static("pressed 0 times")

    def action_count(self) -> None:
        self.pressed += 1
        self.query_one(Static).update(f"pressed {self.pressed} times")


if __name__ == "__main__":
    Trivial().run()
