"""German quotes in one block: what German news has besides the common patterns."""

from __future__ import annotations

import re

from annotations.suggest.lexicon import VerbClass
from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_frames import Cue, Frame, after_dateline
from annotations.suggest.quotes_phrases import GERMAN_BEFORE, GERMAN_PHRASE, MOST
from annotations.suggest.quotes_plain import ADJUNCTS, SHORTEST, WINDOW, PlainFrames

__all__ = ["GermanFrames"]

_OF_QUOTED = re.compile("ID?[en]*Q")
_BESIDE = re.compile(r",[nN]*N+(?=,)")
_CLAIM = re.compile(r"D[en#]*(?P<noun>N)(?:I(?P<by>D?[nN]*N+)|(?P<of>D[en#]*N+))?,")
_SO_NAME = re.compile(r"(?:^|(?<=[|.]))(?P<so>v)(?P<who>D?[n#]*N+):Q")
_OWN = frozenset(["sein", "seine", "seiner", "seinen", "ihr", "ihre", "ihrer", "ihren"])
_DOUBTFUL = 0.7
_SURE_SUBJUNCTIVES = frozenset(
    """sei seien habe werde könne müsse solle wolle dürfe gebe komme gehe stehe bleibe lasse liege sehe nehme halte
    brauche wisse gelte führe warte mache""".split()  # noqa: SIM905 - a table of words
)
_CALLED = frozenset(["heißt", "hieß"])


class GermanFrames(PlainFrames):
    """The frames of one German block."""

    _german = True
    _after_pattern = GERMAN_PHRASE
    _before_pattern = GERMAN_BEFORE

    def _may_be_placed(self, verb: int) -> bool:
        return self._block.words[verb].lower() in _CALLED

    def find(self) -> list[Frame]:
        """All frames of the block, with the sentences in the subjunctive that go on with what somebody says."""
        found = super().find()
        found += self._claims()
        found += self._so_somebody()
        return sorted(found + self._going_on(found), key=lambda frame: frame.cue)

    def _first(self, cue: Cue) -> Frame | None:
        return self._as_reported(cue) or self._so_told(cue) or self._heard(cue)

    def _preposed(self, cue: Cue, before: Phrase | None, after: Phrase | None) -> Frame | None:
        before = before or self._before_auxiliary(cue)
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

    def _may_follow(self, cue: Cue, after: Phrase) -> bool:
        """Not so in "der Vorsitzende, Bodo Lind, forderte ein härteres Gesetz"."""
        return not (cue.verb.classes & VerbClass.JUDGE and self._block.words[after.start].lower().startswith("ein"))

    def _so_told(self, cue: Cue) -> Frame | None:
        """Drei Jahre lang, so erzählt es die Pfarrerin, Swantje Oju, habe niemand geredet."""
        tags, words, first, end = self._tags, self._block.words, cue.first, cue.end
        so = cue.at - 1
        if so <= first or words[so].lower() != "so" or tags[so - 1] != ",":
            return None
        at = cue.at + 1 + (words[cue.at + 1].lower() == "es")
        source = self._after(at, end)
        if source is None:
            return None
        beside = _BESIDE.match(tags, source.end, end)
        comma = beside.end() if beside else source.end
        if tags[comma : comma + 1] != ",":
            return None
        parts = tuple(part for part in (self._trimmed((first, so)), self._trimmed((comma, end))) if part[0] < part[1])
        return Frame(parts, source, (cue.at, cue.at + 1), 0.85, self._reason(cue.at, "amid the sentence"))

    def _heard(self, cue: Cue) -> Frame | None:
        """„Wir prüfen das“, hieß es aus dem Rathaus."""
        tags, words, end = self._tags, self._block.words, cue.end
        at = cue.at + 1
        if words[cue.at].lower() not in _CALLED or words[at].lower() != "es" or tags[at + 1 : at + 2] != "I":
            return None
        source = self._after(at + 2, end)
        quote = self._quote_before(cue.begin, cue.first)
        if source is None or cue.begin <= cue.first:
            return None
        if quote is not None:
            return self._quoted(cue, quote, source, source.end)
        part = self._trimmed((cue.first, cue.begin))
        if tags[cue.begin - 1] != "," or part[1] - part[0] < SHORTEST:
            return None
        return Frame((part,), source, (cue.at, cue.at + 1), 0.85, self._reason(cue.at, "after the sentence"))

    def _so_somebody(self) -> list[Frame]:
        """The quotation after a name, as in "So Barth: „Das ist eine Schande.“"."""
        found = []
        for match in _SO_NAME.finditer(self._tags):
            so = match.start("so")
            if self._block.words[so].lower() == "so":
                quote = match.end() - 1
                reason = self._reason(so, "with quoted words after it")
                found.append(Frame(((quote, quote + 1),), Phrase(*match.span("who")), (so, so + 1), 0.9, reason))
        return found

    def _before_auxiliary(self, cue: Cue) -> Phrase | None:
        """The subject of "Der Minister hat am Montag angekündigt, …"."""
        tags = self._tags
        auxiliary = tags.rfind("X", cue.first, cue.begin)
        if auxiliary <= cue.first or "," in tags[auxiliary : cue.at] or "v" in tags[auxiliary : cue.at]:
            return None
        return self._before(auxiliary, cue.first)

    def _claims(self) -> list[Frame]:
        """Die Behauptung von Delius, die Brücke sei sicher, …; ihre Aussage, dass sie sicher ist."""
        found = []
        for match in _CLAIM.finditer(self._tags):
            noun = match.start("noun")
            first = match.end()
            if self._block.words[noun].lower() not in self._lexicon.nouns:
                continue
            end = first
            while end < len(self._tags) and self._tags[end] not in ",|.":
                end += 1
            if self._tags[first] != "H" and not self._is_reported(first, end):
                continue
            owner = match.start()
            of = "by" if match["by"] else "of"
            source = Phrase(*match.span(of)) if match[of] else None
            if source is None and self._block.words[owner].lower() in _OWN:
                source = Phrase(owner, owner + 1)
            if source is not None and end - first >= SHORTEST:
                reason = f"“{self._block.words[noun]}” with a clause after it"
                found.append(Frame(((first, end),), source, (noun, noun + 1), 0.8, reason, is_claim=True))
        return found

    def _going_on(self, found: list[Frame]) -> list[Frame]:
        """Sentences in the subjunctive after one that tells who says so: Die Opposition wisse das seit einem Jahr."""
        more: list[Frame] = []
        told = sorted((frame for frame in found if frame.source and frame.score > _DOUBTFUL), key=lambda one: one.cue)
        start = self._tags.find("|") + 1
        while 0 < start < len(self._tags):
            end = self._tags.find("|", start)
            inside = any(start <= frame.cue[0] < end for frame in found)
            before = [frame for frame in told + more if frame.cue[0] < start]
            last = max(before, key=lambda frame: max(frame.cue[0], *(stop for _, stop in frame.parts)), default=None)
            reach = self._tags.rfind("|", 0, start - 1) + 1
            fresh = last is not None and max(last.cue[0], *(stop for _, stop in last.parts)) >= reach
            if last is not None and fresh and not inside and self._is_subjunctive(start, end):
                part = self._trimmed((start, end))
                reason = "a sentence in the subjunctive after what somebody says"
                more.append(Frame((part,), last.source, last.cue, 0.8, reason))
            start = end + 1
        return more

    def _is_subjunctive(self, first: int, end: int) -> bool:
        """Whether the verb of a sentence shows that it is reported: in its first clause, without "ich" or "wir"."""
        comma = self._tags.find(",", first, end)
        words = [word.lower() for word in self._block.words[first : comma if comma > 0 else end]]
        if len(words) < SHORTEST or self._tags[first] not in "DPNnAI" or "Q" in self._tags[first:end]:
            return False
        return not _SURE_SUBJUNCTIVES.isdisjoint(words) and not {"ich", "wir", "als", "wenn"} & set(words)

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
        if at >= cue.end or tags[at] != "Q" or not cue.verb.classes & VerbClass.NAME:
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
