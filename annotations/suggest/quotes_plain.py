"""Who says what, for languages other than English: the common patterns of European news, without much grammar.

Quoted words with a verb and a speaker beside them, in either order ("…", sagte Müller; Müller sagte: "…"; «…», a
déclaré M. Dupont; — сказал он), a clause after a verb (dass, que, che, что), a clause after "sagte," in German, a
sentence before ", sagte Müller", and "laut", "selon", "según", "secondo", "segundo", "по словам".
"""

from __future__ import annotations

import re

from annotations.suggest.lexicon import Lexicon, Tag, Verb, VerbClass
from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_frames import Frame, Part
from annotations.suggest.tagging import Tagged

__all__ = ["PlainFrames"]

_CORE = r"(?:D+[nN#eT]*[nN]|[n#]*N+(?:[nN]*N)?|[n#]{1,3}(?=[|,.:Q-]))(?:\([^()|]{1,8}\))?"
_PHRASE = re.compile(rf"P|{_CORE}(?:ID?D?[nN#]*[nN])*(?:&{_CORE})?")
_GERMAN_PHRASE = re.compile(rf"P|{_CORE}(?:(?:ID?|D)[nN#]*N)*(?:&{_CORE})?")  # with a genitive
_R_CORE = r"(?:\)[^()|]{1,8}\()?(?:[nN][nN#eT]*D+|N[nN#]*)"
_BEFORE = re.compile(rf"P|(?:[nN]+D*I)*{_R_CORE}(?:&{_R_CORE})?")
_GROUP = re.compile(r"[XAoM]*")
_ADJUNCTS = re.compile(r"(?:[ATo#M]|[ID](?=[,:.|])|ID*[nN#eT]*[nNT#](?:ID*[nN#]*[nN])*|FD*[nN]+)*")
_FINITE = re.compile("[XvbPQ]|n")
_MOST = 30


class PlainFrames:
    """The frames of one block."""

    def __init__(self, block: Tagged, lexicon: Lexicon) -> None:
        self._block = block
        self._lexicon = lexicon
        self._tags = block.tags
        self._reversed = block.tags[::-1]
        self._german = lexicon.code == "de"

    def find(self) -> list[Frame]:
        """All frames of the block, by their cues."""
        found: list[Frame] = []
        tags = self._tags
        start = 0
        while start < len(tags):
            end = tags.find("|", start)
            frames = self._according(start, end)
            at = tags.find("v", start, end)
            while at >= 0:
                verb = self._lexicon.verbs.get(self._block.words[at].lower())
                frame = None if verb is None else self._frame(verb, at, start, end)
                if frame is not None:
                    frames.append(frame)
                at = tags.find("v", at + 1, end)
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

    def _frame(self, verb: Verb, cue: int, first: int, end: int) -> Frame | None:
        tags = self._tags
        total = len(tags)
        group = _GROUP.match(self._reversed, total - cue, total - first)
        begin = total - group.end() if group else cue
        own = self._own_speaker(cue)
        after = own or self._after(cue + 1, end)
        behind = after.end if after else cue + 1
        if self._german and (frame := self._as_reported(verb, cue, begin, first, end)):
            return frame
        quote = self._quote_before(begin, first)
        if quote is not None:
            return self._quoted(verb, cue, begin, first, end, quote, after, behind)
        before = self._before(begin, first)
        if before is not None and (at := self._quote_before(before.start, first)) is not None and self._ended(at):
            return self._quoted(verb, cue, begin, first, end, at, before, cue + 1)
        if verb.classes & VerbClass.BEHIND and (after is None or begin != cue):
            return None
        frame = None
        if begin > first and tags[begin - 1] in ",-" and after is not None:
            frame = self._behind(verb, cue, begin, first, end, after)
        if frame is None and not verb.classes & VerbClass.BEHIND:
            frame = self._preposed(verb, cue, first, end, before, after)
        return frame

    def _as_reported(self, verb: Verb, cue: int, begin: int, first: int, end: int) -> Frame | None:
        """German: …, wie die Polizei mitteilte. Wie die Polizei mitteilte, …"""
        tags = self._tags
        wie = tags.rfind("W", max(first, cue - _MOST), cue)
        if wie < 0 or (cue + 1 < end and tags[cue + 1] not in ",."):
            return None
        if self._block.words[wie].lower() != "wie" or (wie > first and tags[wie - 1] != ","):
            return None
        source = self._after(wie + 1, begin + 1)
        if source is None:
            return None
        if wie == first:
            start, stop = cue + 2, end
        else:
            start, stop = first, wie - 1
        while stop > start and tags[stop - 1] in '.,-"':
            stop -= 1
        if stop - start < 3:
            return None
        return Frame(((start, stop),), source, (cue, cue + 1), 0.85, self._reason(cue, "beside the sentence"))

    def _own_speaker(self, cue: int) -> Phrase | None:
        """The pronoun in "dit-il"."""
        return Phrase(cue, cue + 1) if re.search(r"-(?:il|elle|ils|elles|on)$", self._block.words[cue]) else None

    def _after(self, at: int, end: int) -> Phrase | None:
        tags = self._tags
        while at < end and tags[at] in "AoM" and not (tags[at] == "o" and self._german):
            at += 1
        pattern = _GERMAN_PHRASE if self._german else _PHRASE
        match = pattern.match(tags, at, min(end + 1, at + _MOST))
        return Phrase(at, match.end()) if match else None

    def _before(self, end: int, first: int) -> Phrase | None:
        total = len(self._tags)
        tags = self._tags
        at = end
        if at - 1 > first and tags[at - 1] == ",":
            opening = tags.rfind(",", max(first, at - _MOST), at - 1)
            if opening > first and "Q" not in tags[opening:at]:
                at = opening
        match = _BEFORE.match(self._reversed, total - at, min(total - first, total - at + _MOST))
        return Phrase(total - match.end(), at) if match else None

    def _quote_before(self, at: int, first: int) -> int | None:
        """Index of a quotation that ends at `at`, but for a comma or a dash."""
        tags = self._tags
        while at > first and tags[at - 1] in ",-":
            at -= 1
        return at - 1 if at > first and tags[at - 1] == "Q" else None

    def _ended(self, quote: int) -> bool:
        last = self._block.text[self._block.ends[quote] - 3 : self._block.ends[quote]]
        return self._tags[quote + 1] in ",-" or any(sign in ",.?!…" for sign in last)

    def _quoted(
        self, verb: Verb, cue: int, begin: int, first: int, end: int, quote: int, source: Phrase | None, behind: int
    ) -> Frame | None:
        tags = self._tags
        alone = quote == first or tags[quote - 1] in "|.:-,"
        if not alone and not self._ended(quote):
            return None
        if begin - quote == 1 and not self._ended(quote):
            return None
        del begin
        start = quote if alone else first
        parts: list[Part] = [(start, quote + 1)]
        at = max(behind, cue + 1)
        adjuncts = _ADJUNCTS.match(tags, at, end)
        at = adjuncts.end() if adjuncts else at
        while at < end and tags[at] in ",:-.":
            at += 1
        if at < end and tags[at] == "Q":
            parts.append((at, at + 1))
        score = 0.95 if source is not None else 0.7
        return Frame(tuple(parts), source, (cue, cue + 1), score, self._reason(cue, "beside quoted words"))

    def _behind(self, verb: Verb, cue: int, begin: int, first: int, end: int, after: Phrase) -> Frame | None:
        """A sentence, then ", sagte Müller"."""
        tags = self._tags
        stop = after.end
        adjuncts = _ADJUNCTS.match(tags, stop, end)
        stop = adjuncts.end() if adjuncts else stop
        if stop < end and tags[stop] not in '.;"':
            return None
        content = begin - 1
        while content > first and tags[content - 1] in ",-":
            content -= 1
        if content - first < 3 or not verb.classes & (VerbClass.REPORT | VerbClass.BEHIND):
            return None
        return Frame(((first, content),), after, (cue, cue + 1), 0.85, self._reason(cue, "after the sentence"))

    def _preposed(
        self, verb: Verb, cue: int, first: int, end: int, before: Phrase | None, after: Phrase | None
    ) -> Frame | None:
        tags = self._tags
        for source, at in ((before, cue + 1), (after, after.end if after else cue + 1)):
            if source is None:
                continue
            adjuncts = _ADJUNCTS.match(tags, at, end)
            stop = adjuncts.end() if adjuncts else at
            content = self._content(verb, stop, end)
            if content is not None:
                start, score = content
                last = end
                if tags[start] == "Q" and (start + 1 >= end or tags[start + 1] in ".,-|:;"):
                    last = start + 1
                while last > start and tags[last - 1] in '.,-"':
                    last -= 1
                if last > start:
                    reason = self._reason(cue, "with words after it")
                    return Frame(((start, last),), source, (cue, cue + 1), score, reason)
            if stop < end and tags[stop] == ":" and stop + 1 >= end:
                return Frame((), source, (cue, cue + 1), 0.9, self._reason(cue, "with a colon after it"))
        return None

    def _content(self, verb: Verb, stop: int, end: int) -> tuple[int, float] | None:
        """Where the content begins, if it begins at word `stop` or after a sign there; and how sure that is."""
        tags = self._tags
        if stop >= end:
            return None
        here, following = tags[stop], tags[stop + 1 : stop + 2]
        if here == "Q":
            return stop, 0.9
        if here in ":,-" and following == "Q":
            return stop + 1, 0.95
        if here in "HW":
            return stop, 0.85
        if here == "," and following and following in "HW":
            return stop + 1, 0.85
        if here == ":" and stop + 2 < end:
            return stop + 1, 0.7
        if self._german and here == "," and verb.classes & VerbClass.REPORT and following and following in "PDN":
            if re.search("[Xnve]", tags[stop + 2 : end]) and tags[stop + 1 : stop + 3] != "DX":
                return stop + 1, 0.75
        return None

    def _according(self, first: int, end: int) -> list[Frame]:
        found: list[Frame] = []
        words, tags = self._block.words, self._tags
        for at in range(first, end):
            word = words[at].lower()
            if word in self._lexicon.following and tags[at] == Tag.ACCORDING:
                source = self._before(at, first)
                if source is not None:
                    found += self._around(source.start, at + 1, (at, at + 1), source, first, end)
                continue
            rests = self._lexicon.according.get(word)
            if rests is None:
                continue
            following = [following.lower() for following in words[at + 1 : at + 4]]
            for rest in rests:
                phrase = rest.split()
                begin = at + 1 + len(phrase)
                source = self._after(begin, end) if following[: len(phrase)] == phrase else None
                if source is not None:
                    found += self._around(at, source.end, (at, begin), source, first, end)
                    break
        return found

    def _around(self, left: int, right: int, cue: Part, source: Phrase, first: int, end: int) -> list[Frame]:
        """What is said before and after "laut Müller"."""
        tags = self._tags
        if left <= first + 1:
            comma = tags.find(",", right, min(end, right + 12))
            start = comma + 1 if comma >= 0 and not self._german else right
            stop = end
        elif right >= end or tags[right] in ".,":
            start, stop = first, left
        else:
            return []
        while stop > start and tags[stop - 1] in '.,-"':
            stop -= 1
        if stop - start < 3 and "Q" not in tags[start:stop]:
            return []
        word = self._block.words[cue[0]]
        return [Frame(((start, stop),), source, cue, 0.8, f"“{word}” with a source")]

    def _reason(self, cue: int, where: str) -> str:
        return f"“{self._block.words[cue]}” with a speaker, {where}"
