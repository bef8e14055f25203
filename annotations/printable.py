"""What may reach a terminal: hostile or invisible characters as one visible character each.

Text from an article, a file name or a message can hold escape sequences, bidirectional overrides and characters
that no one sees. Here each becomes something to look at, code point for code point, so that offsets hold.
Article views, titles, messages and command-line tables all draw through this module.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from annotations.lazy import lazy

__all__ = ["MARK_STAND_IN", "cells", "one_line", "visible"]

MARK_STAND_IN = "◌"
"""Drawn in the place of a combining mark that has nothing to stand on."""
_FORMAT_STAND_IN = "·"
_UNKNOWN_STAND_IN = "�"
_LINE_STAND_IN = "␤"

# Not printable by Python's reckoning, but drawn as they are: spaces of other widths than one word's, and the two
# joiners, which scripts and emoji need.
_KEPT = lazy("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u200c\u200d]")
# A flag spelled out in tag characters: England, Scotland, Wales. Anywhere else tags are hidden text.
_TAGGED_FLAG = lazy("\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f")
# Prepended number signs of Arabic and Syriac: format characters with a shape.
_SHAPED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")


def visible(text: str) -> str:
    """Return `text` as it may be drawn, one code point for each code point.

    Tabs and line feeds become spaces; other controls, bidirectional controls, line and paragraph separators,
    invisible format characters, lone surrogates, private and unassigned code points become one visible
    character of one cell each. Combining marks, variation selectors and joiners stay: they belong to the
    character before them.
    """
    if text.isprintable():
        return text
    text = text.replace("\n", " ").replace("\t", " ")
    if text.isprintable() or _KEPT.sub("", text).isprintable():
        return text
    drawn: list[str] = []
    done = 0
    for flag in _TAGGED_FLAG.finditer(text):
        drawn += map(_stand_in, text[done : flag.start()])
        drawn.append(flag[0])
        done = flag.end()
    drawn += map(_stand_in, text[done:])
    return "".join(drawn)


def one_line(text: str) -> str:
    """Return `text` for a single line of a screen or a table: `visible`, and no mark at its start.

    A combining mark, joiner or variation selector that comes first would join whatever stands before the
    text on the screen.
    """
    shown = visible(text)
    if shown and not shown.isascii() and _joins(shown[0]):
        return MARK_STAND_IN + shown[1:]
    return shown


def _joins(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf"} and character not in _SHAPED


@lru_cache(maxsize=4096)
def _stand_in(character: str) -> str:
    if character.isprintable() or _KEPT.match(character) or character in _SHAPED:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if character in "\x85\u2028\u2029":
        return _LINE_STAND_IN
    match unicodedata.category(character):
        case "Cf":
            return _FORMAT_STAND_IN
        case "Cn" if _assigned_since(character):
            return character
        case _:
            return _UNKNOWN_STAND_IN


def _assigned_since(character: str) -> bool:
    """Tell whether a newer Unicode than this Python's knows the character: this year's emoji."""
    import regex  # 30 ms, for a character that is hardly ever met

    return regex.match(r"\p{C}", character) is None


def cells(text: str) -> int:
    """Count the terminal cells that a line of drawable text takes: two for wide characters, none for marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
