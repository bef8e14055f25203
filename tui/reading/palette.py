"""What the names of styles look like: colours that the colour-blind can tell apart, and lines beside them.

Nothing is told by colour alone. A style key is a tuple of names, the weakest first; where two disagree, the
later one wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.style import Style

if TYPE_CHECKING:
    from annotations.schema import Schema

__all__ = ["NEWS_LABELS", "LabelLook", "Palette", "StyleKey", "looks_of"]

StyleKey: TypeAlias = "tuple[str, ...]"
"""Names of styles, the weakest first."""

_DARK = ColorTriplet(18, 18, 18)
_LIGHT = ColorTriplet(250, 250, 250)
_BLACK = ColorTriplet(0, 0, 0)
_OTHER_LABEL = "#CC79A7"
_LINES = {
    "underline": Style(underline=True, underline2=False),
    "double": Style(underline=False, underline2=True),
    "bold": Style(bold=True),
    "italic": Style(italic=True, underline=True, underline2=False),
}


class LabelLook(NamedTuple):
    """How a label is told apart.

    Attributes:
        colour: As `#rrggbb`.
        line: underline, double, bold, or italic (with an underline).
    """

    name: str
    colour: str
    line: str = "underline"


NEWS_LABELS = (
    LabelLook("claim", "#E69F00", "underline"),
    LabelLook("quote", "#56B4E9", "double"),
    LabelLook("stance", "#009E73", "italic"),
)
"""Orange, sky blue and bluish green of Okabe and Ito."""


def looks_of(schema: Schema) -> tuple[LabelLook, ...]:
    """How the labels of a schema look."""
    return tuple(LabelLook(label.name, label.colour, label.line.value) for label in schema.labels)


class Palette:
    """Resolves style keys, on a dark or a light ground, or without colour.

    Names are those of `tui.reading.painting`, and for each label its name after `label.` (tagged text), `role.`,
    `suggestion.`, `glyph.` (in the margin, where the text starts) and `rest.` (where it goes on).

    Args:
        labels: How each label looks. Others share one look.
        dark: Whether the ground is dark.
        mono: Whether colours are taken away, so that what is otherwise told by colour and place needs a line.
        latin: Whether the terminal knows no more than Latin-1.
    """

    def __init__(
        self, labels: Iterable[LabelLook] = NEWS_LABELS, *, dark: bool = True, mono: bool = False, latin: bool = False
    ) -> None:
        self.mono = mono
        self.latin = latin
        self.dark = dark
        self._ground = _DARK if dark else _LIGHT
        self._labels = {look.name: look for look in labels}
        self._named = _fixed(dark, mono)
        self._known: dict[StyleKey, Style] = {}

    def text(self, text: str) -> str:
        """Return text that may be drawn as the terminal can show it, in as many cells."""
        if not self.latin:
            return text
        from tui.reading.latin import latin

        return latin(text)

    def style(self, key: StyleKey) -> Style:
        """Return what `key` adds to the style of plain text."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Style.combine([self._name(name) for name in key]) if key else Style()
        return known

    def _name(self, name: str) -> Style:
        fixed = self._named.get(name)
        if fixed is None:
            fixed = self._named[name] = self._label(name)
        return fixed

    def _label(self, name: str) -> Style:
        use, _, label = name.partition(".")
        look = self._labels.get(label) or LabelLook(label, _OTHER_LABEL)
        colour = Color.parse(look.colour).get_truecolor()
        bright = colour if self.dark else _mix(colour, _BLACK, 0.35)
        quiet = _mix(bright, self._ground, 0.35)
        match use:
            case "label":
                return Style(color=Color.from_triplet(bright)) + _LINES.get(look.line, _LINES["underline"])
            case "glyph":
                return Style(color=Color.from_triplet(bright), bold=True)
            case _:
                return Style(color=Color.from_triplet(quiet), italic=None if use == "rest" else True)


def _fixed(dark: bool, mono: bool) -> dict[str, Style]:
    quiet = Style(color="#8a8a8a" if dark else "#6b6b6b", dim=True if mono else None)
    return {
        "heading": Style(bold=True),
        "quiet": quiet,
        "furniture": quiet,
        "code": Style(color="#b8b8b8" if dark else "#444444"),
        "style.strong": Style(bold=True),
        "style.emphasis": Style(italic=True),
        "style.code": Style(color="#b8b8b8" if dark else "#444444"),
        "style.link": Style(color="#9ecbff" if dark else "#0b4f8a", italic=True if mono else None),
        "current": Style(bold=True) if mono else Style(bgcolor="#26323c" if dark else "#e3ebf2"),
        "active": Style(bold=True),
        "match": Style(color="#d7c94a" if dark else "#8a7a00", reverse=True),
        "match.current": Style(color="#ffef5c" if dark else "#5c5000", reverse=True, bold=True, underline=True),
        "selected": Style(reverse=True),
        "jump": Style(
            color="#000000" if dark else "#ffffff", bgcolor="#ffd75f" if dark else "#7a4f00", bold=True, reverse=mono
        ),
        "jump.rest": Style(bold=True, underline=True)
        if mono
        else Style(color="#000000" if dark else "#ffffff", bgcolor="#c89b30" if dark else "#a8742a"),
        "bar.current": Style(color="#d0d0d0" if dark else "#303030"),
        "bar.active": quiet,
        "glyph.active": Style(reverse=True, bold=True),
        "thumb": quiet,
        "status": Style(),
        "cursor": Style(reverse=True),
        "error": Style(color="#ff8f66" if dark else "#a83200", bold=True),
    }


def _mix(one: ColorTriplet, other: ColorTriplet, part: float) -> ColorTriplet:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return ColorTriplet(red, green, blue)
