"""One passage read for quotes, block after block: frames first, then the quoted words that no frame holds."""

from __future__ import annotations

import re

from annotations.model import BlockKind, Span
from annotations.quoting import Quoted, quotations
from annotations.suggest.base import Passage
from annotations.suggest.lexicon import Lexicon
from annotations.suggest.mentions import Phrase, Phrases
from annotations.suggest.quotes_drafts import Draft
from annotations.suggest.quotes_english import EnglishFrames
from annotations.suggest.quotes_frames import Frame
from annotations.suggest.quotes_incise import incised
from annotations.suggest.quotes_labels import Labels
from annotations.suggest.quotes_plain import PlainFrames
from annotations.suggest.tagging import Tagged, Tagger

__all__ = ["Reading"]

_MARK = re.compile("[“”„‟\"＂«»‹›‘‚`「『]|(?<!\\w)['’](?=\\w)|''")
_ENDS = frozenset(",.?!…—–-")
_CLOSING = frozenset("”’\"'»›“‘」』 ")


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
        self._labels = Labels(passage.text, passage.blocks)
        self._last: Draft | None = None  # the last quote with marks
        self._open = False  # whether it has no closing mark
        self._waiting: list[Span] = []  # quoted paragraphs before the one that says who speaks
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
                self._last = draft if draft.kind == "direct" else self._last
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
        tagged = self._tagger.tag(text, ranges, [part.outer for part in parts])
        phrases = Phrases(tagged, self._lexicon)
        taken: dict[int, Draft] = {}
        announced, self._announced = self._announced, None
        if announced is not None and self._is_announced(tagged):
            announced.fragments = [Span(start, end)]
            announced.block = index
            if not parts or len(parts) > 1:
                announced.score = 0.7
            self.drafts.append(announced)
            self._last = announced
            self._open = bool(parts) and not parts[-1].closed
            return
        english = self._lexicon.english
        frames = EnglishFrames(tagged, phrases, self._lexicon) if english else PlainFrames(tagged, self._lexicon)
        for frame in frames.find():
            draft = self._draft(tagged, frame, index)
            if not frame.parts:
                self._announced = draft
                continue
            for first, stop in frame.parts:
                for at in range(first, stop):
                    if tagged.tags[at] == "Q":
                        taken.setdefault(at, draft)
            self.drafts.append(draft)
        self._attribute_rest(tagged, parts, taken, phrases, index)

    def _is_announced(self, tagged: Tagged) -> bool:
        """Whether a block after "she said:" is what she said: quoted as a whole, or without any mark."""
        tags = tagged.tags
        return tags in ("Q|", "Q.|") or (tags[0] == "Q" and tags.strip("Q|.") == "") or "Q" not in tags

    def _draft(self, tagged: Tagged, frame: Frame, index: int) -> Draft:
        tags = tagged.tags
        fragments = [tagged.span(first, stop) for first, stop in frame.parts]
        inside = "".join(tags[first:stop] for first, stop in frame.parts)
        quoted = inside.count("Q")
        kind = "indirect"
        if quoted or not inside:
            kind = "direct" if quoted == len(inside) else "mixed"
        source = None if frame.source is None else tagged.span(frame.source.start, frame.source.end)
        return Draft(fragments, source, tagged.span(*frame.cue), kind, frame.score, frame.reason, index)

    def _attribute_rest(
        self, tagged: Tagged, parts: list[Quoted], taken: dict[int, Draft], phrases: Phrases, index: int
    ) -> None:
        tags = tagged.tags
        order = sorted(tagged.quotes)
        for position, at in enumerate(order):
            part = parts[tagged.quotes[at]]
            if tags[at] != "Q":
                continue
            draft = taken.get(at)
            if draft is None and part.continues and position and (earlier := taken.get(order[position - 1])):
                # “…,” she said, turning away, “…”
                draft = earlier if earlier.add(part.outer, index) else None
            if draft is None and (draft := incised(self._text, part.outer, self._lexicon, self._tagger, index)):
                self.drafts.append(draft)
            if draft is None and self._stands_alone(tags, at, part):
                draft = self._continued(tagged, at, part, order[position + 1 :], taken, phrases, index)
            if draft is None:
                continue
            taken[at] = draft
            if draft.kind == "indirect":
                continue
            if self._waiting and at == 0:
                draft.fragments[:0] = self._waiting
            self._waiting = []
            self._last = draft
            self._open = not part.closed

    def _stands_alone(self, tags: str, at: int, part: Quoted) -> bool:
        """Whether quoted words are a sentence, and no title or word in one."""
        before = tags[at - 1] if at else "|"
        after = tags[at + 1] if at + 1 < len(tags) else "|"
        if before not in "|Q:" or after not in "|Q.":
            return False
        end = part.inner.end
        while end > part.inner.start and self._text[end - 1] in _CLOSING:
            end -= 1
        if not part.closed:
            return self._text[part.outer.start] not in "'‘’"
        return self._text[end - 1] in _ENDS and self._text[part.inner.start] != "("

    def _continued(
        self,
        tagged: Tagged,
        at: int,
        part: Quoted,
        later: list[int],
        taken: dict[int, Draft],
        phrases: Phrases,
        index: int,
    ) -> Draft | None:
        tags = tagged.tags
        last = self._last
        if last is not None and last.block == index and last.kind == "direct" and last.add(part.outer, index):
            return last
        if at == 0 and self._open and last is not None and index - last.block == 1 and last.add(part.outer, index):
            return last
        following = taken.get(later[0]) if later and later[0] - at <= 2 else None
        if following is not None and following.kind == "direct":
            following.fragments.insert(0, part.outer)
            return following
        if not part.closed and tags.strip("Q|.") == "":
            self._waiting.append(part.outer)
            return None
        if at >= 3 and tags[at - 1] in "|:":
            sentence = tags.rfind("|", 0, at - 1) + 1
            subject = phrases.subject_of_sentence(sentence, at - 1)
            if subject is not None and (tags[subject.start] == "P" or tags[subject.end - 1] == "N"):
                if last is not None and last.block == index and last.source is not None:
                    return self._new(part, last.source, last.cue, 0.75, index)
                return self._new(part, self._span(tagged, subject), None, 0.6, index)
        if last is not None and last.source is not None and index - last.block <= 1:
            return self._new(part, last.source, last.cue, 0.75, index)
        return None

    def _span(self, tagged: Tagged, phrase: Phrase) -> Span:
        return tagged.span(phrase.start, phrase.end)

    def _new(self, part: Quoted, source: Span, cue: Span | None, score: float, index: int) -> Draft:
        draft = Draft([part.outer], source, cue, "direct", score, "quotation marks after the speaker's words", index)
        self.drafts.append(draft)
        return draft
