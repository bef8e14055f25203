"""Where a person is in an article: sentence, selection, active annotation, search. Plain code, without a screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotations.columns import Blocks, Sentences
from annotations.model import Annotation, ArticleInfo, BlockKind, Span
from annotations.names.runs import PRONOUNS
from annotations.text import Text
from annotations.workspace.relating import Related
from tui.reading.annotated import Annotated
from tui.reading.filtering import Filter
from tui.reading.jumps import Jumps
from tui.reading.labels import JumpLabel
from tui.reading.searching import Search
from tui.reading.selection import Selecting, Selection
from tui.reading.suggestions import Suggestions

if TYPE_CHECKING:
    from annotations.versions.orphans import Orphan


@dataclass(slots=True)
class Reading:
    """One open article. Everything that the screen shows of it is computed from this.

    Attributes:
        info: None until the article is in the library (its file was only just opened).
        sentence: Index of the current sentence.
        place: Offset where the current sentence is looked for until the sentences are known.
        complete: Whether all sentences are known.
        active: Id of the annotation made, selected or stepped to last.
        saved: Steps in the history of the article; None until they are counted.
        labels: Jump labels that are shown.
        filter: Which annotations are shown and stepped to; all if None.
        related: Relations from and to annotations of the article.
        annotations_known: Whether all stored annotations are there.
        suggestions: What is suggested for the article.
        suggested: Name of the suggestion that was stepped to.
        orphans: Annotations of earlier versions that have no place in this text.
        orphan: Id of the one that was stepped to.
        seen: Ranges of sentences, by index, that were on the screen and are not stored as such yet.
        taken_up: Id of the annotation whose span was taken up as the selection, to be written back.
    """

    text: Text
    blocks: Blocks
    title: str
    sentences: Sentences = field(default_factory=Sentences)
    info: ArticleInfo | None = None
    annotated: Annotated = field(default_factory=Annotated)
    sentence: int = 0
    place: int = 0
    complete: bool = False
    selection: Selection | None = None
    active: str | None = None
    search: Search | None = None
    saved: int | None = 0
    labels: tuple[JumpLabel, ...] = ()
    filter: Filter | None = None
    related: tuple[Related, ...] = ()
    taken_up: str | None = None
    suggestions: Suggestions = field(default_factory=Suggestions)
    suggested: str | None = None
    annotations_known: bool = False
    orphans: tuple[Orphan, ...] = ()
    orphan: str | None = None
    jumps: Jumps = field(default_factory=Jumps)
    seen: list[range] = field(default_factory=list)

    @property
    def selecting(self) -> Selecting:
        """What moves the selection."""
        return Selecting(self.text, self.blocks, self.sentences)

    @property
    def known(self) -> bool:
        """Tell whether the sentence at the current place is known."""
        return bool(self.sentences) and (self.complete or self.place < self.sentences.end(len(self.sentences) - 1))

    @property
    def current(self) -> Span | None:
        """The current sentence; None while it is not known."""
        return self.sentences[self.sentence] if self.known else None

    @property
    def offset(self) -> int:
        """Where the cursor is: in the selection, else at the start of the current sentence."""
        if self.selection is not None:
            return self.selection.head.start
        current = self.current
        return self.place if current is None else current.start

    @property
    def active_annotation(self) -> Annotation | None:
        """The active annotation."""
        return self.annotated.get(self.active)

    @property
    def targets(self) -> tuple[Span, ...]:
        """What a label key tags: the selection, else the current sentence; nothing when only white space is there."""
        if self.selection is None:
            return () if self.current is None else (self.current,)
        trimmed = map(self.selecting.trimmed, self.selection.spans)
        return tuple(span for span in trimmed if span is not None)

    @property
    def current_orphan(self) -> Orphan | None:
        """The orphan that was stepped to."""
        return next((orphan for orphan in self.orphans if orphan.annotation.id == self.orphan), None)

    def here(self) -> Span:
        """What the cursor is on: the selection, else the current sentence, else one character."""
        if self.selection is not None:
            return Span(self.selection.spans[0].start, self.selection.spans[-1].end)
        return self.current or Span(self.place, self.place + 1)

    def sentences_from_here(self, count: int) -> Span | None:
        """The current sentence and the ones after it, `count` in all, as one span."""
        current = self.current
        if current is None:
            return None
        last = min(self.sentence + max(1, count), len(self.sentences)) - 1
        return Span(current.start, self.sentences[last].end)

    def add_sentences(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Take in sentences found after those already known."""
        known = self.known
        self.sentences.extend(ranges)
        if not known and self.known:
            self.sentence = self.sentences.index_at(self.place)

    def finish_sentences(self) -> None:
        """Note that no more sentences will come."""
        self.complete = True
        if self.sentences:
            self.sentence = self.sentences.index_at(self.place)

    def see(self, page: Span) -> None:
        """Note what was on the screen: the sentences of which the last character was."""
        first, stop = self.sentences.first_from(page.start), self.sentences.first_from(page.end)
        if self.complete and stop > first and (not self.seen or self.seen[-1] != range(first, stop)):
            self.seen.append(range(first, stop))

    def go_to_sentence(self, index: int, *, jump: bool = False) -> None:
        """Make a sentence the current one; `jump` notes where this began."""
        if not self.sentences:
            return
        if jump:
            self.jumps.leave(self.offset)
        self.sentence = min(max(index, 0), len(self.sentences) - 1)
        self.place = self.sentences.start(self.sentence)
        self.selection = self.suggested = None

    def go_to(self, offset: int, *, jump: bool = False) -> None:
        """Make the sentence at an offset the current one."""
        self.go_to_sentence(self.sentences.index_at(offset), jump=jump)

    def move_paragraphs(self, count: int) -> None:
        """Go to the first sentence of the next paragraphs; back, first to the start of this one."""
        if not self.sentences or not self.blocks:
            return
        here = self.sentences.start(self.sentence)
        block = self.blocks.index_at(here)
        if count < 0 and self.sentence != self.sentences.first_from(self.blocks.start(block)):
            count += 1
        target = min(max(block + count, 0), len(self.blocks) - 1)
        self.go_to_sentence(self.sentences.first_from(self.blocks.start(target)))

    def step_heading(self, direction: int) -> int | None:
        """Return the offset of the next heading in a direction."""
        block = self.blocks.index_at(self.offset) + direction
        while 0 <= block < len(self.blocks):
            if self.blocks.kind(block) is BlockKind.HEADING:
                return self.blocks.start(block)
            block += direction
        return None

    def step_untagged(self, direction: int) -> int | None:
        """Return the start of the next sentence in a direction that no annotation is on."""
        index = self.sentence + direction
        while 0 <= index < len(self.sentences):
            if not self.annotated.over(self.sentences[index]):
                return self.sentences.start(index)
            index += direction
        return None

    def paragraph_number(self) -> int:
        """The block at the cursor, counted from 1."""
        return self.blocks.index_at(self.offset) + 1 if self.blocks else 0

    def per_cent(self) -> int:
        """How far the cursor is into the text."""
        return round(100 * self.offset / max(1, len(self.text)))

    def annotations_here(self) -> list[Annotation]:
        """Annotations on what the cursor is on, in the order of the text; those of the whole article last."""
        here = self.annotated.over(self.here()) + self.annotated.article_scope()
        return here if self.filter is None else list(filter(self.filter.passes, here))

    def annotation_meant(self) -> Annotation | None:
        """The active annotation; the first one here where that is somewhere else, or there is none."""
        active, here = self.active_annotation, self.annotations_here()
        return active if active in here or not here else here[0]

    def relations_of(self, annotation_id: str) -> list[Related]:
        """Relations that an annotation is at one end of: those that start from it first."""
        ends = [related for related in self.related if annotation_id in related.ends]
        return sorted(ends, key=lambda related: related.relation.source != annotation_id)

    def names(self) -> list[str]:
        """Names that roles have in this article, the ones used most first."""
        return self.annotated.names(self.text)

    def name_of(self, words: str) -> str | None:
        """The name that these words have elsewhere in the article, when it is always the same one.

        A pronoun has none: who “she” is changes from one sentence to the next.
        """
        names = self.annotated.named(self.text).get(words, frozenset())
        return next(iter(names)) if len(names) == 1 and words.casefold() not in PRONOUNS else None
