"""One passage read for quotes, block after block: frames first, then the quoted words that no frame holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotations.model import BlockKind, Span
from annotations.quoting import Quoted, quotations
from annotations.suggest.base import Passage
from annotations.suggest.lexicon import Lexicon
from annotations.suggest.mentions import Phrase, Phrases
from annotations.suggest.quotes_beside import is_clause, names_words, source_beside, speaker_between, stands_beside
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_english import EnglishFrames
from annotations.suggest.quotes_frames import SURE, WITH_PRONOUN, Frame
from annotations.suggest.quotes_incise import incised
from annotations.suggest.quotes_labels import Labels
from annotations.suggest.quotes_turns import Turns
from annotations.suggest.tagging import Tagged, Tagger

__all__ = ["Reading"]

_MARK = re.compile("[“”„‟\"＂«»‹›‘‚`「『'’](?:(?<!['’])|(?<=')'|(?<!\\w.)(?=\\w))")
_ENDS = frozenset(",.?!…—–-")
_NAMED_FIRST = re.compile("[&A,]{0,3}(N+|P)(?![NSI&,])")
_SHORTEST_SENTENCE = 3
_LONGEST_TITLE = 80
_DOUBTFUL = 0.7
_SHORT_TURN = 10
_LONGEST_SENTENCE = 300
_CLOSING = frozenset("”’\"'»›“‘」』 ")


@dataclass(frozen=True, slots=True)
class _Rest:
    """The quoted words of a block, and those of them that a verb has claimed: word -> quote."""

    tagged: Tagged
    parts: list[Quoted]
    taken: dict[int, Draft]
    index: int

    def part(self, at: int) -> Quoted:
        return self.parts[self.tagged.quotes[at]]


class Reading:
    """Reads a passage.

    Attributes:
        drafts: What is found, in the order of finding.
    """

    def __init__(self, passage: Passage, lexicon: Lexicon, tagger: Tagger) -> None:
        self.drafts: list[Draft] = []
        self._passage = passage
        self._text = passage.text
        self._lexicon = lexicon
        self._tagger = tagger
        self._labels = Labels(passage.text, passage.blocks, lexicon)
        self._last: Draft | None = None  # the last quote with marks
        self._open = False  # whether it has no closing mark
        self._turns = Turns(passage.text)
        self._waiting: list[Span] = []  # quoted paragraphs before the one that says who speaks
        self._asked = -2  # the last block that is a question without marks
        self._announced: Draft | None = None  # who was said to speak in the next block

    def read(self) -> None:
        """Find the quotes of all blocks."""
        passage = self._passage
        at = 0
        for index, block in enumerate(passage.blocks):
            first = at
            while at < len(passage.sentences) and passage.sentences.start(at) < block.end:
                at += 1
            if block.kind is BlockKind.CODE or first == at:
                continue
            draft = self._labels.transcribed(index) or self._labels.headline(index)
            if draft is not None:
                self.drafts.append(draft)
                if draft.kind == "direct":
                    # Marks at each paragraph, and none at an end, are those of a transcript that goes on.
                    self._last, self._open = draft, self._text[block.start] in '"“'
                self._announced = None
                continue
            ranges = [(passage.sentences.start(i), passage.sentences.end(i)) for i in range(first, at)]
            self._block(index, block.start, block.end, ranges)

    def _block(self, index: int, start: int, end: int, ranges: list[tuple[int, int]]) -> None:
        text = self._text
        parts: list[Quoted] = []
        if _MARK.search(text, start, end):
            groups = [group for group in quotations(text, start, end) if group[0].depth == 0]
            parts = sorted((part for group in groups for part in group), key=lambda part: part.outer.start)
        if not parts and text[end - 1] == "?":
            self._asked = index
        tagged = self._tagger.tag(text, ranges, [part.outer for part in parts])
        phrases = Phrases(tagged, self._lexicon)
        taken: dict[int, Draft] = {}
        announced, self._announced = self._announced, None
        if announced is not None and self._is_announced(tagged, surely=announced.score > _DOUBTFUL):
            announced.fragments = [Span(start, end)]
            announced.block = index
            if not parts or len(parts) > 1:
                announced.score = _DOUBTFUL
            self.drafts.append(announced)
            self._last = announced
            self._open = bool(parts) and not parts[-1].closed
            return
        for frame in self._frames(tagged, phrases):
            draft = self._draft(tagged, frame, index)
            if not frame.parts:
                self._announced = draft
                continue
            for first, stop in frame.parts:
                at = tagged.tags.find("Q", first, stop)
                while at >= 0:
                    taken.setdefault(at, draft)
                    at = tagged.tags.find("Q", at + 1, stop)
            self.drafts.append(draft)
        if self._announced is None and tagged.tags.endswith(":|"):
            self._announced = self._introducing(tagged, phrases, index)
        self._attribute_rest(_Rest(tagged, parts, taken, index), phrases)

    def _frames(self, tagged: Tagged, phrases: Phrases) -> list[Frame]:
        if self._lexicon.english:
            return EnglishFrames(tagged, phrases, self._lexicon).find()
        if self._lexicon.code == "de":
            from annotations.suggest.quotes_german import GermanFrames

            return GermanFrames(tagged, self._lexicon).find()
        from annotations.suggest.quotes_plain import PlainFrames

        return PlainFrames(tagged, self._lexicon).find()

    def _introducing(self, tagged: Tagged, phrases: Phrases, index: int) -> Draft | None:
        """Who may speak in the next block, after "She made the following remark:"."""
        end = len(tagged.tags) - 2
        sentence = tagged.tags.rfind("|", max(0, end - _LONGEST_SENTENCE), end) + 1
        subject = phrases.subject_of_sentence(sentence, end)
        if subject is None or not self._may_speak(tagged, subject):
            return None
        source = tagged.span(subject.start, subject.end)
        return Draft([], source, None, "direct", _DOUBTFUL, "quotation marks after a colon", index)

    def _is_announced(self, tagged: Tagged, *, surely: bool) -> bool:
        """Whether a block after "she said:" is what she said: quoted as a whole, or without any mark."""
        tags = tagged.tags
        return tags in ("Q|", "Q.|") or (tags[0] == "Q" and tags.strip("Q|.") == "") or (surely and "Q" not in tags)

    def _draft(self, tagged: Tagged, frame: Frame, index: int) -> Draft:
        tags = tagged.tags
        fragments = [tagged.span(first, stop) for first, stop in frame.parts]
        inside = "".join(tags[first:stop] for first, stop in frame.parts)
        quoted = inside.count("Q")
        kind = "indirect"
        if quoted or not inside:
            kind = "direct" if quoted == len(inside) else "mixed"
        source = None if frame.source is None else tagged.span(frame.source.start, frame.source.end)
        if source is not None and (pronoun := WITH_PRONOUN.search(source.of(self._text))):
            source = Span(source.start + pronoun.start() + 1, source.end)  # dit-il
        return Draft(fragments, source, tagged.span(*frame.cue), kind, frame.score, frame.reason, index)

    def _attribute_rest(self, rest: _Rest, phrases: Phrases) -> None:
        """Find the quotes to which quoted words belong that no verb has claimed."""
        tags = rest.tagged.tags
        only_quoted = tags.strip("Q|.") == ""
        order = sorted(at for at in rest.tagged.quotes if tags[at] == "Q")
        for position, at in enumerate(order):
            part = rest.parts[rest.tagged.quotes[at]]
            draft = rest.taken.get(at)
            if draft is None and part.continues and position and (earlier := rest.taken.get(order[position - 1])):
                # “…,” she said, turning away, “…”
                draft = earlier if earlier.add(part.outer, rest.index) else None
            if draft is None and (draft := incised(self._text, part.outer, self._lexicon, self._tagger, rest.index)):
                self.drafts.append(draft)
            if draft is None and self._stands_alone(tags, at, part):
                if at == 0 and only_quoted and not part.closed and not self._goes_on(rest.index):
                    self._waiting.append(part.outer)
                    continue
                following = order[position + 1] if position + 1 < len(order) else None
                draft = self._continued(rest, at, following) or self._introduced(rest, at, phrases)
            if draft is None and position + 1 < len(order) and rest.part(order[position + 1]).continues:
                draft = self._interrupted(rest, at, phrases)
            if draft is None:
                draft = self._beside(rest, at, phrases)
            if draft is None:
                continue
            rest.taken[at] = draft
            if draft.kind == "indirect":
                continue
            if self._waiting and at == 0:
                draft.fragments[:0] = self._waiting
            self._waiting = []
            self._last = draft
            self._open = not part.closed
            if at == 0:
                self._turns.note(draft, rest.index, short=len(tags) <= _SHORT_TURN)

    def _stands_alone(self, tags: str, at: int, part: Quoted) -> bool:
        """Whether quoted words are a sentence, and no title or word in one."""
        before = tags[at - 1] if at else "|"
        after = tags[at + 1] if at + 1 < len(tags) else "|"
        if before not in "|Q:" or after not in "|Q.":
            return False
        if not part.closed:
            return self._text[part.outer.start] not in "'‘’" and self._text[part.inner.start] != "("
        if self._is_titled(part):
            return False
        end = part.inner.end
        while end > part.inner.start and self._text[end - 1] in _CLOSING:
            end -= 1
        return self._text[end - 1] in _ENDS and self._text[part.inner.start] != "("

    def _is_titled(self, part: Quoted) -> bool:
        """Whether quoted words are written like a title: Each Word With a Capital."""
        words = self._text[part.inner.start : min(part.inner.end, part.inner.start + _LONGEST_TITLE)].split()
        capitals = sum(word[0].isupper() for word in words)
        return len(words) > 2 and capitals > 0.6 * len(words)

    def _goes_on(self, index: int) -> bool:
        """Whether the last quotation was left open in the block before."""
        return self._open and self._last is not None and index - self._last.block == 1

    def _continued(self, rest: _Rest, at: int, following: int | None) -> Draft | None:
        """The quote of which these words are a further part, or the first one."""
        part, last = rest.part(at), self._last
        if last is not None and last.block == rest.index and last.kind == "direct" and last.add(part.outer, rest.index):
            return last
        if at == 0 and last is not None and self._goes_on(rest.index) and last.add(part.outer, rest.index):
            return last
        behind = rest.taken.get(following) if following is not None and following - at <= 2 else None
        if behind is not None and behind.kind == "direct":
            behind.fragments.insert(0, part.outer)
            return behind
        return None

    def _introduced(self, rest: _Rest, at: int, phrases: Phrases) -> Draft | None:
        """A new quote: of who does something in the sentence before, or of who spoke last."""
        tags, last = rest.tagged.tags, self._last
        part = rest.part(at)
        if at and tags[at - 1] == "|" and (told := self._told_before(rest, at)):
            # The line is late, Smith said. “…”
            return self._new(part, told.source, told.cue, rest.index)
        if at >= _SHORTEST_SENTENCE and tags[at - 1] in "|:":
            sentence = tags.rfind("|", max(0, at - _LONGEST_SENTENCE), at - 1) + 1
            named = _NAMED_FIRST.match(tags, sentence, at)
            subject = Phrase(*named.span(1)) if named else phrases.subject_of_sentence(sentence, at - 1)
            if subject is not None and self._may_speak(rest.tagged, subject):
                if last is None or last.block != rest.index or last.source is None:
                    return self._new(part, rest.tagged.span(subject.start, subject.end), None, rest.index)
                return self._new(part, last.source, last.cue, rest.index)
        if at == 0 and self._turns.is_answer(rest.index):
            other = self._turns.other
            return self._new(part, other.source, other.cue, rest.index) if other and other.source else None
        if last is not None and last.source is not None and self._blocks_since(last, rest.index) <= 1:
            return self._new(part, last.source, last.cue, rest.index)
        return None

    def _blocks_since(self, draft: Draft, index: int) -> int:
        """How many blocks ago a quote was, without those that wait for their speaker and the question before them."""
        waited = index - len(self._waiting)
        return waited - draft.block - (self._asked == waited - 1 > draft.block)

    def _interrupted(self, rest: _Rest, at: int, phrases: Phrases) -> Draft | None:
        """A new quote that goes on behind who speaks, with a verb that no table has."""
        found = speaker_between(rest.tagged, at, phrases)
        if found is None:
            return None
        speaker, verb = found
        cue = rest.tagged.span(verb, verb + 1)
        return self._new(rest.part(at), rest.tagged.span(speaker.start, speaker.end), cue, rest.index)

    def _beside(self, rest: _Rest, at: int, phrases: Phrases) -> Draft | None:
        """A new quote: a quoted sentence in another one, of whom that is about."""
        part = rest.part(at)
        if not names_words(rest.tagged, at):
            if not stands_beside(rest.tagged, at) or not part.closed or self._is_titled(part):
                return None
            if not is_clause(self._text, part.inner, self._tagger):
                return None
        told = self._told_here(rest, at)
        english = self._lexicon.english  # subjects are found by its grammar
        subject = source_beside(rest.tagged, at, phrases) if english and not told else None
        source = told.source if told else None if subject is None else rest.tagged.span(subject.start, subject.end)
        draft = self._new(part, source, None, rest.index)
        draft.reason = "quoted words within a sentence"
        return draft

    def _told_here(self, rest: _Rest, at: int) -> Draft | None:
        """Who is said to say something earlier in the sentence of the quoted words at word `at`."""
        sentence = rest.tagged.tags.rfind("|", max(0, at - _LONGEST_SENTENCE), at) + 1
        first, end = rest.tagged.start(sentence), rest.tagged.start(at)
        cued = [draft for draft in self.drafts[-4:] if draft.cue is not None and first <= draft.cue.start < end]
        return cued[-1] if cued and cued[-1].source is not None else None

    def _told_before(self, rest: _Rest, at: int) -> Draft | None:
        """Who said something, without marks, in the sentence before the quoted words at word `at`."""
        tags, last = rest.tagged.tags, self.drafts[-1] if self.drafts else None
        if last is None or last.cue is None or last.source is None or last.score < SURE:
            return None
        sentence = tags.rfind("|", max(0, at - _LONGEST_SENTENCE), at - 1) + 1
        cued = [draft for draft in self.drafts[-4:] if draft.cue and draft.cue.start >= rest.tagged.start(sentence)]
        return last if cued == [last] and last.cue.start < rest.tagged.start(at) else None

    def _may_speak(self, tagged: Tagged, subject: Phrase) -> bool:
        """Whether who does something just before quoted words may well be who speaks them."""
        first = tagged.words[subject.start].lower()
        return first in self._lexicon.genders or tagged.tags[subject.end - 1] == "N"

    def _new(self, part: Quoted, source: Span | None, cue: Span | None, index: int) -> Draft:
        score = 0.6 if cue is None else 0.75
        draft = Draft([part.outer], source, cue, "direct", score, "quotation marks after the speaker's words", index)
        self.drafts.append(draft)
        return draft
