"""A verb of an English sentence with its helpers: negated, passive, uncertain; and what may stand before it."""

from __future__ import annotations

from typing import NamedTuple

from annotations.suggest.stances_lexicon import StanceLexicon, load_grammar
from annotations.suggest.stances_phrases import Phrase, Sentence
from annotations.suggest.stances_sentiment import load_sentiment

__all__ = ["DO_NOT", "LINKING", "Group", "Groups"]

BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "isn't", "aren't", "wasn't", "weren't"]
)
LINKING = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "'re",
        "remain",
        "remains",
        "remained",
        "became",
        "become",
        "grew",
        "seems",
        "seem",
        "seemed",
        "sounded",
        "sounds",
        "sound",
    ]
)
DO_NOT = frozenset(["not", "never", "neither", "nor", "n't"])
UNCERTAIN = frozenset(["may", "might", "could", "should", "must", "can", "shouldn't", "couldn't", "can't", "cannot"])
_MODAL = frozenset(["would", "will", "should", "must", "wouldn't", "won't", "shouldn't", "'ll", "'d"])


class Group(NamedTuple):
    """A verb with its helpers.

    Attributes:
        start: Index of the first helper, or of the verb.
        negated: Whether "not" or the like is among them.
        passive: Whether a form of "be" makes it a passive.
        uncertain: Whether it only may or should be so.
        modal: Whether it is to come: "will", "would".
        helped: Whether there is a helper.
        infinitive: Whether "to" stands before it.
    """

    start: int
    negated: bool
    passive: bool
    uncertain: bool
    modal: bool
    helped: bool
    infinitive: bool


class Groups:
    """Finds the helpers of verbs in one sentence."""

    def __init__(self, sentence: Sentence, lexicon: StanceLexicon) -> None:
        self._s = sentence
        self._lexicon = lexicon

    def group(self, at: int) -> Group:
        """The helpers of the verb at `at`."""
        s = self._s
        index = at - 1
        negated = passive = uncertain = modal = helped = False
        while index >= 0 and at - index < 9:
            tag, word = s.tags[index], s.low[index]
            if tag in "XMx" or (word == "'s" and s.tags[at] in "vg"):
                if word == "'s" and not (index and s.tags[index - 1] in "PNW"):
                    break
                passive = passive or (word in BE and not helped)
                negated = negated or tag == "x" or word in DO_NOT
                uncertain = uncertain or word in UNCERTAIN
                modal = modal or word in _MODAL
                helped = helped or tag in "Xx" or word == "'s"
            elif tag == "A":
                if word == "longer" and index and s.low[index - 1] == "no":
                    negated = True
                    index -= 1
            elif word == "n't":
                negated = True
            else:
                break
            index -= 1
        infinitive = index >= 0 and s.tags[index] == "F"
        return Group(index + 1, negated, passive and s.tags[at] != "g", uncertain, modal, helped, infinitive)

    def conditional(self, at: int) -> bool:
        """Whether an "if" or "whether" opens the clause before the verb."""
        s = self._s
        for index in range(at - 1, max(-1, at - 12), -1):
            if s.tags[index] in ",;:":
                return False
            if s.low[index] in {"if", "whether", "unless", "had"}:
                return s.low[index] != "had"
        return False

    def may_be_subject(self, start: int) -> bool:
        """Whether what stands before the phrase at `start` lets it be a subject: not a verb, but for one of saying."""
        s = self._s
        tag = s.tags[start - 1]
        if tag == "W":
            return s.low[start - 1] != "whose"
        if tag in "vzbg":
            return s.low[start - 1] in load_sentiment().reporting or s.low[start - 1] in {
                "means",
                "show",
                "shows",
                "know",
                "knows",
            }
        return True

    def past_time(self, before: int) -> int:
        """Step back over "on Thursday", "this week", "in a statement"."""
        s = self._s
        index = before
        while index >= 0 and s.tags[index] == "T":
            index -= 1
            while index >= 0 and s.low[index] in {"last", "next", "on", "this", "late", "early"}:
                index -= 1
            if index >= 0 and s.tags[index] == "," and before - index <= 3:
                index -= 1
        if index >= 1 and s.low[index] in {"week", "month", "year"} and s.low[index - 1] in {"this", "last"}:
            index -= 2
        return index

    def by(self, end: int) -> int:
        """Index after "by" that follows, adverbs and short phrases passed over; -1 without."""
        s = self._s
        index = end
        while index < len(s.low) and index - end < 3 and s.tags[index] in "AT":
            index += 1
        return index + 1 if s.low[index : index + 1] == ["by"] else -1

    def agrees(self, phrase: Phrase, form: str, group: Group) -> bool:
        """Whether the verb can be that of the phrase: "leaders support", "the leader supports"."""
        s = self._s
        if group.helped or form in "dxn":
            return True
        word = s.low[phrase.head]
        tag = s.tags[phrase.head]
        joined = "&" in s.tags[phrase.start : phrase.end]
        plural = (
            joined
            or word in load_grammar().plurals
            or word in {"i", "we", "they", "you"}
            or (tag in "nN" and word.endswith("s") and not word.endswith("ss"))
        )
        if form == "b":
            return plural
        if form == "s":
            return tag == "N" or not plural or word in {"house", "congress"}
        return True

    def listed(self, comma: int) -> bool:
        """Whether the comma parts verbs: "condemned the attack, praised the police"."""
        s = self._s
        opening = s.tags.rfind(",", max(0, comma - 25), comma)
        return opening < 0 and any(tag in "vz" for tag in s.tags[max(0, comma - 20) : comma])
