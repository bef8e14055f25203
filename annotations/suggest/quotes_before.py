"""English content before its verb: “…,” she said. It is so, she said on Monday. It is, she said, so."""

from __future__ import annotations

import re

from annotations.suggest.lexicon import SPEAKING, VerbClass
from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_adjuncts import PERSON, end_of_adjuncts
from annotations.suggest.quotes_frames import Cue, Frame, Part, is_stopped
from annotations.suggest.tagging import Tagged

__all__ = ["ContentBefore"]

_VERBAL = re.compile("[vzybeXSQ]")
_VERB_OR_PRONOUN = re.compile("[XvzybeQP]")
_FOUND_OUT = frozenset(["learn"])  # …, The Post has learned.
_NAME_BESIDE = re.compile(",N+(?=[,.|])")  # said the foreman, Jo Pell, “…”
_BESIDE = re.compile(  # the harbour master; who counts birds there
    r",(?:D?A*[n#e][^,|vzXQbPM;]{0,25}(?:[WH][^,|Q;]{1,30})?|W[^,|Q;]{1,30})(?=[,.|;])"
)
_LONGEST_AMID = 25
_SHORTEST = 3


class ContentBefore:
    """The contents before the verbs of one block."""

    def __init__(self, block: Tagged) -> None:
        self._block = block
        self._tags = block.tags

    def find(self, cue: Cue, source: Phrase, at: int) -> Frame | None:
        """What is said before the subject and the verb, of which the later one ends before word `at`."""
        tags, classes = self._tags, cue.verb.classes
        if not classes & (SPEAKING | VerbClass.THINK):
            return None
        left = min(source.start, cue.begin)
        quote = self._quote_before(left, cue.first)
        if classes & (VerbClass.TELL | VerbClass.ASK) and (person := PERSON.match(tags, at, cue.end)):
            at = person.end()
        if source.start > cue.at and (name := _NAME_BESIDE.match(tags, at, cue.end)):
            at = name.end()
        stop = end_of_adjuncts(tags, at, cue.end)
        if quote is not None:
            if left - quote == 1 and quote > cue.first and not is_stopped(self._block, quote):
                return None
            if self._only_placed(cue.first, quote):
                return None
            parts = self._quoted_parts(cue.first, quote, stop, cue.end)
            return self._frame(cue, source, parts, 0.95, "beside quoted words")
        if tags[left - 2 : left] == ",'":
            left -= 1  # a mark that closes nothing
        if left - 1 <= cue.first or tags[left - 1] not in ",-":
            return None
        found_out = cue.verb.lemma in _FOUND_OUT and "X" in tags[cue.begin : cue.at] and tags[stop : stop + 1] in ".|"
        if not classes & (VerbClass.REPORT | VerbClass.TELL) and not found_out:
            return None
        return self._unquoted(cue, source, left, stop)

    def _unquoted(self, cue: Cue, source: Phrase, left: int, stop: int) -> Frame | None:
        tags, first, end = self._tags, cue.first, cue.end
        content = left - 1
        beside = _BESIDE.match(tags, stop, end) if source.start > cue.at and tags[source.end - 1] == "N" else None
        lasted = stop - left
        stop = beside.end() if beside else stop  # said Jo Pell, who works there
        here = tags[stop] if stop < end else "|"
        if here in ",:" and tags[stop + 1] == "Q":
            if here == ":" or not self._is_lower(stop + 1):
                return None
            if not _VERBAL.search(tags, first, content):
                if source.start < cue.at:
                    return None
                # For an hour, said the foreman, “we had no control.”
                return self._frame(cue, source, ((stop + 1, stop + 2),), 0.85, "before quoted words")
            # It is so, she said, “but not for long.”
            parts: tuple[Part, ...] = ((first, content), (stop + 1, stop + 2))
            return self._frame(cue, source, parts, 0.85, "amid the sentence")
        goes_on = here == "," and tags[stop + 1] in "&c"
        adds = here == "," and tags[first] not in "cW" and self._opens_adjunct(stop, end)
        if here in '.;:"|' or goes_on or adds:
            if content - first < _SHORTEST:
                return None
            if cue.verb.lemma != "say" and not _VERBAL.search(tags, first, content):
                return None
            return self._frame(cue, source, ((first, content),), 0.9, "after the sentence")
        if here not in ",-" or lasted >= _LONGEST_AMID or tags[stop + 1] == "&":
            return None
        last = end
        while last > stop + 1 and tags[last - 1] in '.,-"':
            last -= 1
        if last <= stop + 1:
            return None
        parts = ((first, content), (stop + 1, last))
        if tags[content - 1] == "W" or (tags[first] in "IATc#" and self._has_no_clause(first, content)):
            parts = parts[1:]  # "In March, she said, …"; "to the mayor, who, she said, …"
        return self._frame(cue, source, parts, 0.85, "amid the sentence")

    def _is_lower(self, quote: int) -> bool:
        """Whether quoted words go on with a sentence."""
        return any(sign.islower() for sign in self._block.words[quote][:2].strip("'\"“‘«„"))

    def _quote_before(self, left: int, first: int) -> int | None:
        """The quotation that ends before word `left`."""
        at = left - 1
        while at > first and self._tags[at] in ",.-":
            at -= 1
        return at if at >= first and self._tags[at] == "Q" else None

    def _only_placed(self, first: int, quote: int) -> bool:
        """Whether words before a quotation make it a title, as of the book in which she says something."""
        tags = self._tags
        while first < quote and tags[first] in "&A":
            first += 1
        return tags[first] == "I" and tags[quote - 1] != "," and self._has_no_clause(first, quote)

    def _has_no_clause(self, first: int, end: int) -> bool:
        return _VERB_OR_PRONOUN.search(self._tags, first, end) is None

    def _opens_adjunct(self, comma: int, end: int) -> bool:
        at = comma + 1
        while at < end and self._tags[at] == "A":
            at += 1
        return at < end and self._tags[at] in "giI"

    def _quoted_parts(self, first: int, quote: int, stop: int, end: int) -> tuple[Part, ...]:
        """The quoted words before a verb with their sentence, and those that go on after it."""
        tags = self._tags
        start = quote
        while start > first and tags[start - 1] not in ".;:":
            start -= 1
        if tags[start:quote].strip("Q") == "" or (tags[quote - 1] == "," and self._has_no_clause(start, quote)):
            start = quote
        parts = [(start, quote + 1)]
        following = tags[stop : min(stop + 3, end)]
        for lead in (",", "-", ":", ",c", ",&", ""):
            if following.startswith(lead + "Q"):
                parts.append((stop + len(lead), stop + len(lead) + 1))
                break
        return tuple(parts)

    def _frame(self, cue: Cue, source: Phrase, parts: tuple[Part, ...], score: float, where: str) -> Frame:
        word = self._block.words[cue.at]
        return Frame(parts, source, (cue.at, cue.at + 1), score, f"“{word}” with a speaker {where}")
