"""Who says what, for languages other than English: the common patterns of European news, without much grammar.

Quoted words with a verb and a speaker beside them, in either order ("…", sagte Müller; Müller sagte: "…"; «…», a
déclaré M. Dupont; — сказал он), a clause after a verb (dass, que, che, что), a clause after "sagte," in German, a
sentence before ", sagte Müller", and "laut", "selon", "según", "secondo", "segundo", "по словам".
"""

from __future__ import annotations

import re

from annotations.suggest.lexicon import Verb, VerbClass
from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_according import SHORTEST, WINDOW, AccordingFrames
from annotations.suggest.quotes_frames import (
    NAME_AND_COLON,
    WITH_PRONOUN,
    Cue,
    Frame,
    Part,
    after_dateline,
    named_before_colon,
)
from annotations.suggest.quotes_phrases import MOST

__all__ = ["ADJUNCTS", "SHORTEST", "WINDOW", "PlainFrames"]

_VERB_AND_SPEAKER = re.compile(r",?-?(n)o?(?=D?[nN#]*N|Dn)")
_OBJECT = re.compile(r"D[nN#eT]*N(?=I?[,:])")  # German: warf der Regierung vor, …
_GROUP = re.compile(r"[XAoM]*")
ADJUNCTS = re.compile(r"(?:[ATo#M]|DT|[ID](?=[,:.|])|ID*[nN#eT]*[nNT#](?:ID*[nN#]*[nN])*|FD*[nN]+)*")
_ACCUSATIVE = frozenset(["den", "einen", "ihn", "keinen", "diesen"])
_LONGEST_AMID = 14
_NOMINAL = frozenset("DNP")


class PlainFrames(AccordingFrames):
    """The frames of one block; what one language has of its own is in the classes made of this one."""

    def find(self) -> list[Frame]:
        """All frames of the block, by their cues."""
        found: list[Frame] = []
        tags = self._tags
        start = after_dateline(self._block)
        while start < len(tags):
            end = tags.find("|", start)
            frames = self._according(start, end)
            at = tags.find("v", start, end)
            while at >= 0:
                verb = self._verb(at)
                frame = None if verb is None else self._frame(verb, at, max(start, at - WINDOW), min(end, at + WINDOW))
                if frame is not None:
                    frames.append(frame)
                at = tags.find("v", at + 1, end)
            frames += self._unlisted(start, end)
            if not frames:
                frames = self._to_somebody(start, end)
            if not frames and (match := NAME_AND_COLON.match(tags, start, end)):
                frames = named_before_colon(match)
            found += self._apart(sorted(frames, key=lambda frame: -frame.score))
            start = end + 1
        return sorted(found, key=lambda frame: frame.cue)

    def _apart(self, frames: list[Frame]) -> list[Frame]:
        """The surest of those that overlap."""
        kept: list[Frame] = []
        taken: set[int] = set()
        for frame in frames:
            inside = {at for first, end in frame.parts for at in range(first, end)}
            if frame.cue[0] in taken or inside & taken:
                continue
            taken |= inside
            kept.append(frame)
        return kept

    def _frame(self, verb: Verb, at: int, first: int, end: int) -> Frame | None:
        tags = self._tags
        total = len(tags)
        group = _GROUP.match(self._reversed, total - at, total - first)
        cue = Cue(verb, at, total - group.end() if group else at, first, end)
        own = self._own_speaker(at) or self._own_speaker(max(at - 1, first))
        after = own or self._after(at + 1, end) or self._placed_after(at, end)
        if after is not None and self._german and self._block.words[after.start].lower() == "es":
            after = None  # hieß es
        frame = self._first(cue)
        if frame is not None:
            return frame
        quote = self._quote_before(cue.begin, first)
        if quote is not None:
            return self._quoted(cue, quote, after, after.end if after else at + 1)
        before = self._before(cue.begin, first)
        if before is not None and (quote := self._quote_before(before.start, first)) is not None and self._ended(quote):
            return self._quoted(cue, quote, before, at + 1)
        behind = verb.classes & VerbClass.BEHIND
        if behind and (after is None or cue.begin != at):
            return None
        if cue.begin > first and tags[cue.begin - 1] in ",-" and after is not None and self._may_follow(cue, after):
            frame = self._behind(cue, after)
        return frame if frame is not None or behind else self._preposed(cue, before, after)

    def _may_follow(self, cue: Cue, after: Phrase) -> bool:  # noqa: ARG002 - for languages with such verbs
        """Whether the words after a verb may be its subject, and no object."""
        return True

    def _first(self, cue: Cue) -> Frame | None:  # noqa: ARG002 - for languages with more patterns
        """What a language of its own looks for before all else."""
        return None

    def _own_speaker(self, cue: int) -> Phrase | None:
        """The pronoun in "dit-il"."""
        return Phrase(cue, cue + 1) if WITH_PRONOUN.search(self._block.words[cue]) else None

    def _quoted(self, cue: Cue, quote: int, source: Phrase | None, behind: int) -> Frame | None:
        tags, first, end = self._tags, cue.first, cue.end
        alone = quote == first or tags[quote - 1] in "|.:-,"
        if (not alone or cue.begin - quote == 1) and not self._ended(quote):
            return None
        parts: list[Part] = [(quote if alone else first, quote + 1)]
        adjuncts = ADJUNCTS.match(tags, max(behind, cue.at + 1), end)
        at = adjuncts.end() if adjuncts else behind
        sign = at
        while at < end and tags[at] in ",:-.":
            at += 1
        if sign < at < end and tags[at] == "Q":
            parts.append((at, at + 1))
        score = 0.95 if source is not None else 0.72 if self._lexicon.unsaid else 0.7
        return Frame(tuple(parts), source, (cue.at, cue.at + 1), score, self._reason(cue.at, "beside quoted words"))

    def _behind(self, cue: Cue, after: Phrase) -> Frame | None:
        """A sentence, then ", sagte Müller"."""
        tags, first, end = self._tags, cue.first, cue.end
        adjuncts = ADJUNCTS.match(tags, after.end, end)
        stop = adjuncts.end() if adjuncts else after.end
        amid = stop < end and tags[stop] == "," and stop - cue.at < _LONGEST_AMID
        if stop < end and not amid and tags[stop] not in '.;"':
            return None
        content = cue.begin - 1
        while content > first and tags[content - 1] in ",-":
            content -= 1
        if content - first < (1 if amid else SHORTEST) or not cue.verb.classes & (VerbClass.REPORT | VerbClass.BEHIND):
            return None
        parts: list[Part] = [(first, content)]
        if amid:
            last = end
            while last > stop + 1 and tags[last - 1] in '.,-"':
                last -= 1
            if last > stop + 1:
                parts.append((stop + 1, last))
        reason = self._reason(cue.at, "amid the sentence" if amid else "after the sentence")
        return Frame(tuple(parts), after, (cue.at, cue.at + 1), 0.85, reason)

    def _preposed(self, cue: Cue, before: Phrase | None, after: Phrase | None) -> Frame | None:
        for source, at in ((before, cue.at + 1), (after, after.end if after else 0)):
            if source is None or not self._may_be_subject(source, is_after=source is after):
                continue
            frame = self._from(cue, source, at, is_after=source is after)
            if frame is not None:
                return frame
        if before is None and after is None and self._tags[cue.at + 1 : min(cue.at + 3, cue.end)] == ":Q":
            # Añadió: «…»
            parts = ((cue.at + 2, cue.at + 3),)
            return Frame(parts, None, (cue.at, cue.at + 1), 0.7, self._reason(cue.at, "with words after it"))
        return self._without_subject(cue)

    def _without_subject(self, cue: Cue) -> Frame | None:  # noqa: ARG002 - for languages that do without
        """What is said with a verb that has no subject here."""
        return None

    def _may_be_subject(self, source: Phrase, *, is_after: bool) -> bool:
        if self._german and self._block.words[source.start].lower() in _ACCUSATIVE:
            return False
        if not is_after:
            return True
        words, tags = self._block.words, self._tags
        if tags[source.end] == "H" and tags[source.end - 1] not in "NP" and not self._german:
            # "señaló la confianza que ello da" is no "señaló el ministro que …"
            return not self._lexicon.roles.isdisjoint(word.lower() for word in words[source.start : source.end])
        return bool(set(tags[source.start : source.end]) & _NOMINAL)

    def _from(self, cue: Cue, source: Phrase, at: int, *, is_after: bool) -> Frame | None:
        """What is said from word `at` on."""
        tags, end = self._tags, cue.end
        if at < end and self._german and self._block.words[at].lower() == "es":
            at += 1  # In einer Mitteilung heißt es
        adjuncts = ADJUNCTS.match(tags, at, end)
        stop = adjuncts.end() if adjuncts else at
        if self._german and (told := _OBJECT.match(tags, stop, end)):
            stop = told.end() + (tags[told.end()] == "I")
        if stop + 1 >= end and tags[stop] == ":":
            return Frame((), source, (cue.at, cue.at + 1), 0.9, self._reason(cue.at, "with a colon after it"))
        content = self._content(cue.verb, stop, end)
        if content is None or (is_after and content[0] == stop and tags[stop] == "Q"):
            return None
        start, score = content
        last = start + 1 if tags[start] == "Q" and (start + 1 >= end or tags[start + 1] in ".,-|:;") else end
        while last > start and tags[last - 1] in '.,-"':
            last -= 1
        if last <= start:
            return None
        return Frame(((start, last),), source, (cue.at, cue.at + 1), score, self._reason(cue.at, "with words after it"))

    def _content(self, verb: Verb, stop: int, end: int) -> tuple[int, float] | None:
        """Where the content begins, if it begins at word `stop` or after a sign there; and how sure that is."""
        tags = self._tags
        if stop >= end:
            return None
        here, following = tags[stop], tags[stop + 1 : stop + 2]
        if here == "I" and following == "H":  # informó de que
            stop, here, following = stop + 1, "H", tags[stop + 2 : stop + 3]
        if here == "Q":
            return stop, 0.9
        if here in ":,-" and following == "Q":
            return stop + 1, 0.95
        if here in "HW":
            return stop, 0.85
        if here == "," and following and following in "HW":
            return stop + 1, 0.85
        begin = stop + 1
        while begin < end and tags[begin] == "A":
            begin += 1
        if here == ":" and stop + 2 < end:
            return stop + 1, 0.8 if verb.classes & VerbClass.REPORT else 0.7
        reported = self._german and verb.classes & VerbClass.REPORT
        if reported and here == "," and tags[begin] in "PDNn" and self._is_reported(stop + 1, end):
            return stop + 1, 0.75
        return None

    def _is_reported(self, at: int, end: int) -> bool:
        """German: Whether a clause without "dass" is said: it has the subjunctive, or an infinitive with "zu"."""
        words = [word.lower() for word in self._block.words[at : min(end, at + MOST)]]
        comma = words.index(",") if "," in words else len(words)
        return (
            self._tags[at] == "P"
            or not self._lexicon.subjunctives.isdisjoint(words)
            or "zu" in words[max(0, comma - 3) : comma]
        )

    def _unlisted(self, first: int, end: int) -> list[Frame]:
        """Quoted words with a verb after them that no table has: “…”, freut sich Kim Ruiz."""
        found = []
        quote = self._tags.find("Q", first, end)
        while quote >= 0:
            match = _VERB_AND_SPEAKER.match(self._tags, quote + 1, end + 1)
            if match is not None and self._ended(quote) and self._block.words[match.start(1)].isalpha():
                at = match.start(1)
                cue = Cue(Verb("", VerbClass.VOICE), at, at, first, end)
                source = self._after(match.end(), end)
                frame = None if source is None else self._quoted(cue, quote, source, source.end)
                if (
                    frame is not None
                    and source is not None
                    and self._may_speak(source)
                    and self._tags[quote + 1] in ",-"
                ):
                    found.append(frame._replace(score=0.85))
            quote = self._tags.find("Q", quote + 1, end)
        return found
