"""Which quotation marks belong together.

A mark's own shape does not tell: “ opens in English and closes in German, ” opens in Swedish, » opens in Danish,
and the straight ones are both, and inches, and apostrophes. So the characters around it and the marks that are
open already decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import NamedTuple

__all__ = ["Pair", "pairs"]

# One set of characters first, which is searched for ten times as fast as several alternatives. An apostrophe inside a
# word is no mark.
_MARK = re.compile("[“”„‟\"＂«»‹›‘‚‛「」『』'’`](?:(?<![`'’])|(?<=`)`|(?<=')'|(?<=['’])(?:(?![^\\W_])|(?<![^\\W_].)))")
_BEFORE_OPENING = frozenset("([{<—–-/¿¡“„«‹‘‚「『\"'`…|")
_BEFORE_SHAPED = _BEFORE_OPENING | frozenset(",:;，：、；（")
"""Before a mark whose shape is that of an opening one."""

_AFTER_CLOSING = frozenset(",.;:!?)]}")
_BEFORE_STRONG = frozenset(",.;:!?…—–)]}%")
"""Before a single mark, these show that it is no apostrophe."""

_ELISION = re.compile(r"(?:\d\ds?|em|tis|twas|twere|til|till|cause|cuz|bout|round|n|s|t|d|m|ll|re|ve)\b", re.IGNORECASE)


class _Family(IntEnum):
    DOUBLE = 0
    SINGLE = 1
    GUILLEMET = 2
    SINGLE_GUILLEMET = 3
    CORNER = 4
    WHITE_CORNER = 5


_FAMILIES = {
    **dict.fromkeys(["“", "”", "„", "‟", '"', "＂", "``", "''"], _Family.DOUBLE),
    **dict.fromkeys("‘’‚‛'", _Family.SINGLE),
    **dict.fromkeys("«»", _Family.GUILLEMET),
    **dict.fromkeys("‹›", _Family.SINGLE_GUILLEMET),
    **dict.fromkeys("「」", _Family.CORNER),
    **dict.fromkeys("『』", _Family.WHITE_CORNER),
}


_SHAPED_OPENING = frozenset(["“", "„", "‟", "``", "«", "‹", "‘", "‚", "「", "『"])


class _Role(Enum):
    OPENS = 0
    CLOSES = 1
    NEITHER = 2


class Pair(NamedTuple):
    """Two marks that belong together, in code points: `start`-`inner_start` opens, `inner_end`-`end` closes."""

    start: int
    inner_start: int
    inner_end: int
    end: int

    @property
    def closed(self) -> bool:
        """Whether there is a closing mark."""
        return self.inner_end < self.end


@dataclass(slots=True)
class _Mark:
    """One mark and what its neighbours tell of it."""

    sign: str
    family: _Family
    start: int
    end: int
    before: str
    after: str
    can_open: bool
    can_close: bool
    first_inside: int = -1  # where the first quotation with the same mark in it begins
    in_plural: bool = False  # an apostrophe, as in "the workers’ boats"


def pairs(text: str, start: int, end: int) -> list[Pair]:
    """The pairs of marks in a block, given as a range of code points, in no particular order."""
    marks = [_mark(text, match, start, end) for match in _MARK.finditer(text, start, end)]
    _find_plurals(text, marks)
    found: list[Pair] = []
    stack: list[_Mark] = []
    open_marks: list[list[_Mark]] = [[] for _ in range(len(_Family))]
    for mark in marks:
        opening = open_marks[mark.family][-1] if open_marks[mark.family] else None
        is_top = bool(stack) and stack[-1] is opening
        role = _role(text, mark, opening, is_top=is_top)
        if role is _Role.OPENS:
            if opening is not None and is_top and opening.first_inside < 0 and opening.sign == mark.sign:
                opening.first_inside = mark.start
            stack.append(mark)
            open_marks[mark.family].append(mark)
        elif role is _Role.CLOSES and opening is not None:
            found.append(Pair(opening.start, opening.end, mark.start, mark.end))
            last = None
            while last is not opening:
                last = stack.pop()
                open_marks[last.family].pop()
    return found + _left_open(text, stack, start, end)


def _mark(text: str, match: re.Match[str], start: int, end: int) -> _Mark:
    sign, left, right = match[0], match.start(), match.end()
    before = text[left - 1] if left > start else " "
    after = text[right] if right < end else " "
    opens_after = before.isspace() or before in (_BEFORE_SHAPED if sign in _SHAPED_OPENING else _BEFORE_OPENING)
    opens_before = not after.isspace() and (after not in _AFTER_CLOSING or text.startswith("...", right))
    can_close = not before.isspace() and not after.isalnum()
    return _Mark(sign, _FAMILIES[sign], left, right, before, after, opens_after and opens_before, can_close)


def _role(text: str, mark: _Mark, opening: _Mark | None, *, is_top: bool) -> _Role:
    """What a mark does, given the last open one of its family and whether no other was opened since."""
    match mark.family:
        case _Family.DOUBLE:
            return _role_of_double(mark, opening)
        case _Family.SINGLE:
            return _role_of_single(text, mark, opening, is_top=is_top)
        case _Family.GUILLEMET | _Family.SINGLE_GUILLEMET:
            return _role_of_guillemet(mark, opening)
    return _Role.OPENS if mark.sign in _SHAPED_OPENING else _Role.CLOSES


def _role_of_double(mark: _Mark, opening: _Mark | None) -> _Role:
    if mark.sign in {"„", "``"}:
        return _Role.OPENS
    if mark.sign in {"“", "‟"}:
        german = opening is not None and opening.sign == "„"
        closes = mark.can_close and not mark.can_open
        return _Role.CLOSES if closes or (german and not mark.can_open) else _Role.OPENS
    if mark.sign == "”":
        if opening is not None:
            return _Role.CLOSES
        return _Role.OPENS if mark.can_open else _Role.NEITHER
    if opening is not None:
        return _Role.OPENS if mark.can_open and not mark.can_close else _Role.CLOSES
    if mark.before.isdigit() and not mark.after.isalpha():
        return _Role.NEITHER  # inches
    attached = mark.before in ",:;" and not mark.after.isspace()
    alone = mark.before.isspace() and mark.after.isspace()
    return _Role.OPENS if mark.can_open or attached or alone else _Role.NEITHER


def _role_of_single(text: str, mark: _Mark, opening: _Mark | None, *, is_top: bool) -> _Role:
    if (
        opening is not None
        and is_top
        and mark.can_close
        and not mark.in_plural
        and (mark.sign != "‘" or opening.sign == "‚" or not mark.can_open)
        and mark.sign != "‚"
    ):
        return _Role.CLOSES
    opens = mark.can_open or (mark.sign in "‘‚" and not mark.before.isalnum() and not mark.after.isspace())
    return _Role.OPENS if opens and not _ELISION.match(text, mark.end) else _Role.NEITHER


def _role_of_guillemet(mark: _Mark, opening: _Mark | None) -> _Role:
    if opening is None:
        return _Role.OPENS if mark.sign in _SHAPED_OPENING or mark.can_open else _Role.NEITHER
    if (mark.sign in _SHAPED_OPENING) is not (opening.sign in _SHAPED_OPENING):
        # «…» or »…«; inside the first, » never opens, inside the second, « may.
        inward = mark.sign in _SHAPED_OPENING and mark.can_open and not mark.can_close
        return _Role.OPENS if inward else _Role.CLOSES
    if mark.sign in _SHAPED_OPENING:
        return _Role.OPENS
    return _Role.OPENS if mark.can_open and not mark.can_close else _Role.CLOSES  # »…» as in Swedish


def _find_plurals(text: str, marks: list[_Mark]) -> None:
    """Tell plural possessives: a surer end of the quotation follows before anything else begins."""
    surer_end = False
    for mark in reversed(marks):
        if mark.family is not _Family.SINGLE or mark.sign in "‘‚" or (mark.can_open and not mark.can_close):
            surer_end = False
        elif mark.can_close and mark.before in _BEFORE_STRONG:
            surer_end = True
        elif mark.can_close and mark.before in "sSxXzZ" and mark.after.isspace():
            mark.in_plural = surer_end and text[mark.end + 1 : mark.end + 2].isalnum()


def _left_open(text: str, stack: list[_Mark], start: int, end: int) -> list[Pair]:
    """Quotations without an end: up to the end of the block, or to where another one with its mark begins."""
    found: list[Pair] = []
    around: list[int] = []  # where those that are open here end
    for mark in stack:
        if mark.family is _Family.SINGLE and (mark.sign != "‘" or text[start : mark.start].strip()):
            continue  # an apostrophe, or nothing that could be told from one
        while around and around[-1] <= mark.start:
            around.pop()
        stop = around[-1] if around else end
        if 0 <= mark.first_inside < stop:
            stop = mark.first_inside
        around.append(stop)
        while stop > mark.end and text[stop - 1].isspace():
            stop -= 1
        found.append(Pair(mark.start, mark.end, stop, stop))
    return found
