"""Who does what to whom in a sentence, as features of a target, and which words are about somebody else.

In "Kern accused Vale of lying", "lying" is about Vale and says nothing of Kern: what belongs to the other argument of a
verb or noun is kept apart. Opinion roles by argument structure: Kim and Hovy (2006), Ruppenhofer et al. (2008).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from annotations.model import Span
from annotations.suggest.stances_english import drafts_in
from annotations.suggest.stances_lexicon import load_stances
from annotations.suggest.stances_phrases import Phrase, Sentence
from annotations.suggest.stances_sentiment import Frame, load_sentiment
from annotations.suggest.stances_subjects import DEPTH, Subjects

__all__ = ["Arguments", "arguments_of"]

_BOUNDARY = re.compile(r"(?<=[^\W\dA-Z]{3})[.!?][”\"’)]*\s+(?=[“\"‘(]?[A-Z])|\n")
"""Where a sentence seems to end, also one whose neighbours are not known."""
_LONGEST = 1500
_REMEMBERED = 8
"""Sentences whose events are kept for the next of their targets."""
_NEW_CLAUSE = frozenset(["but", "while", "although", "though", "whereas", "because", "after", "before", "when"])
_VERBS = frozenset("vzbg")
_SAME_IN_PAST = frozenset(["beat", "hit", "cut", "put", "set", "hurt", "let", "quit", "read", "upset"])


class Argument(NamedTuple):
    """A noun phrase: offsets in code points, and where its head begins."""

    start: int
    end: int
    head: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def share_of(self, target: Span) -> int:
        """2 if its head is in the target, 1 if only other words of it are, else 0."""
        if target.start <= self.head < target.end:
            return 2
        return int(self.start < target.end and target.start < self.end)


class Event(NamedTuple):
    """Somebody who does something to somebody.

    Attributes:
        verb: Base form, or the noun that names it.
        doer: What it says about who does it: -1, 0 or 1; `done_to` about whom it is done to.
        negated: Whether it is denied.
        agent: Who does it; `patient` whom it is done to; None if not in the sentence.
        about: The verb and what says more of the patient, up to the end of the clause.
    """

    verb: str
    doer: int
    done_to: int
    negated: bool
    agent: Argument | None
    patient: Argument | None
    about: Span

    @property
    def sign(self) -> str:
        """Its three signs in one word."""
        return f"{self.doer}{self.done_to}{self.negated:d}"


class Arguments(NamedTuple):
    """What the events of its sentence make of a target.

    Attributes:
        names: Features.
        others: Stretches of text that are about somebody else, in code points.
    """

    names: list[str]
    others: list[Span]


def arguments_of(text: str, target: Span, low: int, high: int) -> Arguments:
    """What a target does and what is done to it, in its sentence; nothing outside `low` to `high` is looked at."""
    names: list[str] = []
    others: list[Span] = []
    for event in _events(text, *_sentence(text, target, low, high)):
        agent, patient = event.agent, event.patient
        does = agent.share_of(target) if agent is not None else 0
        undergoes = patient.share_of(target) if patient is not None else 0
        if does > undergoes:
            alone = patient is None
            names += [f"Ea{does}:{event.verb}", f"EaF{does}:{event.sign}", f"EaP{does}:{event.sign}{not alone:d}"]
            if patient is not None and event.done_to:
                others += [event.about, patient.span]
        elif undergoes:
            alone = agent is None
            names += [
                f"Ep{undergoes}:{event.verb}",
                f"EpF{undergoes}:{event.sign}",
                f"EpA{undergoes}:{event.sign}{not alone:d}",
            ]
            if agent is not None:
                others.append(agent.span)
    return Arguments(names, others)


def _sentence(text: str, target: Span, low: int, high: int) -> tuple[int, int]:
    start = low
    for match in _BOUNDARY.finditer(text, low, target.start):
        start = match.end()
    match_after = _BOUNDARY.search(text, target.end, high)
    return start, match_after.end() if match_after else high


@lru_cache(_REMEMBERED)
def _events(text: str, start: int, end: int) -> tuple[Event, ...]:
    return () if end - start > _LONGEST else tuple(_found(Sentence(text, start, end)))


def _found(s: Sentence) -> Iterator[Event]:
    sentiment, lexicon = load_sentiment(), load_stances()
    subjects = Subjects(s, lexicon)
    for at, low in enumerate(s.low):
        if s.tags[at] not in _VERBS:
            continue
        event = _received(s, subjects, at) if low in lexicon.receiving else None
        frame = sentiment.frames.get(low)
        if event is None and frame is not None:
            end = at + 1
            phrase = sentiment.phrases.get((frame.verb, s.low[end])) if end < len(s.low) else None
            if phrase is not None:
                frame = phrase._replace(form=frame.form)
                end += 1
            event = _of_verb(s, subjects, at, end, frame)
        if event is not None:
            yield event
    places = [at for at, low in enumerate(s.low) if low in lexicon.cues]
    for draft in drafts_in(s, lexicon, places):
        if s.low[draft.at] in sentiment.frames and s.tags[draft.at] in _VERBS:
            continue  # it was seen above
        holder = None if draft.holder is None else _argument(s, draft.holder)
        about = Span(s.starts[draft.at], s.ends[_clause(s, draft.end) - 1])
        yield Event(draft.base, 0, draft.polarity, False, holder, _argument(s, draft.target), about)


def _of_verb(s: Sentence, subjects: Subjects, at: int, end: int, frame: Frame) -> Event | None:
    group = subjects.group(at)
    by = subjects.by(end) if frame.form in "xn" else -1
    if frame.form in "xn" and (group.passive or (by > 0 and not group.helped)):
        agent = s.phrase_at(by) if by > 0 else None
        patient = _passive_subject(s, subjects, group.start, near=not group.passive)
        about = Span(s.starts[group.start if patient is None else patient.start], s.ends[max(at, by - 1)])
    else:
        agent = _active_subject(s, subjects, at, "d" if s.low[at] in _SAME_IN_PAST else frame.form)
        patient = s.phrase_at(end)
        if patient is None and agent is not None and agent.start and s.tags[agent.start - 1] == "W":
            comma = s.tags[agent.start - 2 : agent.start - 1] == ","  # "Vale, whom Kern accused of lying"
            patient = s.phrase_before(agent.start - 1 - comma)
        about = Span(s.starts[group.start], s.ends[_clause(s, end) - 1])
    if agent is None and patient is None:
        return None
    return Event(
        frame.verb,
        frame.doer,
        frame.done_to,
        group.negated,
        None if agent is None else _argument(s, agent),
        None if patient is None else _argument(s, patient),
        about,
    )


def _active_subject(s: Sentence, subjects: Subjects, at: int, form: str) -> Phrase | None:
    group = subjects.group(at)
    before = group.start - 1
    if group.infinitive and before > 1 and s.tags[before - 1] in "nNo":
        # Who is urged to resign is who resigns.
        return s.phrase_before(before, near=True) if s.tags[before - 1] != "o" else None
    found = subjects.subject(at, form, group, DEPTH)
    return found.phrase if found.known else None


def _passive_subject(s: Sentence, subjects: Subjects, start: int, *, near: bool) -> Phrase | None:
    before = start - 1
    if before < 0:
        return None
    if s.tags[before] == "W":
        return subjects.relative(before).phrase
    if s.tags[before] == ",":
        return subjects.past_comma(before).phrase or s.phrase_before(before)
    return s.phrase_before(subjects.past_time(before) + 1, near=near)


def _received(s: Sentence, subjects: Subjects, at: int) -> Event | None:
    """Of "drew criticism from", "won praise from", "came under fire from"."""
    lexicon = load_stances()
    under = s.low[at + 1 : at + 2] == ["under"]
    first = at + 1 + under
    thing = s.phrase_at(first, attach=False)
    if thing is None and s.tags[first : first + 1] == "b":
        thing = Phrase(first, first + 1, first)  # "praise", "support" look like verbs
    if thing is None:
        return None
    word = s.low[thing.head]
    signs = {cue.polarity for cue in lexicon.cues.get(word, ()) if cue.kind == "noun"}
    sign = -1 if under and word in lexicon.come_under else signs.pop() if len(signs) == 1 else 0
    found = subjects.subject(at, "d", group := subjects.group(at), DEPTH)
    if not sign or not found.known or found.phrase is None:
        return None
    by = s.low[thing.end : thing.end + 1] in (["from"], ["by"])
    agent = s.phrase_at(thing.end + 1) if by else None
    return Event(
        word,
        0,
        sign,
        group.negated,
        None if agent is None else _argument(s, agent),
        _argument(s, found.phrase),
        Span(s.starts[at], s.ends[thing.end - 1]),
    )


def _argument(s: Sentence, phrase: Phrase) -> Argument:
    return Argument(*s.span(phrase), s.starts[phrase.head])


def _clause(s: Sentence, at: int) -> int:
    """Index after the last word of the clause that the word before `at` is in."""
    for index in range(at, len(s.low)):
        tag = s.tags[index]
        following = s.tags[index + 1 : index + 2]
        if tag in '.!?;:-"W' or s.low[index] in _NEW_CLAUSE:
            return index
        if (tag in "&," and following in ("v", "z", "X")) or (tag == "," and following in ("g", "&", "c")):
            return index
    return len(s.low)
