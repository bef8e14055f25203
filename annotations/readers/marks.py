"""The marks that open a line of plain text or are all of it: bullets, numbers, `>`, rules, pipes.

Each function takes a line without white space at its edges and is linear in its length.
"""

from __future__ import annotations

from annotations.lazy import lazy
from annotations.text import Text

__all__ = [
    "FIRST_OF_MARK",
    "bullet_end",
    "heading_mark",
    "is_list_item",
    "is_pipe_rule",
    "is_rule",
    "number_of",
    "opens_with_mark",
    "quote_depth",
]

FIRST_OF_MARK = frozenset("-*•◦‣▪●■○⁃>|#_=~+·—–─━═(0123456789:")
"""Every character that a mark can begin with."""

_RULE_MARKS = frozenset("-_*=~#•·—–─━═")
_PIPE_RULE_MARKS = frozenset("|-:=+ \t")
_BULLET = lazy(r"(?:[-*][ \t\u00a0]+|[•◦‣▪●■○⁃][ \t\u00a0]*)(?=\S)")
_NUMBER = lazy(r"(?:\(?(\d{1,3})\)|(\d{1,3})\.)[ \t\u00a0]+(?=\S)")
_QUOTE = lazy(r">(?:[ \t]?>)*(?=[ \t]|$)")
_HASHES = lazy(r"#{1,6}[ \t]+(?=\S)")


def is_rule(line: str) -> bool:
    """Tell whether the line only divides: `---`, `* * *`, `___.`, a dash alone."""
    if line[0] not in _RULE_MARKS or (line[-1] not in _RULE_MARKS and line[-1] != "."):
        return False
    marks = line.replace(" ", "").replace("\t", "").rstrip(".")
    return (len(marks) >= 3 or marks[0] in "-–—") and marks == marks[0] * len(marks)


def is_pipe_rule(line: str) -> bool:
    """Tell whether the line is the rule of a pipe table: `---|`, `|:--|--:|`, `+---+---+`."""
    return (
        line[0] in _PIPE_RULE_MARKS
        and line[-1] in _PIPE_RULE_MARKS
        and ("|" in line or "+" in line)
        and ("-" in line or "=" in line)
        and _PIPE_RULE_MARKS.issuperset(line)
    )


def bullet_end(text: Text, start: int, end: int) -> int:
    """Offset of the words after a bullet, or -1 if none opens the line."""
    match = _BULLET.match(text[start:end])
    return start + match.end() if match else -1


def number_of(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """The number that opens a line (`2.`, `2)`, `(2)`) and the offset of the words after it."""
    match = _NUMBER.match(text[start:end])
    return (int(match[1] or match[2]), start + match.end()) if match else None


def quote_depth(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """How many `>` open a line, and the offset after them."""
    match = _QUOTE.match(text[start:end])
    return (match[0].count(">"), start + match.end()) if match else None


def heading_mark(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """How many `#` open a line, up to six, and the offset of the words after them."""
    match = _HASHES.match(text[start:end])
    return (match[0].count("#"), start + match.end()) if match else None


def is_list_item(text: Text, start: int, end: int) -> bool:
    """Tell whether a bullet or a number opens the line."""
    return bullet_end(text, start, end) >= 0 or number_of(text, start, end) is not None


def opens_with_mark(text: Text, start: int, end: int) -> bool:
    """Tell whether the line is an item, quoted, a row or a rule of a table, a marked heading or a rule."""
    if text[end - 1] == "|":
        return True
    first = text[start]
    if first not in FIRST_OF_MARK:
        return False
    if first in "|>" or is_list_item(text, start, end) or heading_mark(text, start, end):
        return True
    line = text[start:end]
    return is_rule(line) or is_pipe_rule(line)
