"""What kind of thing a target is, and how it stands to the other targets of its sentence, as features.

Names stay masked: of a target's own words only those count that are written small, and whether a name is that of a
place, a medium, an authority or somebody with a title. Places and days are seldom praised or blamed beside a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotations.model import Span
from annotations.suggest.stances_context import QUOTES, Context
from annotations.suggest.stances_sentiment import load_sentiment

__all__ = ["beside", "kind_of_thing", "neighbours"]

_WORD = re.compile(r"[\w.&'’-]+")
_SHORT_GAP = 6
_TITLED = 4
_MANY = 5
_ACRONYM = range(2, 6)


def kind_of_thing(context: Context, role: str) -> list[str]:
    """Features of the target itself; `role` is what it is in its clause."""
    words = _WORD.findall(context.target)
    low = _low(words)
    kinds = _kinds(context.target, low)
    names = [f"Tn:{min(len(words), _MANY)}", *(f"T:{word.lower()}" for word in words if word[0].islower())]
    last = context.before[-1].low if context.before else ""
    for kind in kinds:
        names += [f"TT:{kind}", f"TT:{kind}:{role}"]
        if last in load_sentiment().small.prepositions:
            names.append(f"TT:{kind}:pp{last}")
    if not kinds:
        names.append("TT:-")
    if not words:
        return names
    if context.kind in {"pron", "poss", "first"}:
        names.append("Tp:" + low[-1])
    elif words[-1][0].islower():
        names += ["Th:" + words[-1].lower(), "Tplural" if words[-1].endswith("s") else "Tsing"]
    return names


def beside(text: str, target: Span, context: Context, others: Sequence[Span]) -> list[str]:
    """Features of a target relative to the other targets beside it; all spans are in `text`."""
    if not others:
        return ["O:none"]
    names: list[str] = []
    for other in others:
        side, gap = _place(text, target, other)
        words = text[other.start : other.end]
        kinds = _kinds(words, _low(_WORD.findall(words)))
        kind = _kind(words, kinds)
        names += [f"O:{side}", f"Ok:{side}:{kind}", f"Ok:{kind}:{context.kind}", *(f"Ot:{each}" for each in kinds)]
        if side in {"l", "r"}:
            names += _between(side, gap)
    return names


def neighbours(targets: Sequence[Span], index: int, low: int, high: int) -> list[Span]:
    """The two targets before and the two after the one at `index` that lie from `low` to `high`.

    `targets` are in order, none of them twice.
    """
    near = [*targets[max(0, index - 2) : index], *targets[index + 1 : index + 3]]
    return [span for span in near if low <= span.start and span.end <= high]


def _low(words: Sequence[str]) -> list[str]:
    return [word.lower().replace("’", "'").removesuffix("'s") for word in words]


def _kinds(target: str, low: Sequence[str]) -> list[str]:
    sentiment = load_sentiment()
    things = sentiment.things
    found = []
    if any(word in sentiment.small.dates for word in low):
        found.append("date")
    if low and (low[-1] in things.places or "_".join(low[-2:]) in things.places):
        found.append("place")
    if any(word in things.media for word in low):
        found.append("media")
    if any(word in things.bodies for word in low):
        found.append("body")
    if any(word in things.titles for word in low[:_TITLED]):
        found.append("title")
    if target.isupper() and len(target) in _ACRONYM:
        found.append("acro")
    if low and low[0] in things.articles:
        found.append("the")
    return found


def _kind(words: str, kinds: Sequence[str]) -> str:
    small = load_sentiment().small
    if words.lower() in small.pronouns or words.lower() in small.possessives or words.lower() == "who":
        return "pron"
    if kinds and kinds[0] in {"date", "place"}:
        return kinds[0]
    return "name" if words[:1].isupper() else "noun"


def _place(text: str, target: Span, other: Span) -> tuple[str, str]:
    """Where the other one stands, and what is between them: "l" before, "r" after, "in" around, "out" overlapping."""
    if other.start >= target.end:
        return "r", text[target.end : other.start]
    if other.end <= target.start:
        return "l", text[other.end : target.start]
    return "in" if other.start <= target.start and other.end >= target.end else "out", ""


def _between(side: str, gap: str) -> Iterator[str]:
    """Features of what stands between two targets."""
    sentiment = load_sentiment()
    low = gap.strip().lower()
    words = _WORD.findall(low)
    if low in {"and", "or", ",", "&", ", and"}:
        yield from ("Oco", f"Oco:{side}")
    yield f"Od:{side}:{min(4, len(words) // 3)}"
    if not sentiment.small.contrast.isdisjoint(words):
        yield from ("Ocon", f"Ocon:{side}")
    if any(sign in gap for sign in ".!?;"):
        yield f"Ocl:{side}"
    if any(mark in gap for mark in QUOTES):
        yield f"Oq:{side}"
    if len(words) <= _SHORT_GAP:
        for word in words:
            frame = sentiment.frames.get(word)
            if frame is not None and (frame.doer or frame.done_to or frame.verb not in {"be", "have", "do"}):
                yield f"Ov:{side}:{frame.verb}"
                yield f"OvF:{side}:{frame.doer}{frame.done_to}"
    total = sum(sentiment.valences.get(word, 0) for word in words)
    yield f"Omv:{side}:{'+' if total > 0 else '-' if total < 0 else '0'}"
