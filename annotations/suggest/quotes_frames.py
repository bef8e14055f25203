"""Who says what with one verb: the source, the cue and the content around it, in a tagged block.

The content follows ("X said that Y", "X vowed to Y", "X criticized Y"), or stands before ("Y, X said", "Y, said X"),
or on both sides ("Y, X said, Y").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from annotations.suggest.lexicon import CLAUSAL, SPEAKING, Lexicon, Verb, VerbClass
from annotations.suggest.mentions import Phrase, Phrases
from annotations.suggest.tagging import Tagged

__all__ = ["Frame", "Frames", "Part"]

Part = tuple[int, int]
"""Words from the first to before the end."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is said by whom, as indexes of words.

    Attributes:
        parts: The content.
        source: Who says it, if that is said here.
        cue: The verb with its particle, or the words for "according to".
        verb: None for "according to" and nouns.
        score: How sure it is.
        reason: For a person.
        comma: Whether the source stands after a comma.
    """

    parts: tuple[Part, ...]
    source: Phrase | None
    cue: Part
    verb: Verb | None
    score: float
    reason: str
    comma: bool = False


_CUE = re.compile("[vzgy]")
_GROUP = re.compile(r"A*(?:g(?=A*X))?[AXMS]*(?:F[AM]*)?[AXM]*(?:,[^,|Q]{1,30},)?")  # reversed tags, before the verb
_NP = r"(?:D[DA]*[ve]?[nN#eiSTgyA]*[nNyz#gi]|[nN#eiTy]*(?:S[nN#eiSTy]*)?[nN#]|T|o)(?:\([^()|]{1,8}\))?"
_ADJUNCTS = re.compile(rf"(?:[ATo#]|T[#,]*#|[IF]+{_NP}(?:SQ)?(?:I{_NP})*|[IF]i|Ig{_NP})*")
_BRIEF = re.compile(rf"(?:[ATo#]|D?[nN#eiT]*T|[IF]+{_NP})*")
_ASIDE = re.compile(r",[^,|Q:]{1,25},")
_PERSON = re.compile(rf"o|{_NP}(?:SQ|S[nN#eiST]*[nN])?(?:,?&{_NP})?")
_BE = frozenset("is are was were be been being 's got".split())
_MODALS = frozenset("would could should may might can must will shall won't wouldn't can't couldn't cannot".split())
_OBJECT_START = frozenset("DnNPoSQ#TeizygvWFHA")
_CUT = re.compile(r",?&A*[vzy](?=[HWDPNnQo:,IF])|,A*g(?=[HWDPNnQo:,IF])|;|,W[Xvzybe]|,&P")


class Frames:
    """The frames of one block, one after the other."""

    def __init__(self, block: Tagged, phrases: Phrases, lexicon: Lexicon) -> None:
        self._block = block
        self._phrases = phrases
        self._lexicon = lexicon
        self._tags = block.tags
        self._reversed = block.tags[::-1]
        self._subject: Phrase | None = None  # of the last frame in this sentence

    def find(self) -> list[Frame]:
        """All frames of the block, by their cues."""
        found: list[Frame] = []
        tags = self._tags
        start = 0
        while start < len(tags):
            end = tags.find("|", start)
            self._subject = None
            frames = self._according(start, end)
            for match in _CUE.finditer(tags, start, end):
                frame = self._frame(match.start(), start, end)
                if frame is not None:
                    frames.append(frame)
                    self._subject = frame.source or self._subject
            found += _outermost(frames)
            if tags.startswith("Q-", start) and (name := self._phrases.at(start + 2, end)) and tags[name.end - 1] == "N":
                found.append(Frame(((start, start + 1),), name, (start + 1, start + 2), None, 0.9, "a name behind a dash"))
            start = end + 1
        return found

    # Subject

    def _frame(self, cue: int, first: int, end: int) -> Frame | None:
        verb = self._lexicon.verbs.get(self._block.words[cue].lower())
        if verb is None:
            return None
        tags = self._tags
        total = len(tags)
        group = _GROUP.match(self._reversed, total - cue, total - first)
        begin = cue if group is None else total - group.end()
        before = tags[begin:cue]
        if "," in before or tags[begin - 1 : begin] == "":
            plain = re.compile(r"[AXMSF]*").match(self._reversed, total - cue, total - first)
            begin = total - plain.end() if plain else cue
            before = tags[begin:cue]
        if "S" in before and (tags[cue] != "g" or "X" in before) and tags[begin - 1 : begin] != "P":
            return None
        if any(word.lower().replace("’", "'") in _MODALS for word in self._block.words[begin:cue]):
            return None
        passive = tags[cue] == "v" and self._is_passive(begin, cue)
        source = self._source(verb, cue, begin, first, end)
        if source is _NO_VERB:
            return None
        subject = source if isinstance(source, Phrase) else None
        if passive:
            return self._passive(verb, cue, begin, first, end, subject)
        return self._active(verb, cue, begin, first, end, subject)

    def _is_passive(self, begin: int, cue: int) -> bool:
        words = self._block.words
        for at in range(cue - 1, begin - 1, -1):
            if self._tags[at] in "XS":
                return words[at].lower().replace("’", "'").removesuffix("n't") in _BE
        return False

    def _source(self, verb: Verb, cue: int, begin: int, first: int, end: int) -> Phrase | None | bool:
        """The subject of a verb; None if it is to be had from elsewhere, `_NO_VERB` if this is no verb."""
        tags = self._tags
        before = tags[begin - 1] if begin > first else "|"
        bare = begin == cue
        if bare and before in "DS" and (tags[cue] != "g" or verb.noun_too):
            return _NO_VERB  # "the report", "his claims"
        if tags[cue] == "g":
            return self._source_of_participle(verb, cue, begin, first, end)
        if "F" in tags[begin:cue]:
            return self._subject or self._phrases.subject_of_sentence(first, cue)
        if before == "W" or (before == "H" and verb.classes & VerbClass.REPORT and tags[cue] == "z"):
            return self._antecedent(begin - 1, first)
        if before in "nNPzy#)":
            found = self._phrases.before(begin, first)
            if found is not None and self._agrees(verb, found, cue, bare=bare):
                return found
            return _NO_VERB
        if before in ",-":
            found = self._phrases.subject_before(begin, first)
            if found is not None:
                return found
            if tags[cue] == "v" or (tags[cue] in "zy" and not verb.noun_too):
                return self._subject or None
            return _NO_VERB
        if before == "&" and not (verb.noun_too and tags[cue] == "y" and self._subject is None):
            return self._subject or self._phrases.subject_of_sentence(first, begin)
        if before in "Q|\"'.:" and bare:
            return None  # said Smith
        return _NO_VERB

    def _agrees(self, verb: Verb, subject: Phrase, cue: int, *, bare: bool) -> bool:
        """Whether "reports" after these words is a verb."""
        if not verb.noun_too or not bare:
            return True
        tags = self._tags[subject.start : subject.end]
        word = self._block.words[subject.end - 1].lower()
        if tags == "P":
            return True
        after = self._tags[cue + 1 : cue + 2]
        if after in "vzgeiXIb&." and after:
            return False
        if verb.base:
            return word.endswith("s") or "&" in tags
        if self._tags[cue] == "y" and word.endswith("s") and not tags.endswith("N") and "(" not in tags:
            return False
        return "D" in tags or "N" in tags or word in self._lexicon.roles

    def _source_of_participle(self, verb: Verb, cue: int, begin: int, first: int, end: int) -> Phrase | None | bool:
        tags = self._tags
        if "X" in tags[begin:cue] or "S" in tags[begin:cue]:
            return self._phrases.subject_before(begin, first) or self._subject
        before = tags[begin - 1] if begin > first else "|"
        if before in ",-":
            return self._subject or self._phrases.subject_of_sentence(first, begin)
        if before == "|":
            comma = tags.find(",", cue, end)
            found = self._phrases.subject_of_sentence(comma + 1, end) if comma > 0 else None
            return found if found is not None else _NO_VERB
        if before in "Nn" and verb.classes & SPEAKING:
            return self._phrases.last_name(begin, first) or _NO_VERB
        if before in "&Ic" and (
            verb.classes & VerbClass.REPORT
            or self._block.words[begin - 1].lower() in {"and", "by", "while", "before", "after", "in"}
        ):
            return self._subject or self._phrases.subject_of_sentence(first, begin)
        return _NO_VERB

    def _antecedent(self, relative: int, first: int) -> Phrase | None | bool:
        if self._block.words[relative].lower() not in {"who", "which", "that"}:
            return _NO_VERB
        at = relative - (relative > first and self._tags[relative - 1] == ",")
        return (self._phrases.before(at, first) if at > first else None) or _NO_VERB

    # Content

    def _passive(
        self, verb: Verb, cue: int, begin: int, first: int, end: int, subject: Phrase | None
    ) -> Frame | None:
        tags, words = self._tags, self._block.words
        after = _ADJUNCTS.match(tags, cue + 1, end)
        at = after.end() if after else cue + 1
        if words[cue + 1].lower() == "by":
            agent = self._phrases.at(cue + 2, end)
            if agent is not None and verb.classes & (VerbClass.JUDGE | VerbClass.REPORT) and subject is not None:
                return Frame(((subject.start, subject.end),), agent, (cue, cue + 1), verb, 0.55, self._name(cue, "by"))
            return None
        if at < end and tags[at] == "H" and verb.classes & CLAUSAL:
            return self._following(at, end, None, cue, verb, 0.7, "that")
        return None

    def _active(
        self, verb: Verb, cue: int, begin: int, first: int, end: int, source: Phrase | None
    ) -> Frame | None:
        tags = self._tags
        inverted = None
        at = cue + 1
        if source is None:
            # “…,” said Smith
            inverted = self._phrases.at(at, end)
            if inverted is None or not verb.classes & SPEAKING or tags[cue] == "g":
                return None
            return self._before(verb, cue, begin, first, end, inverted, inverted.end)
        inherited = source is self._subject or tags[begin - 1 : begin] == "&" or "F" in tags[begin:cue]
        if not inherited and (tags[cue] != "g" or "X" in tags[begin:cue]):
            frame = self._before(verb, cue, begin, first, end, source, at)
            if frame is not None:
                return frame
        return self._after(verb, cue, end, source)

    def _before(
        self, verb: Verb, cue: int, begin: int, first: int, end: int, source: Phrase, at: int
    ) -> Frame | None:
        """“…,” she said. — It is so, she said on Monday. — It is, she said, so."""
        tags = self._tags
        if not verb.classes & (SPEAKING | VerbClass.THINK):
            return None
        left = min(source.start, begin)
        at_quote = left - 1
        while at_quote > first and tags[at_quote] in ",.-":
            at_quote -= 1
        quoted = at_quote >= first and tags[at_quote] == "Q"
        if quoted and left - at_quote == 1 and at_quote > first and not self._stopped(at_quote):
            return None
        if not quoted and (left - 1 <= first or tags[left - 1] not in ",-"):
            return None
        if not quoted and not verb.classes & (VerbClass.REPORT | VerbClass.TELL):
            return None
        if verb.classes & (VerbClass.TELL | VerbClass.ASK):
            person = _PERSON.match(tags, at, end)
            at = person.end() if person else at
        stop = self._end_of_adjuncts(at, end)
        if quoted and self._only_placed(first, at_quote):
            return None
        if quoted:
            parts = self._parts_around(first, at_quote + 1, stop, end)
            return Frame(parts, source, (cue, cue + 1), verb, 0.95, self._name(cue, "quoted"))
        content = left - 1
        closed = stop >= end or tags[stop] in '.;:"' or (tags[stop] == "," and self._participle(stop, end))
        if stop < end and tags[stop] in ",:" and tags[stop + 1 : stop + 2] == "Q":
            return None
        if closed:
            if content - first < 3 or not re.search("[vzybeXSQ]", tags[first:content]):
                return None
            return Frame(((first, content),), source, (cue, cue + 1), verb, 0.9, self._name(cue, "before"))
        if tags[stop] in ",-" and stop + 1 < end and stop - left < 25 and tags[stop + 1] != "&":
            last = end
            while last > stop + 1 and tags[last - 1] in '.,-"':
                last -= 1
            if last > stop + 1:
                parts: tuple[Part, ...] = ((first, content), (stop + 1, last))
                if tags[first] in "IATc#" and not re.search("[XvzybeQP]", tags[first:content]):
                    parts = parts[1:]
                return Frame(parts, source, (cue, cue + 1), verb, 0.85, self._name(cue, "amid"))
        return None

    def _only_placed(self, first: int, at: int) -> bool:
        """Whether words before a quotation make it a title: In “Night Shift,” she says …"""
        start = max(first, self._tags.rfind("|", 0, at) + 1)
        while start < at and self._tags[start] in "&A":
            start += 1
        return start < at and self._tags[start] == "I" and not re.search("[XvzybeP]", self._tags[start:at])

    def _stopped(self, quote: int) -> bool:
        """Whether quoted words end with a sign of their own, as those before "he said" do."""
        return any(sign in ",.?!…—–-" for sign in self._block.text[self._block.ends[quote] - 3 : self._block.ends[quote]])

    def _participle(self, comma: int, end: int) -> bool:
        tags = self._tags
        at = comma + 1
        while at < end and tags[at] == "A":
            at += 1
        return at < end and tags[at] in "giI"

    def _end_of_adjuncts(self, at: int, end: int) -> int:
        match = _ADJUNCTS.match(self._tags, at, end)
        return match.end() if match else at

    def _parts_around(self, first: int, content: int, stop: int, end: int) -> tuple[Part, ...]:
        """The quoted words before a verb, and those that go on after it."""
        tags = self._tags
        at = content
        while at > first and tags[at - 1] in ",.-\"":
            at -= 1
        start = at
        while start > first and tags[start - 1] not in "|.;:":
            start -= 1
        if tags[at - 1 : at] == "Q" and tags[start:at].count("Q") == at - start:
            start = at - 1
        parts = [(start, at)]
        if tags[stop : stop + 2] in (",Q", "-Q", ":Q"):
            parts.append((stop + 1, stop + 2))
        elif tags[stop : stop + 3] in (",cQ", ",&Q"):
            parts.append((stop + 2, stop + 3))
        elif tags[stop : stop + 1] == "Q":
            parts.append((stop, stop + 1))
        return tuple(parts)

    def _after(self, verb: Verb, cue: int, end: int, source: Phrase) -> Frame | None:
        """X said that …, X said “…”, X vowed to …, X accused Y of …"""
        tags, words = self._tags, self._block.words
        classes = verb.classes
        at = cue + 1
        if classes & (VerbClass.TELL | VerbClass.ASK | VerbClass.URGE):
            person = _PERSON.match(tags, at, end)
            if person and (frame := self._to_person(verb, cue, at, person.end(), end, source)):
                return frame
        aside = _ASIDE.match(tags, at, end)
        if aside and aside.end() < end and tags[aside.end()] in "HQ" and classes & CLAUSAL:
            return self._following(aside.end(), end, source, cue, verb, 0.85, "that")
        stop = self._end_of_adjuncts(at, end)
        here = tags[stop] if stop < end else "|"
        if classes & SPEAKING | classes & CLAUSAL:
            if here == "Q":
                return self._following(stop, end, source, cue, verb, 0.95, "quoted")
            if here in ",:-" and tags[stop + 1 : stop + 2] == "Q":
                return self._following(stop + 1, end, source, cue, verb, 0.97, "quoted")
            if here in ":," and tags[stop + 1 : stop + 3] == "HQ":
                return self._following(stop + 2, end, source, cue, verb, 0.97, "quoted")
        if classes & CLAUSAL:
            if here == "H":
                return self._following(stop, end, source, cue, verb, 0.9, "that")
            if here == "," and tags[stop + 1 : stop + 2] == "H" and not self._lexicon.english:
                return self._following(stop + 1, end, source, cue, verb, 0.9, "that")
            if here == "W":
                return self._following(stop, end, source, cue, verb, 0.8, "question")
            if here == ":" and stop + 1 >= end and classes & SPEAKING:
                return Frame((), source, (cue, cue + 1), verb, 0.9, self._name(cue, "colon"))
            if here == ":" and stop + 1 < end:
                return self._following(stop + 1, end, source, cue, verb, 0.85, "colon")
        if "it" in verb.particles and words[at : at + 1] == ["it"]:
            stop = self._end_of_adjuncts(at + 1, end)
            if stop + 1 < end and tags[stop] in ",:":
                return self._following(stop + 1, end, source, cue, verb, 0.85, "clause", cue_end=cue + 2)
            return None
        if classes & VerbClass.PHRASE and cue + 1 < end and words[cue + 1].lower() in verb.particles:
            return self._following(cue + 2, end, source, cue, verb, 0.6, "object", cue_end=cue + 2)
        if "of" in verb.particles and (person := _PERSON.match(tags, at, end)):
            particle = person.end()
            if particle < end and words[particle].lower() == "of":
                return self._following(particle + 1, end, source, cue, verb, 0.75, "object")
        if classes & VerbClass.PROMISE and tags[cue + 1] == "F":
            return self._following(cue + 1, end, source, cue, verb, 0.75, "infinitive")
        if classes & VerbClass.REPORT and (frame := self._bare_clause(verb, cue, stop, end, source, 0.85)):
            return frame
        if classes & VerbClass.THINK and (frame := self._bare_clause(verb, cue, cue + 1, end, source, 0.7)):
            return frame
        if classes & VerbClass.JUDGE and tags[source.start - 1 : source.start] != "W" and tags[cue + 1] in _OBJECT_START and tags[cue + 1] != "F":
            return self._following(cue + 1, end, source, cue, verb, 0.6, "object")
        return None

    def _to_person(self, verb: Verb, cue: int, at: int, stop: int, end: int, source: Phrase) -> Frame | None:
        tags = self._tags
        after = self._end_of_adjuncts(stop, end)
        here = tags[after] if after < end else "|"
        classes = verb.classes
        if classes & VerbClass.URGE and (tags[stop] == "F" or "F" in tags[stop:after]):
            return self._following(at, end, source, cue, verb, 0.75, "infinitive")
        if not classes & (VerbClass.TELL | VerbClass.ASK):
            return None
        if here in ",:" and tags[after + 1 : after + 2] in ("Q", "H"):
            after, here = after + 1, tags[after + 1]
        if here in "HWQ":
            return self._following(after, end, source, cue, verb, 0.9, "that" if here != "Q" else "quoted")
        if classes & VerbClass.TELL and here in "PDNny" and re.search("[XvzybeS]", tags[after:end]):
            return self._following(after, end, source, cue, verb, 0.75, "clause")
        return None

    def _bare_clause(
        self, verb: Verb, cue: int, stop: int, end: int, source: Phrase, score: float
    ) -> Frame | None:
        """X said it is so: a subject and a verb follow, or nothing else can."""
        tags = self._tags
        if not verb.classes & VerbClass.REPORT:
            subject = self._phrases.at(stop, end)
            if subject is None or subject.end >= end:
                return None
            if tags[subject.end] not in "XSvzybeAM":
                return None
        elif stop >= end or tags[stop] not in "DPNn#eTHSAizyQ":
            return None
        elif tags[stop] != "P" and not re.search("[XvzybegSiQM]", tags[stop:end]):
            return None
        return self._following(stop, end, source, cue, verb, score, "clause")

    def _following(
        self,
        at: int,
        end: int,
        source: Phrase | None,
        cue: int,
        verb: Verb,
        score: float,
        reason: str,
        *,
        cue_end: int = 0,
    ) -> Frame | None:
        tags = self._tags
        stop = end
        if tags[at] == "Q" and (
            at + 1 >= end or tags[at + 1] in '.,"|-;:(c' or ((tags[at - 1] in ",:" or tags[at + 1] == "&") and self._stopped(at))
        ):
            stop = at + 1
        else:
            cut = _CUT.search(tags, at + 2, end)
            if cut:
                stop = cut.start()
            first = tags.rfind("|", 0, cue) + 1
            if tags[first] in "cWI" and "," not in tags[first:cue]:
                comma = tags.find(",", at + 2, stop)
                if comma > 0:
                    stop = comma
        while stop > at and tags[stop - 1] in ",.-\"":
            stop -= 1
        if stop <= at:
            return None
        comma = source is not None and tags[source.start - 1 : source.start] == ","
        return Frame(((at, stop),), source, (cue, cue_end or cue + 1), verb, score, self._name(cue, reason), comma)

    def _according(self, first: int, end: int) -> list[Frame]:
        """According to X, it is so. — It is so, according to X."""
        found: list[Frame] = []
        words, tags = self._block.words, self._tags
        at = tags.find("C", first, end)
        while at >= 0:
            frame = self._according_at(at, first, end)
            if frame is not None:
                found.append(frame)
            at = tags.find("C", at + 1, end)
        return found

    def _according_at(self, at: int, first: int, end: int) -> Frame | None:
        words, tags = self._block.words, self._tags
        following = [word.lower() for word in words[at + 1 : at + 4]]
        for rest in self._lexicon.according[words[at].lower()]:
            phrase = rest.split()
            if following[: len(phrase)] == phrase:
                begin = at + 1 + len(phrase)
                break
        else:
            return None
        source = self._phrases.at(begin, end)
        if source is None:
            return None
        cue = (at, begin)
        comma = tags.find(",", source.end, end)
        if at <= first + 1 and comma > 0:
            start, stop = comma + 1, end
        else:
            start, stop = first, at
        while stop > start and tags[stop - 1] in ",-.\"":
            stop -= 1
        if stop - start < 3 and "Q" not in tags[start:stop]:
            return None
        return Frame(((start, stop),), source, cue, None, 0.85, f"“{words[at]}” with a source")

    def _name(self, cue: int, reason: str) -> str:
        word = self._block.words[cue]
        return _REASONS[reason].format(word)


def _outermost(frames: list[Frame]) -> list[Frame]:
    """Without those that are part of what another one says: of "A said that B claims C", only A's."""
    frames = [_before_another(frame, frames) for frame in frames]
    found: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: sum(first - end for first, end in frame.parts)):
        cue = frame.cue[0]
        if not any(first <= cue < end for other in found for first, end in other.parts):
            found.append(frame)
    return sorted(found, key=lambda frame: frame.cue)


def _before_another(frame: Frame, frames: list[Frame]) -> Frame:
    """Where "they sought talks, the mayor said …" goes on after what one verb leads in, its content ends."""
    if frame.score >= _SURE or len(frame.parts) != 1:
        return frame
    first, end = frame.parts[0]
    for other in frames:
        if other.score >= _SURE and other.source is not None and first + 1 < other.source.start < end:
            if other.parts and other.parts[0][0] > other.cue[0] and other.comma:
                return replace(frame, parts=((first, other.source.start - 1),))
    return frame


_SURE = 0.8
_NO_VERB = False
_REASONS = {
    "quoted": "“{}” with a speaker beside quoted words",
    "before": "“{}” with a speaker after the sentence",
    "amid": "“{}” with a speaker amid the sentence",
    "that": "“{}” with a clause after it",
    "question": "“{}” with a question after it",
    "clause": "“{}” with a clause after it",
    "colon": "“{}” with a colon after it",
    "infinitive": "“{}” with what is to be done",
    "object": "“{}” with what is spoken of",
    "by": "“{}” by a source",
}
