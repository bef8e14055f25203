"""What of a person's settings only the reader understands: themes and keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.config import Settings
    from annotations.schema import Schema

__all__ = ["reader_problems", "theme_problem"]


def reader_problems(settings: Settings, schema: Schema) -> Iterator[str]:
    """Say what cannot be used of the theme and the keys, a sentence each."""
    if settings.reader.theme is not None and (problem := theme_problem(settings.reader.theme)):
        yield f"{settings.path}, reader.theme: {problem}"
    from tui.user_keys import user_actions

    for problem in user_actions(schema, settings.keys)[1]:
        yield f"{settings.path}, {problem}"


def theme_problem(theme: str) -> str | None:
    """Say why there is no such theme, with the nearest or all names; None when there is."""
    from difflib import get_close_matches

    from textual.theme import BUILTIN_THEMES

    if theme in BUILTIN_THEMES:
        return None
    near = get_close_matches(theme.lower(), BUILTIN_THEMES, n=1, cutoff=0.6)
    hint = f"Did you mean “{near[0]}”?" if near else f"Themes are {', '.join(BUILTIN_THEMES)}."
    return f"there is no theme “{theme[:60]}”. {hint}"
