"""Settings of the reader that can be changed while one reads: `:set measure=90`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.config import MEASURES
from annotations.errors import UsageError
from tui.config_check import theme_problem

if TYPE_CHECKING:
    from tui.app import StetApp

__all__ = ["NAMES", "set_up"]

NAMES = ("measure", "inspector", "theme", "scope")


def set_up(app: StetApp, name: str, value: str) -> str | None:
    """Change how the reader looks, for this session; returns what was done, None for what is no such setting.

    Raises:
        UsageError: The value is none of the setting's.
    """
    match name:
        case "measure":
            low, high = MEASURES
            if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
                raise UsageError(f"the measure is a number of cells from {low} to {high}")
            app.article.measure = int(value)
            return f"text is {value} cells wide at most"
        case "inspector":
            if value not in {"on", "off"}:
                raise UsageError("the inspector is on or off")
            if (value == "on") is not app.inspector.display:
                app.toggle_inspector()
            return f"the inspector is {value}"
        case "theme":
            if problem := theme_problem(value):
                raise UsageError(problem)
            app.theme = value
            return f"the theme is {value}; it is drawn with the dark or light label colours from the next start"
        case "scope":
            if value not in {"article", "library"}:
                raise UsageError("the scope of a walk is article or library")
            if app.work is not None:
                app.work.desk.whole_library = value == "library"
            return f"T goes through the {'whole library' if value == 'library' else 'article'}"
    return None
