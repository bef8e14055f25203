"""What is selected, and how it moves, grows and shrinks. Plain code, without a screen.

A selection begins as one word that moves (`v`). Fixed, its other end stays and the same keys extend it. Everything
here counts code points; words and quotation marks are found one sentence or block at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from annotations.columns import Blocks, Sentences
from annotations.offsets import trim
from annotations.quoting import quoted
from annotations.text import Span, Text
from annotations.words import graphemes, words


@dataclass(frozen=True, slots=True)
class Selection:
    """Words that are selected: from `anchor` to `head`, either way round; `head` is the end that moves.

    `fixed` tells whether moving extends it. `inner` holds the smaller spans that it grew from, `others` further
    stretches that are selected with it (the parts of an interrupted quote). Moving leaves these where they are.
    """

    anchor: Span
    head: Span
    fixed: bool = False
    inner: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """All stretches, in the order of the text."""
        return tuple(sorted((self.span, *self.others)))

    @property
    def span(self) -> Span:
        """All of it but the others."""
        return Span(min(self.anchor.start, self.head.start), max(self.anchor.end, self.head.end))

    def moved(self, head: Span) -> Selection:
        """The same with its head elsewhere, and its anchor too unless it is fixed."""
        return Selection(self.anchor if self.fixed else head, head, self.fixed, others=self.others)

    def turned(self) -> Selection:
        """The same with its other end to move."""
        return Selection(self.head, self.anchor, fixed=True, others=self.others)


def whole(span: Span, inner: tuple[Span, ...] = (), others: tuple[Span, ...] = ()) -> Selection:
    """A selection of just `span` (and `others`), whose end extends."""
    return Selection(span, span, fixed=True, inner=inner, others=others)


class Selecting:
    """Finds what a selection moves over in one article."""

    def __init__(self, text: Text, blocks: Blocks, sentences: Sentences) -> None:
        self._text = text
        self._blocks = blocks
        self._sentences = sentences

    def first_word(self, sentence: int) -> Span | None:
        """The first word of a sentence, or of the next one that has any."""
        for index in range(sentence, len(self._sentences)):
            if found := self._words(index):
                return found[0]
        return None

    def word(self, selection: Selection, count: int) -> Selection:
        """Move by `count` words, backwards if negative, over the ends of sentences."""
        steps = self._after(selection.head) if count > 0 else self._before(selection.head)
        head = selection.head
        for _, word in zip(range(abs(count)), steps, strict=False):
            head = word
        return selection.moved(head)

    def word_end(self, selection: Selection, count: int) -> Selection:
        """Move to the end of this or the next word: a one-word selection moves, a fixed one takes the word in."""
        whole_word = self._word_at(selection.head.end - 1)
        if selection.fixed and whole_word is not None and whole_word.end > selection.head.end:
            return selection.moved(Span(selection.head.start, whole_word.end))
        return self.word(selection, count)

    def character(self, selection: Selection, count: int) -> Selection:
        """Move the end of a fixed selection by `count` characters (grapheme clusters); other ones by words."""
        if not selection.fixed:
            return self.word(selection, count)
        backwards = selection.head.start < selection.anchor.start
        block = self._blocks[self._blocks.index_at(selection.head.start)]
        edges = [block.start, *(cluster.end for cluster in graphemes(self._text, block.start, block.end))]
        edge = selection.head.start if backwards else selection.head.end
        place = next((i for i, at in enumerate(edges) if at >= edge), len(edges) - 1)
        target = edges[min(max(place + count, 0), len(edges) - 1)]
        if backwards and target < selection.anchor.end:
            return replace(selection, head=Span(target, max(target + 1, selection.anchor.start)), inner=())
        if target <= selection.anchor.start:
            return selection
        if target < selection.anchor.end:
            return whole(Span(selection.anchor.start, target), others=selection.others)
        return replace(selection, head=Span(max(selection.anchor.start, target - 1), target), inner=())

    def sentence(self, selection: Selection, count: int) -> Selection:
        """Move to the next sentences: to their first word, or, when fixed, over the whole of them."""
        index = self._sentences.index_at(selection.head.start)
        target = min(max(index + count, 0), len(self._sentences) - 1)
        if not selection.fixed:
            head = self.first_word(target)
            return selection if head is None else selection.moved(head)
        return selection.moved(self._sentences[target])

    def sentence_edge(self, selection: Selection, end: int) -> Selection:
        """Move to the first (`end` 0) or last word of the sentence."""
        found = self._words(self._sentences.index_at(selection.head.start))
        return selection.moved(found[-1 if end else 0]) if found else selection

    def grow(self, selection: Selection) -> Selection:
        """Take the next larger whole: words in marks, with their stop, with the marks, clause, sentence, paragraph."""
        span = selection.span
        for wider in self._wider(span):
            if wider.start <= span.start and span.end <= wider.end and wider != span:
                return whole(wider, (*selection.inner, span))
        return selection

    def shrink(self, selection: Selection) -> Selection:
        """Take back the last step of growing; without one, keep the first word."""
        if selection.inner:
            return whole(selection.inner[-1], selection.inner[:-1])
        first = self._word_at(selection.span.start)
        return selection if first is None else whole(first)

    def paragraph(self, selection: Selection, count: int) -> Selection:
        """Move to the next paragraphs: to their first word, or, when fixed, over the whole of them."""
        index = self._blocks.index_at(selection.head.start)
        block = self._blocks[min(max(index + count, 0), len(self._blocks) - 1)]
        if selection.fixed and block.start < block.end:
            return selection.moved(Span(block.start, block.end))
        head = self.first_word(self._sentences.index_at(block.start))
        return selection if head is None else selection.moved(head)

    def trimmed(self, span: Span) -> Span | None:
        """What a tag takes: no edge white space, no comma left hanging; None when nothing is left."""
        start, end = trim(self._text, span.start, span.end)
        while start < end and self._text[start] in ",;:":
            start, end = trim(self._text, start + 1, end)
        while start < end and self._text[end - 1] in ",;:":
            start, end = trim(self._text, start, end - 1)
        return Span(start, end) if start < end else None

    def at(self, offset: int) -> Span | None:
        """The word at an offset, else the nearest one of its sentence."""
        return self._word_at(offset)

    def snapped(self, start: int, end: int) -> Span | None:
        """A span that was dragged, widened so that it cuts no character in two."""
        if start >= end or not len(self._blocks):
            return None
        for edge in (start, end):
            block = self._blocks[self._blocks.index_at(edge)]
            for cluster in graphemes(self._text, block.start, block.end):
                if cluster.start < start < cluster.end:
                    start = cluster.start
                if cluster.start < end < cluster.end:
                    end = cluster.end
                if cluster.start >= end:
                    break
        start, end = trim(self._text, start, end)
        return Span(start, end) if start < end else None

    def _words(self, sentence: int) -> list[Span]:
        if not 0 <= sentence < len(self._sentences):
            return []
        span = self._sentences[sentence]
        return list(words(self._text, span.start, span.end))

    def _word_at(self, offset: int) -> Span | None:
        found = self._words(self._sentences.index_at(offset))
        before = [word for word in found if word.start <= offset]
        return before[-1] if before else (found[0] if found else None)

    def _after(self, head: Span) -> Iterator[Span]:
        for index in range(self._sentences.index_at(head.start), len(self._sentences)):
            yield from (word for word in self._words(index) if word.start >= head.end)

    def _before(self, head: Span) -> Iterator[Span]:
        for index in range(self._sentences.index_at(head.start), -1, -1):
            yield from (word for word in reversed(self._words(index)) if word.end <= head.start)

    def _wider(self, span: Span) -> Iterator[Span]:
        block = self._blocks[self._blocks.index_at(span.start)]
        sentence = self._sentences[self._sentences.index_at(span.start)]
        spans: list[Span] = []
        for mark in quoted(self._text, block.start, block.end):
            spans += (mark.words, mark.inner, mark.outer)
        if span.end <= sentence.end:
            spans += self.clauses(sentence)
        around = [wider for wider in spans if wider.start <= span.start and span.end <= wider.end]
        yield from sorted(around, key=lambda wider: wider.end - wider.start)
        yield sentence
        yield Span(block.start, block.end)

    def clauses(self, sentence: Span) -> list[Span]:
        """Runs between commas, semicolons, colons and dashes."""
        cuts = [sentence.start]
        for index in range(sentence.start, sentence.end):
            character = self._text[index]
            follows = self._text[index + 1 : index + 2]
            cut = character in ";—–―" or (character in ",:" and (follows.isspace() or follows in '”’"»'))
            if cut or (character == "-" and follows.isspace() and self._text[index - 1 : index].isspace()):
                cuts += (index, index + 1)
        cuts.append(sentence.end)
        spans = []
        for left, right in pairwise(cuts):
            start, end = trim(self._text, left, right)
            if start < end:
                spans.append(Span(start, end))
        return spans
