"""English quotes in one block: who says what, verb by verb."""

from __future__ import annotations

import re

from annotations.suggest.lexicon import CLAUSAL, SPEAKING, Lexicon, VerbClass
from annotations.suggest.mentions import Phrase, Phrases
from annotations.suggest.quotes_adjuncts import end_of_adjuncts
from annotations.suggest.quotes_after import ContentAfter
from annotations.suggest.quotes_before import ContentBefore
from annotations.suggest.quotes_frames import NAME_AND_COLON, SURE, Cue, Frame, Part, after_dateline, named_before_colon
from annotations.suggest.quotes_subjects import NoSubject, Subjects
from annotations.suggest.tagging import Tagged

__all__ = ["EnglishFrames"]

_CUE = re.compile("[vzgy]")
_GROUP = re.compile(  # reversed
    r"""A*(?:g(?=A*X))?                 # is saying
    (?:T[T#]?(?:DA*|I(?![FI])|A?(?=[eN]))  # this month; on Friday; last year
    |\#I(?=[WN]))?                     # in 2010
    [AXMS]*(?:F[AM]*)?[AXM]*           # has also; did not; to""",
    re.VERBOSE,
)
_IN_GROUP = frozenset("AgT#XMSF,")  # what a group, or an aside in it, can end with
_ASIDE_IN_GROUP = re.compile(r"A*,[^,|Q]{1,30},")  # reversed: "has, in recent weeks, said"
_NEW_CLAUSE = re.compile(r",&(?![DnN#]*[nN][,&])|[,-]c|;|,g(?=,?Q)")
_ACCORDING = re.compile("C|IDnI")
_WORDS_OF = frozenset(["words", "view", "opinion", "judgment", "judgement", "telling", "estimation"])
_NAME_BESIDE = re.compile(",N{2,4},")
_SECOND_VERB = re.compile(r"H[^,|&cHWF]*?[XvzbM]+A*[^,|&cHWF]*?[nNeA#)](?=[XbvM])")
_VERBAL = re.compile("[XvzbPQ]")
_AFTER_SOURCE = re.compile(r"[^,|]{0,12},(?:W[^,|]{1,25},)?(?=[^W])")
_CLAIM = re.compile("[SD][nNeA]{0,3}[nyzg]H")
_OWN = frozenset(["his", "her", "their", "its", "my", "our"])
_BE = frozenset("is are was were be been being 's got".split())  # noqa: SIM905 - a table of words
_MODALS = frozenset(
    "would could should may might can must will shall won't wouldn't can't couldn't cannot".split()  # noqa: SIM905
)
_WINDOW = 160
_OF_A_JUDGEMENT = 2
_MANY = 50


class EnglishFrames:
    """The frames of one block."""

    def __init__(self, block: Tagged, phrases: Phrases, lexicon: Lexicon) -> None:
        self._block = block
        self._tags = block.tags
        self._reversed = block.tags[::-1]
        self._phrases = phrases
        self._lexicon = lexicon
        self._subjects = Subjects(block, phrases, lexicon)
        self._after = ContentAfter(block, phrases)
        self._before = ContentBefore(block)

    def find(self) -> list[Frame]:
        """All frames of the block, by their cues."""
        found: list[Frame] = []
        tags = self._tags
        start = after_dateline(self._block)
        has_according, has_claim = _ACCORDING.search(tags) is not None, _CLAIM.search(tags) is not None
        named_before, named_behind = ":Q" in tags, "Q-" in tags
        cues = [match.start() for match in _CUE.finditer(tags, start)]
        if not (cues or has_according or has_claim or named_before or named_behind):
            return found
        number, total = 0, len(tags)
        while start < total:
            end = tags.find("|", start)
            self._subjects.last = None
            frames = self._according(start, end) if has_according else []
            if has_claim:
                frames += self._claims(start, end)
            while number < len(cues) and cues[number] < end:
                frame = self._frame(cues[number], start, end)
                number += 1
                if frame is not None:
                    frames.append(frame)
                    self._subjects.last = frame.source or self._subjects.last
            if frames:
                frames = _outermost(frames, tags)
                found += frames
            if named_behind and tags.startswith("Q-", start):
                found += self._dash(start, end)
            elif named_before and not frames and (named := NAME_AND_COLON.match(tags, start, end)):
                found += named_before_colon(named)
            start = end + 1
        return found

    def _dash(self, start: int, end: int) -> list[Frame]:
        """“…” — Kim Ruiz."""
        name = self._phrases.at(start + 2, end)
        if name is None or self._tags[name.end - 1] != "N":
            return []
        return [Frame(((start, start + 1),), name, (start + 1, start + 2), 0.9, "a name behind a dash")]

    def _frame(self, at: int, start: int, end: int) -> Frame | None:
        verb = self._lexicon.verbs.get(self._block.words[at].lower())
        if verb is None:
            return None
        first, end = max(start, at - _WINDOW), min(end, at + _WINDOW)
        cue = Cue(verb, at, self._begin(at, first), first, end)
        tags, begin = self._tags, cue.begin
        group = tags[begin:at]
        if "S" in group and (tags[at] != "g" or "X" in group) and tags[begin - 1 : begin] != "P":
            return None
        if group and any(word.lower().replace("’", "'") in _MODALS for word in self._block.words[begin:at]):
            return None
        subject = self._subjects.of(cue)
        if subject is NoSubject.NO_VERB:
            return None
        if tags[at] == "v" and self._is_passive(cue):
            return self._passive(cue, subject if isinstance(subject, Phrase) else None)
        if isinstance(subject, Phrase):
            return self._active(cue, subject)
        behind = self._phrases.at(at + 1, end)
        if behind is None or not verb.classes & SPEAKING or tags[at] == "g" or tags[behind.start : behind.end] == "#":
            return None
        return self._before.find(cue, behind, behind.end)

    def _begin(self, at: int, first: int) -> int:
        """Where the group of a verb begins, with its auxiliaries and adverbs."""
        if at == first or self._tags[at - 1] not in _IN_GROUP:
            return at
        total = len(self._tags)
        aside = _ASIDE_IN_GROUP.match(self._reversed, total - at, total - first)
        if aside is not None and self._tags[total - aside.end() - 1 : total - aside.end()] == "X":
            at = total - aside.end()
        match = _GROUP.match(self._reversed, total - at, total - first)
        return total - match.end() if match else at

    def _is_passive(self, cue: Cue) -> bool:
        for at in range(cue.at - 1, cue.begin - 1, -1):
            if self._tags[at] in "XS":
                return self._block.words[at].lower().replace("’", "'").removesuffix("n't") in _BE
        return False

    def _passive(self, cue: Cue, subject: Phrase | None) -> Frame | None:
        """It was announced that …; Y was rejected by X."""
        after = cue.at + 1
        if self._block.words[after].lower() == "by":
            agent = self._phrases.at(after + 1, cue.end)
            if agent is None or subject is None or self._tags[subject.start] == "P":
                return None
            if not cue.verb.classes & (VerbClass.JUDGE | VerbClass.REPORT):
                return None
            if self._tags[agent.end - 2 : agent.end] == "I#":
                agent = Phrase(agent.start, agent.end - 2)  # by the council in 2015
            reason = f"“{self._block.words[cue.at]}” by a source"
            return Frame(((subject.start, subject.end),), agent, (cue.at, after), 0.65, reason)
        at = end_of_adjuncts(self._tags, after, cue.end)
        here = self._tags[at] if at < cue.end else "|"
        if (here == "H" and cue.verb.classes & CLAUSAL) or (here == "W" and cue.verb.classes & VerbClass.ASK):
            return self._after.content(cue, None, at, 0.7, "clause")
        return None

    def _active(self, cue: Cue, source: Phrase) -> Frame | None:
        group = self._tags[cue.begin : cue.at]
        taken_over = source is self._subjects.last or self._tags[cue.begin - 1 : cue.begin] == "&" or "F" in group
        if not taken_over and (self._tags[cue.at] != "g" or "X" in group):
            frame = self._before.find(cue, source, cue.at + 1)
            if frame is not None:
                return frame
        return self._after.find(cue, source)

    def _claims(self, first: int, end: int) -> list[Frame]:
        """X's claim that it is so; her belief that it is so."""
        found: list[Frame] = []
        for match in _CLAIM.finditer(self._tags, first, end):
            noun, owner = match.end() - 2, match.start()
            if self._block.words[noun].lower() not in self._lexicon.nouns:
                continue
            source = None
            if self._tags[owner] == "S":
                source = self._phrases.before(owner, max(first, owner - _WINDOW))
            elif self._block.words[owner].lower() in _OWN:
                source = Phrase(owner, owner + 1)
            if source is not None:
                stop = self._after.end_of_clause(noun + 1, min(end, noun + _WINDOW))
                if source.start <= first + 1 and (second := _SECOND_VERB.match(self._tags, noun + 1, stop)):
                    stop = second.end()  # his claim that it is safe | was disputed
                content = (noun + 1, stop)
                reason = f"“{self._block.words[noun]}” with a clause after it"
                found.append(Frame((content,), source, (noun, noun + 1), 0.8, reason, is_claim=True))
        return found

    def _according(self, first: int, end: int) -> list[Frame]:
        """According to X, it is so. — It is so, according to X. — In the words of X, it is so."""
        found: list[Frame] = []
        for match in _ACCORDING.finditer(self._tags, first, end):
            at, begin = match.span()
            opening = self._block.words[at].lower()
            if opening != "according" and (opening != "in" or at > first + 1):
                continue
            words = [word.lower() for word in self._block.words[at : begin + 1]]
            if words[0] == "according" and words[1] == "to":
                begin += 1
            elif at > first + 1 or words[0] != "in" or words[2] not in _WORDS_OF or words[3] != "of":
                continue
            frame = self._according_at(at, begin, max(first, at - _WINDOW), min(end, at + _WINDOW))
            if frame is not None:
                found.append(frame)
        return found

    def _according_at(self, at: int, begin: int, first: int, end: int) -> Frame | None:
        """The frame of a phrase from word `at` to the source at word `begin`."""
        tags = self._tags
        source = self._phrases.at(begin, end)
        if source is None:
            return None
        comma = tags.find(",", source.end, end)
        parts: list[Part] = [(first, at)]
        if at <= first + 1:
            main = _AFTER_SOURCE.match(tags, source.end, end)
            if tags[source.end] == "P":
                parts = [(source.end, end)]  # According to the log it was on, and …
            elif comma > 0:
                beside = _NAME_BESIDE.match(tags, source.end, end)  # According to the mayor, Kim Ruiz, it is so.
                parts = [(beside.end() if beside else main.end() if main else comma + 1, end)]
        elif tags[at - 1] == "," and comma > 0 and not _VERBAL.search(tags, first, at):
            # The plan, according to X, who wrote it, is dead. — Last year, according to X, it was alive.
            main = _AFTER_SOURCE.match(tags, source.end, end)
            parts = [(first, at), (main.end(), end)] if main else parts
            if main and tags[first] in "IATc#e" and tags[main.end()] in "PDNn":
                del parts[0]
        parts = [trimmed for part in parts if (trimmed := self._trimmed(part))]
        if not parts or (sum(stop - start for start, stop in parts) < 3 and "Q" not in tags[parts[0][0] : parts[0][1]]):
            return None
        phrase = " ".join(self._block.words[at:begin])
        return Frame(tuple(parts), source, (at, begin), 0.85, f"“{phrase}” a source")

    def _trimmed(self, part: Part) -> Part | None:
        """Words without the signs after them."""
        start, stop = part
        while stop > start and self._tags[stop - 1] in ',-."':
            stop -= 1
        return (start, stop) if stop > start else None


def _outermost(frames: list[Frame], tags: str) -> list[Frame]:
    """Without those that are part of what another one says: of "A said that B claims C", only A's.

    Of "A rejected B's claim that C", both.
    """
    if len(frames) < 2:
        return frames
    if len(frames) < _MANY:
        frames = [_before_another(frame, frames, tags) for frame in frames]
    found: list[Frame] = []
    parts = [part for frame in frames for part in frame.parts]
    start = min([frame.cue[0] for frame in frames] + [first for first, _ in parts])
    said = bytearray(max([frame.cue[1] for frame in frames] + [end for _, end in parts]) - start)
    for frame in sorted(frames, key=lambda frame: sum(first - end for first, end in frame.parts)):
        inside = said[frame.cue[0] - start]
        if not inside or (inside == _OF_A_JUDGEMENT and frame.is_claim):
            found.append(frame)
            kind = bytes([1 if frame.score >= SURE else _OF_A_JUDGEMENT])
            for first, end in frame.parts:
                said[first - start : end - start] = kind * (end - first)
    return sorted(found, key=lambda frame: frame.cue)


def _before_another(frame: Frame, frames: list[Frame], tags: str) -> Frame:
    """Where "they sought talks, the mayor said …" goes on after what one verb leads in, its content ends.

    So it does before "…, and when pressed, the mayor replied, “…”", and in "they plan to leave, the mayor said".
    """
    if len(frame.parts) != 1:
        return frame
    first, end = frame.parts[0]
    for other in frames:
        if other is frame or not other.parts or not first + 1 < other.cue[0] < end:
            continue
        before = other.parts[0]
        if other.score >= SURE > frame.score and before[0] <= frame.cue[0] and first < before[1] < end:
            return frame._replace(parts=((first, before[1]),))
        if other.parts[0][0] <= other.cue[0]:
            continue
        if other.score >= SURE > frame.score and other.comma and other.source is not None:
            start = other.source.start
            if first + 1 < start < end:
                return frame._replace(parts=((first, start - 1),))
        if tags[other.parts[0][0]] == "Q" and tags[other.parts[0][0] - 1] in ",:":
            signs = [match.start() for match in _NEW_CLAUSE.finditer(tags, first + 1, other.cue[0])]
            if signs:
                return frame._replace(parts=((first, signs[-1]),))
    return frame
