"""English content after its verb: that of saying, telling, asking, thinking, promising, urging and judging."""

from __future__ import annotations

import re

from annotations.suggest.lexicon import CLAUSAL, SPEAKING, VerbClass
from annotations.suggest.mentions import Phrase, Phrases
from annotations.suggest.quotes_adjuncts import ASIDE, PERSON, end_of_adjuncts
from annotations.suggest.quotes_beside import is_title
from annotations.suggest.quotes_frames import Cue, Frame, is_stopped
from annotations.suggest.tagging import Tagged

__all__ = ["ContentAfter"]

_OBJECT_START = frozenset("DnNPoSQ#TeizygvWHA")
_VERBAL = re.compile("[XvzybegSiQM]")
_CUT = re.compile(
    r""",?&A*(?:[vz](?=[HWDPNnQo:,IFM])|y(?=[HWDPQ:,IFM]))  # … and said that …
    |,?cA*[vz](?=[HWDPNno])              # …, but told reporters …
    |,?[&c]A*X+A*[vzy]                   # … but has announced …
    |,A+[vzy](?=[HWDPNnQo])              # …, now supports it
    |,A*g(?=[HWDPNnQo:,IF])              # …, adding that …
    |[,-]&P|[,-]c[PN]+A*X*[vzy]          # …, and she …; …, but she said …
    |[,-]&D?[nN]+A*(?:X+A*[vzyg]|[vz])   # …, and the mayor has promised …
    |,W[Xvzybe]|;                        # …, who was …
    |-Q-                                 # … Smith — “…” — and …
    """,
    re.VERBOSE,
)
_THAT_THING = re.compile("H[nN#yz][.,;|]")  # "disputed that figure"
_NAMED = re.compile("I?D?Q")
_NEXT_DEED = re.compile(
    ",?&A*e(?=[DPFH])|,?[&c]A*v|,cA*[zy](?=[DPN])|,?&A*b(?=[DPFH#])|,?&X"
)  # "to stay and raised the flag"
_MAIN_VERB = re.compile(",(?=A*[vzX])")  # the mayor, who said it was so, left
_NEXT_SUBJECT = re.compile(",(?:W|[DnN#]{1,6}A*(?:[vzX]|y(?=[DPoN])))")  # which she calls …; the plan, staff support it
_COMMA_OR_DASH = re.compile("[,-]")
_WANTING = frozenset(["want", "expect"])
_ASIDE_AND_COLON = re.compile(",[^,|Q:]{1,12}:(?=Q)")  # somebody added, in a neat hand: “…”
_CALLING = frozenset(["call", "name", "dub"])
_NAME_ONLY = re.compile("N+(?=[,.|;:()WXvzI&])")
_READING = frozenset(["read", "write"])
_BEFORE_NOUNS = frozenset(
    ["first", "last", "next", "further", "only", "even", "just", "almost", "very", "long", "then"]
)
_DEEDS = frozenset(["object", "infinitive"])
_NEAR = 12
_TALKED_OF = VerbClass.TELL | VerbClass.ASK
_TOLD = VerbClass.TELL | VerbClass.ASK | VerbClass.URGE


class ContentAfter:
    """The contents after the verbs of one block."""

    def __init__(self, block: Tagged, phrases: Phrases) -> None:
        self._block = block
        self._tags = block.tags
        self._phrases = phrases

    def find(self, cue: Cue, source: Phrase) -> Frame | None:
        """What is said with a verb whose subject is known."""
        tags, classes, end = self._tags, cue.verb.classes, cue.end
        at = cue.at + 1
        if classes & _TOLD and (person := PERSON.match(tags, at, end)):
            frame = self._to_person(cue, source, person.end())
            if frame is not None:
                return frame
        aside = ASIDE.match(tags, at, end) if classes & CLAUSAL else None
        if aside is not None and aside.end() < end and tags[aside.end()] in "HQ":
            return self.content(cue, source, aside.end(), 0.85, "clause")
        stop = self._past_adjuncts(at, end)
        if classes & (SPEAKING | CLAUSAL) and (frame := self._quoted(cue, source, stop)):
            return frame
        if classes & CLAUSAL and (frame := self._clause(cue, source, stop)):
            return frame
        if classes & VerbClass.PHRASE and (frame := self._phrasal(cue, source)):
            return frame
        if classes & VerbClass.PROMISE and (tags[at] == "F" or tags.startswith("MF", at)):
            return self.content(cue, source, at, 0.6, "infinitive")
        if classes & (VerbClass.REPORT | VerbClass.THINK) and (frame := self._bare_clause(cue, source, stop)):
            return frame
        if classes & VerbClass.JUDGE and (named := _NAMED.match(tags, at, end)):
            is_as = self._block.words[at].lower() == "as"
            if is_as or tags[source.start - 1 : source.start] in ("W", "H"):
                # which she called a “mistake”; that he described as “a mistake”
                return self.frame(cue, source, ((at + is_as, named.end()),), 0.7, "object")
        if cue.verb.lemma in _CALLING and _NAME_ONLY.match(tags, at, end + 1):
            return None  # a boat called Marigold
        if classes & VerbClass.JUDGE and tags[at] in _OBJECT_START and self._has_object(cue, source):
            return self.content(cue, source, at, 0.7, "object")
        return None

    def _past_adjuncts(self, at: int, end: int) -> int:
        """Where what is said begins, after words of time and place from word `at` on."""
        tags = self._tags
        stop = end_of_adjuncts(tags, at, end)
        if stop < end and tags[stop] in "XvzybS":
            return self._before_subject(at, end)
        if at < stop < end and tags[stop] == "n" and self._block.words[stop - 1].lower() in _BEFORE_NOUNS:
            return stop - 1  # "said first responders came"
        return stop

    def _before_subject(self, at: int, end: int) -> int:
        """Where "about 20 people have" begins, which is no adjunct."""
        while at < end and self._tags[at] in "AT":
            at += 1
        return at

    def _has_object(self, cue: Cue, source: Phrase) -> bool:
        """Not so in "what he called luck" and "the door wants closing"."""
        tags = self._tags
        following = tags[cue.at + 1]
        if following in "Po" and "Q" not in tags[cue.at : min(cue.end, cue.at + _NEAR)]:
            return False  # "they call it luck"
        wanted = cue.verb.lemma in _WANTING and following in "gi"
        return not wanted and tags[source.start - 1 : source.start] != "W"

    def _quoted(self, cue: Cue, source: Phrase, stop: int) -> Frame | None:
        following = self._tags[stop : min(stop + 3, cue.end)]
        if following.startswith("Q"):
            if cue.verb.lemma in _READING and is_title(self._block.words[stop]):
                return None  # she wrote “The Long Way Home”
            return self.content(cue, source, stop, 0.95, "quoted")
        if following[:1] in {",", ":", "-"} and following[1:2] == "Q":
            return self.content(cue, source, stop + 1, 0.97, "quoted")
        if following in {":HQ", ",HQ"}:
            return self.content(cue, source, stop + 2, 0.97, "quoted")
        if following[:1] == "," and (aside := _ASIDE_AND_COLON.match(self._tags, stop, cue.end)):
            return self.content(cue, source, aside.end(), 0.95, "quoted")
        return None

    def _clause(self, cue: Cue, source: Phrase, stop: int) -> Frame | None:
        here = self._tags[stop] if stop < cue.end else "|"
        if here == "H" and not _THAT_THING.match(self._tags, stop, cue.end + 1):
            return self.content(cue, source, stop, 0.9, "clause")
        asks = cue.verb.classes & SPEAKING or not cue.verb.classes & VerbClass.FACT
        if here == "W" and asks:
            return self.content(cue, source, stop, 0.7, "question")
        if here != ":" or not cue.verb.classes & SPEAKING:
            return None
        if stop + 1 < cue.end:
            return self.content(cue, source, stop + 1, 0.85, "colon")
        told = cue.verb.classes & (VerbClass.REPORT | VerbClass.TELL | VerbClass.ASK)
        return self.frame(cue, source, (), 0.9 if told else 0.7, "colon")  # the next block is what is said

    def _phrasal(self, cue: Cue, source: Phrase) -> Frame | None:
        """A verb with its particle: X called for talks, X accused Y of lying; and "as X put it"."""
        tags, words, particles = self._tags, self._block.words, cue.verb.particles
        at, end = cue.at + 1, cue.end
        if at >= end:
            return None
        following = words[at].lower()
        if following in particles:
            if following != "it":
                return self.content(cue, source, at + 1, 0.7, "object", cue_end=at + 1)
            stop = end_of_adjuncts(tags, at + 1, end)
            if stop + 1 < end and tags[stop] in ",:":
                return self.content(cue, source, stop + 1, 0.85, "clause", cue_end=at + 1)
            return None
        if "of" in particles and (person := PERSON.match(tags, at, end)):
            particle = person.end()
            if tags[particle] == "," and (aside := ASIDE.match(tags, particle, end)):
                particle = aside.end()
            if particle < end and words[particle].lower() == "of":
                return self.content(cue, source, particle + 1, 0.75, "object")
        return None

    def _to_person(self, cue: Cue, source: Phrase, stop: int) -> Frame | None:
        """What is said to somebody: X told Y that it was so, X urged Y to leave."""
        tags, classes, end = self._tags, cue.verb.classes, cue.end
        after = end_of_adjuncts(tags, stop, end)
        if classes & VerbClass.URGE and ("F" in tags[stop : after + 1] or tags.startswith("MF", after)):
            return self.content(cue, source, cue.at + 1, 0.6, "infinitive")
        if not classes & _TALKED_OF:
            return None
        frame = self._quoted(cue, source, after)
        if frame is not None:
            return frame
        here = tags[after] if after < end else "|"
        if here == ":" and after + 1 >= end:
            return self.frame(cue, source, (), 0.9, "colon")
        if here in "HW":
            return self.content(cue, source, after, 0.9, "clause")
        if classes & VerbClass.TELL and here in "PDNny" and _VERBAL.search(tags, after, end):
            return self.content(cue, source, after, 0.75, "clause")
        return None

    def _bare_clause(self, cue: Cue, source: Phrase, stop: int) -> Frame | None:
        """X said it is so: a subject with its verb follows; after "say", anything with a verb."""
        tags, end = self._tags, cue.end
        if cue.verb.classes & VerbClass.REPORT:
            if stop >= end or tags[stop] not in "DPNn#eTHSAizyQI":
                return None
            if cue.verb.lemma == "say":
                found = tags[stop] == "P" or _VERBAL.search(tags, stop, end)
                return self.content(cue, source, stop, 0.85, "clause") if found else None
            score = 0.85
        else:
            stop, score = cue.at + 1, 0.7
        if tags[stop : min(stop + 2, end)] == "DQ":
            return self.content(cue, source, stop, score, "clause")
        subject = self._phrases.at(stop, end)
        if subject is None:
            return None
        after = subject.end
        while after < end and tags[after] in "AM":
            after += 1
        if after >= end or tags[after] not in "XSvzybeQ":
            return None
        return self.content(cue, source, stop, score, "clause")

    def content(
        self, cue: Cue, source: Phrase | None, at: int, score: float, reason: str, *, cue_end: int = 0
    ) -> Frame | None:
        """The frame whose content begins at word `at` and ends where something else begins."""
        tags, end = self._tags, cue.end
        if at >= end or tags[at] in ",-;.)":
            return None
        if tags[at] == "Q" and self._is_whole(at, end):
            stop = at + 1
        else:
            stop = self._cut(at, end)
            if tags[cue.first] in "cWI" and tags.find(",", cue.first, cue.at) < 0:
                # When the minister said it was so, the mayor …
                sign = _COMMA_OR_DASH.search(tags, at + 2, stop)
                stop = sign.start() if sign else stop
            if reason in _DEEDS and (deed := _NEXT_DEED.search(tags, at + 1, stop)):
                stop = deed.start()
            if self._is_relative(cue, source) and (main := _MAIN_VERB.search(tags, at + 2, stop)):
                stop = main.start()
            if reason == "infinitive" and (quoted := tags.find(",Q", at + 1, stop)) > 0:
                stop = quoted
            if reason == "object":
                following = _NEXT_SUBJECT.search(tags, at + 1, stop)
                stop = self._end_of_named(at, following.start() if following else stop)
        while stop > at and tags[stop - 1] in ',.-"':
            stop -= 1
        if stop <= at:
            return None
        return self.frame(cue, source, ((at, stop),), score, reason, cue_end=cue_end)

    def _is_relative(self, cue: Cue, source: Phrase | None) -> bool:
        """Whether the verb stands in a relative clause: "the mayor, who has left and says it was so, did"."""
        tags = self._tags
        if tags[cue.begin - 1 : cue.begin] == "W":
            return True
        return source is not None and tags.startswith(",W", source.end) and "," not in tags[source.end + 1 : cue.begin]

    def _cut(self, at: int, end: int) -> int:
        match = _CUT.search(self._tags, at + 1, end)
        if match is not None and self._tags[at] == "H" and match.start() == at + 1:
            # that, if elected, she …
            match = _CUT.search(self._tags, min(at + _NEAR, end), end)
        return match.start() if match else end

    def end_of_clause(self, at: int, end: int) -> int:
        """Where a clause that begins at word `at` ends, without its stop."""
        stop = self._cut(at, end)
        while stop > at + 1 and self._tags[stop - 1] in ',.-"':
            stop -= 1
        return stop

    def _end_of_named(self, at: int, stop: int) -> int:
        """Where "the plan a “mistake” in Milo on Friday" ends: with the quoted words."""
        last = self._tags.rfind("Q", at, stop)
        return last + 1 if last > at and self._tags[last + 1] in "ITc,-" else stop

    def _is_whole(self, quote: int, end: int) -> bool:
        """Whether quoted words are all that is said, and not the first words of a sentence."""
        tags = self._tags
        if quote + 1 >= end or tags[quote + 1] in '.,"|-;:(c':
            return True
        word = self._block.words[quote]
        if tags[quote - 1] in ":," and tags[quote + 1] in "DPI" and self._block.words[quote + 1][0].isupper():
            return True  # a sentence begins that nobody saw
        if tags[quote + 1] in "IF" and tags[quote - 1] in "vzy" and word[1:2].isupper() and " " in word:
            return True  # She said “Well now” at each of the doors.
        return (tags[quote - 1] in ",:" or tags[quote + 1] == "&") and is_stopped(self._block, quote)

    def frame(
        self,
        cue: Cue,
        source: Phrase | None,
        parts: tuple[tuple[int, int], ...],
        score: float,
        reason: str,
        *,
        cue_end: int = 0,
    ) -> Frame:
        """A frame with its reason in words."""
        comma = source is not None and self._tags[source.start - 1 : source.start] == ","
        word = self._block.words[cue.at]
        return Frame(parts, source, (cue.at, cue_end or cue.at + 1), score, _REASONS[reason].format(word), comma)


_REASONS = {
    "quoted": "“{}” with a speaker before quoted words",
    "question": "“{}” with a question after it",
    "clause": "“{}” with a clause after it",
    "colon": "“{}” with a colon after it",
    "infinitive": "“{}” with what is to be done",
    "object": "“{}” with what is spoken of",
}
