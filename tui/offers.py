"""What is suggested at the desk: what of it is to be seen, what a tag takes from it, what is dismissed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from annotations.model import Annotation, Span
from annotations.schema import LabelDef
from annotations.suggest.base import Suggestion
from annotations.suggest.fitting import fitted
from tui.reading.suggestions import Offered

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["Offers"]


class Offers:
    """Keeps the suggestions of the open article in step with its annotations and the filter."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Show suggestions, as far as the coding scheme knows of what they suggest and nobody has answered them."""
        schema = self._desk.schema
        fitting = [one for suggestion in suggestions if (one := fitted(suggestion, schema)) is not None]
        self.consider(self._desk.reading.suggestions.add(fitting))

    def withdraw(self, label: str | None, which: Callable[[Suggestion], bool] | None = None) -> None:
        """Suggest nothing of a label, or of any, or nothing of it for which `which` is true."""
        self._desk.view.unmark_offered(self._desk.reading.suggestions.clear(label, which))

    def shows(self, offered: Offered) -> bool:
        """Tell whether a suggestion is to be seen: the filter lets it, and no annotation of mine says the same."""
        return offered.id in self._desk.reading.suggestions.shown

    def consider(self, suggestions: Iterable[Offered]) -> None:
        """Show or hide suggestions, as annotations and filter are now."""
        shown = self._desk.reading.suggestions.shown
        considered = list(suggestions)
        seen = [offered for offered in considered if self._is_open(offered)]
        shown -= {offered.id for offered in considered}
        shown |= {offered.id for offered in seen}
        self._desk.view.unmark_offered([offered for offered in considered if offered.id not in shown])
        self._desk.view.mark_offered(seen)

    def reconsider(self, annotation: Annotation) -> None:
        """Show or hide the suggestions that an annotation may be an answer to."""
        for fragment in annotation.fragments:
            self.consider(self._desk.reading.suggestions.over(fragment))

    def matching(self, label: LabelDef, spans: Sequence[Span]) -> Offered | None:
        """The suggestion that a tag on these words takes its roles and values from; None unless there is just one.

        The one that was stepped to goes before others.
        """
        if not spans:
            return None
        reading = self._desk.reading
        stepped = reading.suggestions.get(reading.suggested)
        if stepped is not None and stepped.label == label.name and self.shows(stepped):
            return stepped
        found = reading.suggestions.matching(label.name, spans, selected=reading.selection is not None)
        shown = list(filter(self.shows, found))
        return shown[0] if len(shown) == 1 else None

    async def dismiss(self, offered: Offered) -> None:
        """Suggest something no more, today or later.

        Raises:
            StetError: It cannot be stored.
        """
        info = await self._desk.article()
        await self._desk.run(lambda w: w.dismiss(info, offered.label, offered.place))
        self._desk.reading.suggestions.dismiss(offered)
        self._desk.reading.suggested = None
        self._desk.view.unmark_offered([offered])

    def _is_open(self, offered: Offered) -> bool:
        reading = self._desk.reading
        labels = reading.filter.labels if reading.filter is not None else frozenset()
        if labels and offered.label not in labels:
            return False
        fragments = offered.suggestion.fragments
        over = reading.annotated.over(Span(fragments[0].start, fragments[-1].end))
        mine = self._desk.session.annotator
        return not any(a.annotator == mine and offered.answered_by(a) for a in over)
