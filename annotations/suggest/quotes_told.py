"""Who was said to say something just before some quoted words, and so may be who speaks them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.model import Block
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_frames import SURE
from annotations.suggest.tagging import Tagged

__all__ = ["LONGEST_SENTENCE", "told_before", "told_here", "told_in_block"]

LONGEST_SENTENCE = 300
_TO_SOMEBODY = re.compile(r"\b[Yy]ou(?:r|’re|'re)?\b")


def told_here(drafts: Sequence[Draft], tagged: Tagged, at: int) -> Draft | None:
    """Who is said to say something earlier in the sentence of the quoted words at word `at`."""
    sentence = tagged.tags.rfind("|", max(0, at - LONGEST_SENTENCE), at) + 1
    first, end = tagged.start(sentence), tagged.start(at)
    cued = [draft for draft in drafts[-4:] if draft.cue is not None and first <= draft.cue.start < end]
    return cued[-1] if cued and cued[-1].source is not None else None


def told_before(drafts: Sequence[Draft], tagged: Tagged, at: int) -> Draft | None:
    """Who said something, without marks, in the sentence before the quoted words at word `at`."""
    tags, last = tagged.tags, drafts[-1] if drafts else None
    if last is None or last.cue is None or last.source is None or last.score < SURE:
        return None
    sentence = tags.rfind("|", max(0, at - LONGEST_SENTENCE), at - 1) + 1
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
