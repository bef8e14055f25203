"""One passage read for quotes, block after block: frames first, then the quoted words that no frame holds."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotations.model import Block, BlockKind, Span
from annotations.quoting import Quoted, quotations
from annotations.suggest.base import Passage
from annotations.suggest.lexicon import Lexicon
from annotations.suggest.mentions import Phrases
from annotations.suggest.quotes_beside import (
    is_clause,
    is_titled,
    lacks_end,
    name_beside,
    names_words,
    source_beside,
    speaker_between,
    stands_alone,
    stands_beside,
)
from annotations.suggest.quotes_drafts import Draft, draft_of
from annotations.suggest.quotes_english import EnglishFrames
from annotations.suggest.quotes_frames import Frame
from annotations.suggest.quotes_incise import dashed, incised
from annotations.suggest.quotes_interviews import Interviews
from annotations.suggest.quotes_labels import Labels
from annotations.suggest.quotes_told import acting_before, introducing, told_before, told_here, told_in_block
from annotations.suggest.quotes_turns import Turns
from annotations.suggest.tagging import Tagged, Tagger

__all__ = ["Reading"]

_MARK = re.compile("[“”„‟\"＂«»‹›‘‚`「『'’](?:(?<!['’])|(?<=')'|(?<!\\w.)(?=\\w))")
_DASHES = frozenset("—–")
_SHORTEST_SENTENCE = 3
_DOUBTFUL = 0.7
_SHORT_TURN = 10


class _Rest(NamedTuple):
    """The quoted words of a block, and those of them that a verb has claimed: word -> quote."""

    tagged: Tagged
    parts: list[Quoted]
    taken: dict[int, Draft]
    block: int

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
        self._announced: Draft | None = None  # who was said to speak in the next block
        self._interview = Interviews()

    def read(self) -> None:
        """Find the quotes of all blocks."""
        passage = self._passage
        start, end, total = passage.sentences.start, passage.sentences.end, len(passage.sentences)
        at = 0
        for index, block in enumerate(passage.blocks):
            first = at
            while at < total and start(at) < block.end:
                at += 1
            if block.kind is BlockKind.CODE or first == at:
                continue
            if block.kind is BlockKind.HEADING:
                self._interview.end()
            elif block.kind is BlockKind.BLOCK_QUOTE and self._goes_on_in(index):
                continue
            draft = (
                self._labels.transcribed(index, block)
                or self._labels.headline(index, block)
                or self._dashed(index, block)
            )
            if draft is not None:
                self.drafts.append(draft)
                if draft.kind == "direct":
                    # Marks at each paragraph, and none at an end, are those of a transcript that goes on.
                    self._last, self._open = draft, self._text[block.start] in '"“'
                self._announced = None
                continue
            ranges = [(start(i), end(i)) for i in range(first, at)]
            self._block(index, block.start, block.end, ranges)

    def _dashed(self, index: int, block: Block) -> Draft | None:
        """What is said in a block that begins with a dash; `index` is its number."""
        blocks, text = self._passage.blocks, self._text
        if text[block.start] not in _DASHES:
            return None
        beside = [blocks[at] for at in (index - 1, index + 1) if 0 <= at < len(blocks)]
        in_dialogue = any(text[other.start] in _DASHES for other in beside)
        return dashed(text, block, self._lexicon, self._tagger, index, beside=in_dialogue)

    def _goes_on_in(self, index: int) -> bool:
        """Whether block `index`, set apart as a quote, is taken for the rest of one: “…,” she wrote, ¶ …."""
        before, last = self._passage.blocks[index - 1] if index else None, self._last
        if before is None or last is None or last.block != index - 1 or self._text[before.end - 1] not in ",:":
            return False
        block = self._passage.blocks[index]
        return last.add(Span(block.start, block.end), index)

    def _block(self, index: int, start: int, end: int, ranges: list[tuple[int, int]]) -> None:
        text = self._text
        parts: list[Quoted] = []
        if _MARK.search(text, start, end):
            groups = [group for group in quotations(text, start, end) if group[0].depth == 0]
            parts = sorted((part for group in groups for part in group), key=lambda part: part.outer.start)
            following = self._passage.blocks[index + 1].start if index + 1 < len(self._passage.blocks) else len(text)
            if parts and self._lexicon.english and lacks_end(text, parts[-1], _MARK.match(text, following)):
                parts = parts[:-1]
        if not parts and text[end - 1] == "?":
            self._interview.asked = index
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
            draft = draft_of(tagged, frame, index)
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
            self._announced = introducing(tagged, phrases, self._lexicon, index)
        self._attribute_rest(_Rest(tagged, parts, taken, index), phrases)
        self.drafts += self._interview.named(index, self.drafts)

    def _frames(self, tagged: Tagged, phrases: Phrases) -> list[Frame]:
        if self._lexicon.english:
            return EnglishFrames(tagged, phrases, self._lexicon).find()
        if self._lexicon.code == "de":
            from annotations.suggest.quotes_german import GermanFrames

            return GermanFrames(tagged, self._lexicon).find()
        from annotations.suggest.quotes_romance import RomanceFrames, RussianFrames

        grammar = RussianFrames if self._lexicon.code == "ru" else RomanceFrames
        return grammar(tagged, self._lexicon).find()

    def _is_announced(self, tagged: Tagged, *, surely: bool) -> bool:
        """Whether a block after "she said:" is what she said: quoted as a whole, or without any mark."""
        tags = tagged.tags
        return tags in ("Q|", "Q.|") or (tags[0] == "Q" and tags.strip("Q|.") == "") or (surely and "Q" not in tags)

    def _attribute_rest(self, rest: _Rest, phrases: Phrases) -> None:
        """Find the quotes to which quoted words belong that no verb has claimed."""
        tags = rest.tagged.tags
        only_quoted = tags.strip("Q|.") == ""
        if only_quoted:
            self._interview.answer(rest.block)
        if not rest.tagged.quotes:
            return
        order = sorted(at for at in rest.tagged.quotes if tags[at] == "Q")
        for position, at in enumerate(order):
            part = rest.part(at)
            alone = stands_alone(self._text, tags, at, part)
            draft = rest.taken.get(at)
            if draft is None:
                opens = at == 0 and only_quoted and alone
                if opens and not part.closed and not self._goes_on(rest.block):
                    self._waiting.append(part.outer)
                    continue
                draft = self._owner(
                    rest, order[position - 1 : position + 2] if position else [-1, *order[:2]], phrases, alone=alone
                )
                if draft is None and opens:
                    self._interview.wait(part.outer, rest.block)
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
                self._turns.note(draft, rest.block, short=len(tags) <= _SHORT_TURN)

    def _owner(self, rest: _Rest, around: list[int], phrases: Phrases, *, alone: bool) -> Draft | None:
        """The quote to which the quoted words at the second of `around` belong; the others are those beside them.

        Args:
            rest: The block.
            around: Words that are quotations; -1 for none before.
            phrases: Of the block.
            alone: Whether they are a sentence of their own.
        """
        before, at, *following = around
        part = rest.part(at)
        draft: Draft | None = None
        if part.continues and (earlier := rest.taken.get(before)):
            # “…,” she said, turning away, “…”
            draft = earlier if earlier.add(part.outer, rest.block) else None
        if draft is None and (draft := incised(self._text, part.outer, self._lexicon, self._tagger, rest.block)):
            self.drafts.append(draft)
        if draft is None and alone:
            draft = self._continued(rest, at, following) or self._introduced(rest, at, phrases)
        if draft is None and following and rest.part(following[0]).continues:
            draft = self._interrupted(rest, at, phrases)
        return draft or self._beside(rest, at, phrases)

    def _goes_on(self, index: int) -> bool:
        """Whether the last quotation was left open in the block before."""
        return self._open and self._last is not None and index - self._last.block == 1

    def _continued(self, rest: _Rest, at: int, following: list[int]) -> Draft | None:
        """The quote of which these words are a further part, or the first one."""
        part, last = rest.part(at), self._last
        if (
            last is not None
            and last.block == rest.block
            and last.kind == "direct"
            and not _names(last)
            and last.add(part.outer, rest.block)
        ):
            return last
        if at == 0 and last is not None and self._goes_on(rest.block) and last.add(part.outer, rest.block):
            return last
        behind = rest.taken.get(following[0]) if following and following[0] - at <= 2 else None
        if behind is not None and behind.kind == "direct":
            behind.fragments.insert(0, part.outer)
            return behind
        return None

    def _introduced(self, rest: _Rest, at: int, phrases: Phrases) -> Draft | None:
        """A new quote: of who does something in the sentence before, or of who spoke last."""
        tags, last = rest.tagged.tags, self._last
        part = rest.part(at)
        if at and tags[at - 1] == "|" and (told := told_before(self.drafts, rest.tagged, at)):
            # The line is late, Smith said. “…”
            return self._new(part, told.source, told.cue, rest.block)
        if (
            at >= _SHORTEST_SENTENCE
            and tags[at - 1] in "|:"
            and (subject := acting_before(rest.tagged, at, phrases, self._lexicon))
        ):
            if last is None or last.block != rest.block or last.source is None or _names(last):
                return self._new(part, subject, None, rest.block)
            return self._new(part, last.source, last.cue, rest.block)
        if at == 0 and self._turns.is_answer(rest.block):
            other = self._turns.other
            return self._new(part, other.source, other.cue, rest.block) if other and other.source else None
        if at == 0 and rest.block and not self._interview.going_on and (told := self._told_in_block_before(rest.block)):
            return self._new(part, told.source, told.cue, rest.block)  # Smith said it was possible. ¶ “…”
        reach = 2 if self._interview.going_on else 1
        if last is None or last.source is None:
            return None
        if last.block == rest.block and _names(last):
            return self._new(part, None, None, rest.block)  # whoever wrote the answer
        if self._blocks_since(last, rest.block) <= reach:
            return self._new(part, last.source, last.cue, rest.block)
        return None

    def _told_in_block_before(self, index: int) -> Draft | None:
        return told_in_block(self.drafts, self._text, self._passage.blocks[index - 1], index - 1)

    def _blocks_since(self, draft: Draft, index: int) -> int:
        """How many blocks ago a quote was, without those that wait for their speaker and the question before them."""
        waited = index - len(self._waiting)
        return waited - draft.block - (self._interview.asked == waited - 1 > draft.block)

    def _interrupted(self, rest: _Rest, at: int, phrases: Phrases) -> Draft | None:
        """A new quote that goes on behind who speaks, with a verb that no table has."""
        found = speaker_between(rest.tagged, at, phrases)
        if found is None:
            return None
        speaker, verb = found
        cue = rest.tagged.span(verb, verb + 1)
        return self._new(rest.part(at), rest.tagged.span(speaker.start, speaker.end), cue, rest.block)

    def _beside(self, rest: _Rest, at: int, phrases: Phrases) -> Draft | None:
        """A new quote: a quoted sentence in another one, of whom that is about."""
        part = rest.part(at)
        if not names_words(rest.tagged, at):
            if not stands_beside(rest.tagged, at) or not part.closed or is_titled(self._text, part):
                return None
            # Only of English are all verbs known.
            led_in = not self._lexicon.english and rest.tagged.tags[at - 1 : at] == ":"
            if not led_in and not is_clause(self._text, part.inner, self._tagger):
                return None
        told = told_here(self.drafts, rest.tagged, at)
        subject = None
        if told is None:  # subjects are found by the grammar of English
            one_word = self._lexicon.code not in ("de", "ru")
            if self._lexicon.english:
                subject = source_beside(rest.tagged, at, phrases)
            else:
                subject = name_beside(rest.tagged, at, one_word=one_word)
        source = told.source if told else None if subject is None else rest.tagged.span(subject.start, subject.end)
        draft = self._new(part, source, None, rest.block)
        draft.reason = "quoted words within a sentence"
        return draft

    def _new(self, part: Quoted, source: Span | None, cue: Span | None, index: int) -> Draft:
        score = 0.6 if cue is None else 0.75
        draft = Draft([part.outer], source, cue, "direct", score, "quotation marks after the speaker's words", index)
        self.drafts.append(draft)
        return draft


def _names(draft: Draft) -> bool:
    """Whether a quote is what somebody calls something, and so does not go on."""
    return draft.cue is not None and draft.score <= _DOUBTFUL
