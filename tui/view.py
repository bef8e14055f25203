"""The desk's view of the article: what the desk knows, given to the widget that draws it."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.model import Annotation, Span
from tui.desk import Desk
from tui.reading.marks import Marks, marks_of, marks_offered, marks_orphaned
from tui.reading.suggestions import Offered
from tui.widgets.article import ArticleView


class DeskView:
    """Keeps an `ArticleView` in step with a desk."""

    def __init__(self, desk: Desk, widget: ArticleView) -> None:
        self._desk = desk
        self._widget = widget

    def draw_all(self) -> None:
        """Draw the annotations of the article that the widget shows, as far as the filter lets them be seen."""
        reading = self._desk.reading
        shown = filter(self._desk.tags.shows, reading.annotated)
        marks = [mark for annotation in shown for mark in marks_of(annotation, self._glyph(annotation))]
        offered = filter(self._desk.offers.shows, reading.suggestions)
        lost = [mark for orphan in reading.orphans for mark in marks_orphaned(orphan)]
        self._widget.set_marks(Marks([*marks, *(mark for one in offered for mark in marks_offered(one)), *lost]))

    def grew(self) -> None:
        """Take in blocks that were found since."""
        self._widget.extend_blocks()

    def reveal(self, span: Span) -> None:
        """Scroll as little as shows the span."""
        self._widget.reveal(span)

    def centre(self, span: Span) -> None:
        """Scroll so that the span is in the middle."""
        self._widget.reveal(span, "center")

    def offset_after_page(self, share: float) -> int:
        """Scroll by a share of a page, and return the offset where the cursor goes."""
        rows = max(1, int(self._widget.page_rows * abs(share)) - (1 if abs(share) >= 1 else 0))
        self._widget.scroll_rows(rows if share > 0 else -rows)
        seen = self._widget.visible_range()
        if seen is None:
            return self._desk.reading.offset
        return seen.start if share > 0 else max(seen.start, seen.end - 1)

    def turn_to(self, span: Span) -> None:
        """Scroll so that the span begins at the top."""
        self._widget.reveal(span, "top")

    def visible(self) -> Span | None:
        """The code points from the first to the last on the page."""
        return self._widget.visible_range()

    def mark(self, annotations: Sequence[Annotation]) -> None:
        """Draw annotations, each in place of what was drawn of it."""
        self._widget.replace_marks({a.id: marks_of(a, self._glyph(a)) for a in annotations})

    def unmark(self, annotation: Annotation) -> None:
        """Draw an annotation no longer."""
        self._widget.replace_marks({annotation.id: ()})

    def mark_offered(self, suggestions: Sequence[Offered]) -> None:
        """Draw suggestions."""
        self._widget.replace_marks({offered.id: marks_offered(offered) for offered in suggestions})

    def unmark_offered(self, suggestions: Sequence[Offered]) -> None:
        """Draw suggestions no longer."""
        self._widget.replace_marks({offered.id: () for offered in suggestions})

    def refresh_marks(self) -> None:
        """Draw what is active and what a search found."""
        reading = self._desk.reading
        search = reading.search
        self._widget.active = reading.active or reading.suggested or ""
        self._widget.matches = search.matches if search is not None else ()
        self._widget.match = (
            search.matches[search.current] if search is not None and search.current is not None else None
        )

    def refresh_place(self) -> None:
        """Draw where the cursor and the selection are."""
        reading = self._desk.reading
        self._widget.current = reading.current
        self._widget.selection = reading.selection.spans if reading.selection is not None else ()
        self._widget.labels = reading.labels
        self._widget.active = reading.active or reading.suggested or ""

    def _glyph(self, annotation: Annotation) -> str:
        schema = self._desk.schema
        return schema.label(annotation.label).glyph if schema.has_label(annotation.label) else "?"
