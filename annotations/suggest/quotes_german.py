"""German quotes in one block: what German news has besides the common patterns."""

from __future__ import annotations

import re

from annotations.suggest.lexicon import VerbClass
from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_frames import Cue, Frame, after_dateline
from annotations.suggest.quotes_plain import ADJUNCTS, MOST, SHORTEST, WINDOW, PlainFrames

__all__ = ["GermanFrames"]

_OF_QUOTED = re.compile("ID?[en]*Q")
_NAMING = frozenset(["nannte", "nannten", "nennt", "nennen", "bezeichnete", "bezeichneten", "bezeichnet"])


class GermanFrames(PlainFrames):
    """The frames of one German block."""

    _german = True

    def _first(self, cue: Cue) -> Frame | None:
        return self._as_reported(cue)

    def _preposed(self, cue: Cue, before: Phrase | None, after: Phrase | None) -> Frame | None:
        frame = self._about_sentence_before(cue, after) or self._spoke_of(cue, before)
        if frame is None and after is not None:
            frame = self._named(cue, before, after)
        return frame or super()._preposed(cue, before, after) or self._judged(cue, before)

    def _as_reported(self, cue: Cue) -> Frame | None:
        """German: Zwei Menschen starben, wie die Polizei mitteilte."""
        tags, first, end = self._tags, cue.first, cue.end
        wie = tags.rfind("W", max(first, cue.at - MOST), cue.at)
        if wie < 0 or (cue.at + 1 < end and tags[cue.at + 1] not in ",."):
            return None
        if self._block.words[wie].lower() != "wie" or (wie > first and tags[wie - 1] != ","):
            return None
        source = Phrase(wie + 1, wie + 2) if tags[wie + 1] == "Q" else self._after(wie + 1, cue.begin + 1)
        if source is None:
            return None
        start, stop = (cue.at + 2, end) if wie == first else (first, wie - 1)
        while stop > start and tags[stop - 1] in '.,-"':
            stop -= 1
        if stop - start < SHORTEST:
            return None
        return Frame(((start, stop),), source, (cue.at, cue.at + 1), 0.85, self._reason(cue.at, "beside the sentence"))

    def _spoke_of(self, cue: Cue, before: Phrase | None) -> Frame | None:
        """Der Minister sprach von einem „Missverständnis“."""
        match = _OF_QUOTED.match(self._tags, cue.at + 1, cue.end)
        if match is None or before is None:
            return None
        reason = self._reason(cue.at, "with quoted words after it")
        return Frame(((cue.at + 2, match.end()),), before, (cue.at, cue.at + 1), 0.75, reason)

    def _about_sentence_before(self, cue: Cue, after: Phrase | None) -> Frame | None:
        """German: Es bleibe trocken. Das teilte der Wetterdienst mit."""
        tags, end = self._tags, cue.first - 1
        if after is None or cue.begin != cue.first + 1 or end <= 0 or tags[end] != "|":
            return None
        if self._block.words[cue.first].lower() not in {"das", "dies"} or not cue.verb.classes & VerbClass.REPORT:
            return None
        adjuncts = ADJUNCTS.match(tags, after.end, cue.end)
        if adjuncts is None or (adjuncts.end() < cue.end and tags[adjuncts.end()] != "."):
            return None
        start = max(tags.rfind("|", max(0, end - WINDOW), end) + 1, after_dateline(self._block))
        while end > start and tags[end - 1] in '.,-"':
            end -= 1
        if end - start < SHORTEST:
            return None
        reason = self._reason(cue.at, "after the sentence")
        return Frame(((start, end),), after, (cue.at, cue.at + 1), 0.7, reason)

    def _named(self, cue: Cue, before: Phrase | None, after: Phrase) -> Frame | None:
        """German: Sie nannte den Plan „verrückt“; er bezeichnete ihn als „mutig“."""
        tags, at = self._tags, after.end
        if at < cue.end and self._block.words[at].lower() == "als":
            at += 1
        if at >= cue.end or tags[at] != "Q" or self._block.words[cue.at].lower() not in _NAMING:
            return None
        if before is None and self._tags[cue.begin - 1 : cue.begin] == "&":
            before = self._after(cue.first, cue.at)
        if before is None:
            return None
        parts = ((after.start, at + 1),)
        return Frame(parts, before, (cue.at, cue.at + 1), 0.8, self._reason(cue.at, "with quoted words after it"))

    def _judged(self, cue: Cue, before: Phrase | None) -> Frame | None:
        """German: Die Partei forderte den Rücktritt des Ministers."""
        tags, at = self._tags, cue.at + 1
        if before is None or not cue.verb.classes & VerbClass.JUDGE or at >= cue.end or tags[at] not in "DN#":
            return None
        comma = tags.find(",", at, cue.end)
        stop = comma if comma > 0 else cue.end
        while stop > at and tags[stop - 1] in '.,-"':
            stop -= 1
        if stop <= at:
            return None
        reason = self._reason(cue.at, "with what is spoken of")
        return Frame(((at, stop),), before, (cue.at, cue.at + 1), 0.6, reason)
