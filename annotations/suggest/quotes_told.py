"""Who was said to say something just before some quoted words, and so may be who speaks them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.model import Block, Span
from annotations.suggest.lexicon import Lexicon
from annotations.suggest.mentions import Phrase, Phrases
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_frames import SURE
from annotations.suggest.tagging import Tagged

__all__ = ["acting_before", "introducing", "told_before", "told_here", "told_in_block"]

_NAMED_FIRST = re.compile("[&A,]{0,3}(N+|P)(?![NSI&,])")
_LONGEST_SENTENCE = 300
_SHORTEST_SENTENCE = 3
_SENTENCES_BEFORE = 3
_DOUBTFUL = 0.7
_TO_SOMEBODY = re.compile(r"\b[Yy]ou(?:r|’re|'re)?\b")


def told_here(drafts: Sequence[Draft], tagged: Tagged, at: int) -> Draft | None:
    """Who is said to say something earlier in the sentence of the quoted words at word `at`."""
    sentence = tagged.tags.rfind("|", max(0, at - _LONGEST_SENTENCE), at) + 1
    first, end = tagged.start(sentence), tagged.start(at)
    cued = [draft for draft in drafts[-4:] if draft.cue is not None and first <= draft.cue.start < end]
    return cued[-1] if cued and cued[-1].source is not None else None


def told_before(drafts: Sequence[Draft], tagged: Tagged, at: int) -> Draft | None:
    """Who said something, without marks, in the sentence before the quoted words at word `at`."""
    tags, last = tagged.tags, drafts[-1] if drafts else None
    if last is None or last.cue is None or last.source is None or last.score < SURE:
        return None
    sentence = tags.rfind("|", max(0, at - _LONGEST_SENTENCE), at - 1) + 1
    cued = [draft for draft in drafts[-4:] if draft.cue and draft.cue.start >= tagged.start(sentence)]
    return last if cued == [last] and last.cue.start < tagged.start(at) else None


def told_in_block(drafts: Sequence[Draft], text: str, block: Block, index: int) -> Draft | None:
    """Who is surely said to say something at the end of a block: Smith said it was possible. ¶ “…”.

    Not if that is put to somebody, as a reporter does in an interview.
    """
    last = drafts[-1] if drafts else None
    if last is None or last.cue is None or last.source is None or last.block != index or last.score < SURE:
        return None
    put = last.kind == "indirect" and _TO_SOMEBODY.search(text, block.start, block.end)
    return None if put else last


def acting_before(tagged: Tagged, at: int, phrases: Phrases, lexicon: Lexicon) -> Span | None:
    """Who does something in one of the sentences just before the quoted words at word `at`."""
    tags, end = tagged.tags, at
    for _ in range(_SENTENCES_BEFORE):
        if end < _SHORTEST_SENTENCE or ("Q" in tags[end - 1 : end + 1] and end < at):
            return None
        sentence = tags.rfind("|", max(0, end - _LONGEST_SENTENCE), end - 1) + 1
        named = _NAMED_FIRST.match(tags, sentence, end)
        subject = Phrase(*named.span(1)) if named else phrases.subject_of_sentence(sentence, end - 1)
        is_name = end == at or (subject is not None and subject.end - subject.start > 1)
        if subject is not None and _may_speak(tagged, subject, lexicon, or_name=is_name):
            return tagged.span(subject.start, subject.end)
        end = sentence
    return None


def _may_speak(tagged: Tagged, subject: Phrase, lexicon: Lexicon, *, or_name: bool = True) -> bool:
    """Whether who does something just before quoted words may well be who speaks them: “she”, or a name."""
    last = tagged.tags.find("(", subject.start, subject.end)  # Ines Barth (54)
    is_name = tagged.tags[(last if last > 0 else subject.end) - 1] == "N"
    return tagged.words[subject.start].lower() in lexicon.genders or (or_name and is_name)


def introducing(tagged: Tagged, phrases: Phrases, lexicon: Lexicon, index: int) -> Draft | None:
    """Who may speak in the block after block `index`, which ends like "She made the following remark:"."""
    end = len(tagged.tags) - 2
    sentence = tagged.tags.rfind("|", max(0, end - _LONGEST_SENTENCE), end) + 1
    subject = phrases.subject_of_sentence(sentence, end)
    if subject is None or not _may_speak(tagged, subject, lexicon):
        return None
    source = tagged.span(subject.start, subject.end)
    return Draft([], source, None, "direct", _DOUBTFUL, "quotation marks after a colon", index)
