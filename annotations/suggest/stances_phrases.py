"""The noun phrases of one English sentence: from a word on, or before a word, with what belongs to them.

A phrase is sought over at most 40 words, so that none is sought for ever.
"""

from __future__ import annotations

from annotations.suggest.stances_lexicon import load_grammar
from annotations.suggest.stances_sentiment import load_sentiment
from annotations.suggest.stances_words import Phrase, Words

__all__ = ["Phrase", "Sentence"]

_MOST = 40
_ALONE = frozenset(["some", "most", "many", "all", "both", "few", "several"])


class Sentence(Words):
    """The words of one sentence, with its noun phrases."""

    __slots__ = ()

    # --- to the right

    def phrase_at(self, index: int, *, attach: bool = True) -> Phrase | None:
        """The noun phrase that begins at word `index`, an opening quotation mark passed over."""
        tags = self.tags
        total = min(len(tags), index + _MOST)
        while index < total and tags[index] in "\"'" and index + 1 < total:
            index += 1
        if index >= total:
            return None
        if tags[index] in "Po":
            return Phrase(index, index + 1, index)
        at = index
        head = -1
        while at < total and self._goes_on(at, index, head, total):
            head = self._head_with(at, head)
            at += 1
        if head < 0:
            return None
        end = head + 1
        if not attach:
            return Phrase(index, end, head)
        return self._attached(Phrase(index, end, head), total)

    def _goes_on(self, at: int, start: int, head: int, total: int) -> bool:
        """Whether the phrase from `start` with the head so far takes in the word at `at`."""
        tags = self.tags
        tag = tags[at]
        if tag in "nN#$":
            return True
        if tag == "D":
            return head < 0
        if tag == "T":
            return head < 0 or tags[at - 1] == "S"
        if tag == "S":
            return head >= 0
        if tag in "bz":
            return self._is_noun(at, start, head)
        if tag in "vg":
            return self._modifies(at, start)
        if at + 1 >= total:
            return False
        if tag == "A":
            return (head < 0 or tags[at - 1] == "S") and tags[at + 1] in "nvAN"
        if tag in "\"'":
            marks = sum(mark in "\"'" for mark in tags[start:at])
            return marks < 2 and ((head < 0 and marks % 2 == 0) or tags[at + 1] in "nN")
        return False

    def _head_with(self, at: int, head: int) -> int:
        """The head of a phrase that takes in the word at `at`."""
        tag = self.tags[at]
        if tag == "#":
            return at if head < 0 or self.tags[head] == "#" else head
        return at if tag in "nNbzgT" else head

    def _is_noun(self, at: int, start: int, head: int) -> bool:
        """Whether what looks like a verb is a noun, as after a determiner or an adjective."""
        tags = self.tags
        if at == start:
            return False
        if head >= 0 and tags[head] == "N" and tags[at - 1] != "S":
            return False
        return not (head >= 0 and tags[at] == "z" and self._followed(at))

    def _attached(self, phrase: Phrase, total: int) -> Phrase:
        end = phrase.end
        low, tags, grammar = self.low, self.tags, load_grammar()
        for _ in range(3):
            if end >= total:
                break
            word = low[end]
            owner = low[phrase.head]
            place = word in {"with", "in"}
            more = word in {"to", "for", "on", "against"}
            if not (word == "of" or (more and owner in grammar.takes_more) or (place and owner in grammar.takes_place)):
                break
            below = self.phrase_at(end + 1, attach=False)
            if below is None or tags[below.start] in "Po" or (tags[end] == "F" and tags[below.start] == "b"):
                break
            end = below.end
            if word != "of":
                break
        return Phrase(phrase.start, end, phrase.head)

    def _followed(self, at: int) -> bool:
        """Whether an object seems to follow a verb."""
        return at + 1 < len(self.tags) and self.tags[at + 1] in "DNoPF"

    def _modifies(self, at: int, start: int) -> bool:
        """Whether a form in -ed or -ing stands before the noun it belongs to."""
        tags = self.tags
        following = tags[at + 1 : at + 2]
        if not following or following not in "nNvgb":
            # "the meeting", "the accused"
            return (
                tags[at] == "g" and at > start and (tags[at - 1] in "DS" or self.low[at] in load_grammar().nouns_in_ing)
            )
        if tags[at] == "v":
            return at == start or tags[at - 1] in "DSvA#\"'"
        return at == start or tags[at - 1] in "DnSvgA#N\"'"

    # --- to the left

    def phrase_before(self, end: int, first: int = 0, *, near: bool = False) -> Phrase | None:
        """The noun phrase that ends before word `end`: its first head, with what belongs to it.

        `near` takes the last of "a tax in a compromise" instead.
        """
        tags, low = self.tags, self.low
        first = max(first, end - _MOST)
        last = end
        lowest: Phrase | None = None
        for _ in range(5):
            core = self._core_before(last, first)
            if core is None:
                break
            before = core.start - 1
            if lowest is None or low[core.end : core.end + 1] == ["of"]:
                lowest = Phrase(core.start, lowest.end if lowest else core.end, core.head)
            else:
                lowest = Phrase(core.start, core.end, core.head)
            if near and before > first and low[before] != "of":
                return lowest
            if before > first and tags[before] == "I" and low[before] not in {"as", "than", "after", "before", "since"}:
                last = before
                if self._core_before(last, first) is not None:
                    continue
                # "In a statement Smith …" has nothing before its preposition.
            break
        if lowest is not None and lowest.start > first and tags[lowest.start - 1] == "I":
            return self._own(lowest)
        return self._joined_before(lowest, first)

    def _own(self, phrase: Phrase) -> Phrase | None:
        """Of "on Thursday Smith", which begins with a preposition, only the name at the end, if there is one."""
        tags = self.tags
        at = phrase.end
        while at > phrase.start and tags[at - 1] == "N":
            at -= 1
        if phrase.start < at < phrase.end:
            return Phrase(at, phrase.end, phrase.end - 1)
        return None

    def _joined_before(self, phrase: Phrase | None, first: int) -> Phrase | None:
        """Take in what "and" joins: "France and Germany"."""
        if phrase is None:
            return None
        tags = self.tags
        before = phrase.start - 1
        if before > first and tags[before] == "&":
            other = self._core_before(before, first)
            if other is not None and (other.start == 0 or tags[other.start - 1] not in "IvzbgoF"):
                return Phrase(other.start, phrase.end, other.head)
            if other is not None and other.start - 1 > first and self.low[other.start - 1] == "of":
                # "Smith of the Centre for Law and Public Policy"
                owner = self._core_before(other.start - 1, first)
                if owner is not None:
                    return Phrase(owner.start, phrase.end, owner.head)
        return phrase

    def _core_before(self, end: int, first: int) -> Phrase | None:
        tags = self.tags
        at = end - 1
        if at < first:
            return None
        if tags[at] in "PW" and self.low[at] not in {"that", "which", "who"}:
            return Phrase(at, end, at)
        if tags[at] == ")":
            opening = tags.rfind("(", max(first, at - 8), at)
            return self._core_before(opening, first) if opening > first else None
        head = -1
        while at >= first:
            if tags[at] == "D":
                return self._from_determiner(at, first, head)
            if not self._comes_before(at, first, head):
                break
            if head < 0 and tags[at] in "nN#zb":
                head = at
            at -= 1
        if head < 0:
            return None
        start = at + 1
        while start < head and tags[start] in "S\"'vgA":
            start += 1
        return Phrase(start, head + 1, head)

    def _from_determiner(self, at: int, first: int, head: int) -> Phrase | None:
        if head < 0:
            if self.low[at] not in _ALONE:
                return None
            head = at
        if at > first and self.tags[at - 1] == "D":
            at -= 1
        return Phrase(at, head + 1, head)

    def _comes_before(self, at: int, first: int, head: int) -> bool:
        """Whether the word at `at` belongs to the phrase behind it, whose head is found already or not (-1)."""
        tag = self.tags[at]
        previous = self.tags[at - 1] if at > first else ""
        if tag in "nN#":
            return True
        if tag == "T":
            return head < 0
        if tag in "zb":
            return previous in ("D", "S") and not (head >= 0 and tag == "z")
        if head < 0:
            return False
        if tag in "vg":
            # "an ad saying Democrats": what is said is no part of it
            return previous in ("D", "n", "S") and not (tag == "g" and self.low[at] in load_sentiment().reporting)
        if tag in "\"'":
            return previous in ("D", "n", "N")
        return tag == "S" or (tag == "A" and previous == "D")
