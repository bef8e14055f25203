"""What reading and writing of brat's lines share: names, parts at line ends, texts on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["FRAGMENTS", "TYPE", "escaped", "join_lines", "split_lines", "type_name", "unescaped"]

FRAGMENTS = "fragments"
"""A value with the parts of an annotation, where they cannot be told from the parts that a line end makes."""
TYPE = re.compile(r"[^\W\d][\w-]*")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def type_name(name: str) -> str:
    """Make a name that brat takes: letters, digits, `_` and `-`."""
    if TYPE.fullmatch(name):
        return name
    return re.sub(r"[^\w-]+", "_", f"_{name}" if name[:1].isdigit() else name) or "_"


def split_lines(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Part spans at line ends, which no span of brat's holds; a part that is only line ends goes."""
    return [
        (start + match.start(), start + match.end())
        for start, end in spans
        for match in re.finditer(r"[^\n]+", text[start:end])
    ]


def join_lines(text: str, parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put parts together again between which there are only line ends."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        between = text[joined[-1][1] : start] if joined else ""
        if between and not between.strip("\r\n"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def escaped(text: str) -> str:
    """Write a text on one line."""
    return "".join(_ESCAPES.get(character, character) for character in text)


def unescaped(text: str) -> str:
    """Read what `escaped` wrote."""
    back = {escape[1]: character for character, escape in _ESCAPES.items()}
    return re.sub(r"\\([\\ntr])", lambda match: back[match[1]], text)
