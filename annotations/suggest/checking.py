"""Whether a suggestion that came from elsewhere is one: its types, and its place in the text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from operator import index

from annotations.errors import FormatError
from annotations.model import AttributeValue, Role, Span
from annotations.schema import clip
from annotations.suggest.base import Suggestion

__all__ = ["checked", "fragments_in", "score_of"]


def checked(given: object, label: str, length: int) -> Suggestion:
    """Return what somebody else's suggester gave, in plain types.

    Args:
        given: What it gave.
        label: What it is to suggest.
        length: Code points of the text.

    Raises:
        FormatError: It is no suggestion of that label in a text of that length.
    """
    if not isinstance(given, Suggestion):
        raise FormatError(f"it gave {_shown(given)}, which is no Suggestion")
    if given.label != label:
        raise FormatError(f"it gave the label {_shown(given.label)}, not “{label}”")
    if not (isinstance(given.reasons, (tuple, list)) and all(isinstance(reason, str) for reason in given.reasons)):
        raise FormatError(f"its reasons are no texts: {_shown(given.reasons)}")
    return replace(
        given,
        fragments=fragments_in(given.fragments, length),
        roles=tuple(_role(role, length) for role in _all(given.roles, "roles")),
        attributes=_attributes(given.attributes),
        score=score_of(given.score),
        reasons=tuple(given.reasons),
    )


def fragments_in(given: object, length: int) -> tuple[Span, ...]:
    """Return fragments as spans of a text of `length` code points.

    Raises:
        FormatError: There are none, or one is no range of the text, or they overlap or are out of order.
    """
    fragments = tuple(_span(one, length) for one in _all(given, "fragments"))
    if not fragments:
        raise FormatError("there are no fragments")
    if any(one.end > other.start for one, other in pairwise(fragments)):
        raise FormatError("fragments overlap or are out of order")
    return fragments


def score_of(given: object) -> float:
    """Return a score as a number.

    Raises:
        FormatError: It is no number from 0 to 1.
    """
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        # What numeric libraries have for numbers counts as one, a text does not.
        convert = getattr(type(given), "__float__", None)
        if isinstance(given, bool) or convert is None:
            raise FormatError(f"the score is no number: {_shown(given)}")
        given = float(convert(given))
    if not (math.isfinite(given) and 0 <= given <= 1):
        raise FormatError(f"the score is {given}, not from 0 to 1")
    return float(given)


def _all(given: object, what: str) -> Iterable[object]:
    if not isinstance(given, (tuple, list)):
        raise FormatError(f"{what} are no list: {_shown(given)}")
    return given


def _span(given: object, length: int) -> Span:
    no_range = FormatError(f"{_shown(given)} is no range [start, end]")
    if not isinstance(given, (tuple, list)) or len(given) != 2 or any(isinstance(one, bool) for one in given):
        raise no_range
    try:
        start, end = map(index, given)  # whole numbers of numeric libraries too
    except TypeError:
        raise no_range from None
    if 0 <= start < end <= length:
        return Span(start, end)
    raise FormatError(f"{start}-{end} is no range of the text, which has {length} characters")


def _role(given: object, length: int) -> Role:
    if not isinstance(given, Role) or not isinstance(given.role, str) or not isinstance(given.name, (str, type(None))):
        raise FormatError(f"{_shown(given)} is no Role")
    return Role(given.role, given.name, None if given.span is None else _span(given.span, length))


def _attributes(given: object) -> dict[str, AttributeValue]:
    if not isinstance(given, Mapping):
        raise FormatError(f"its attributes are no mapping: {_shown(given)}")
    attributes: dict[str, AttributeValue] = {}
    for name, value in given.items():
        several = isinstance(value, (tuple, list)) and all(isinstance(one, str) for one in value)
        one = isinstance(value, (str, bool, int)) or (isinstance(value, float) and math.isfinite(value))
        if not isinstance(name, str) or not (several or one):
            raise FormatError(f"the attribute {_shown(name)} has the value {_shown(value)}")
        attributes[name] = tuple(value) if isinstance(value, (tuple, list)) else value
    return attributes


def _shown(value: object) -> str:
    return clip(repr(value))
