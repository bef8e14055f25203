"""The annotations of the open article at the desk: what is shown of them is kept in step with what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.layers import Layers
from annotations.model import Annotation, ArticleInfo
from annotations.workspace import Edit

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["Tags"]


class Tags:
    """Takes over what steps did, and shows what layers and filter let be seen.

    Attributes:
        layers: Whose annotations are shown.
        touched: Ids of annotations that were made, changed or deleted since the article was opened.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._last_step: str | None = None
        self.layers = Layers(desk.session.annotator)
        self.touched: set[str] = set()

    def turn(self) -> None:
        """Begin with another article."""
        self.touched.clear()
        self._last_step = None

    def apply(self, edit: Edit) -> None:
        """Take over what a step did; it is in the database already."""
        reading = self._desk.reading
        info = reading.info
        kept = {annotation.id for annotation in edit.added}
        self.touched |= kept | {annotation.id for annotation in edit.removed}
        for annotation in edit.removed:
            if annotation.id not in kept:
                reading.annotated.remove(annotation.id)
                self._desk.view.unmark(annotation)
                self._desk.offers.reconsider(annotation)
        for annotation in edit.added:
            if info is not None and annotation.version == info.key:
                self.add((annotation,))
        if edit.step != self._last_step and reading.saved is not None:
            reading.saved += 1
        self._last_step = edit.step

    def add(self, annotations: Sequence[Annotation]) -> None:
        """Show annotations that are in the database, as far as layers and filter let them be seen."""
        reading, view = self._desk.reading, self._desk.view
        annotations = [annotation for annotation in annotations if self.layers.shows(annotation.annotator)]
        for annotation in annotations:
            reading.annotated.add(annotation)
            if not self.shows(annotation):
                view.unmark(annotation)
        view.mark(list(filter(self.shows, annotations)))
        if len(reading.suggestions):
            for annotation in annotations:
                self._desk.offers.reconsider(annotation)

    def shows(self, annotation: Annotation) -> bool:
        """Tell whether the filter lets an annotation be seen."""
        reading = self._desk.reading
        return reading.filter is None or reading.filter.passes(annotation)

    def refilter(self) -> None:
        """Draw just the annotations that the filter lets be seen."""
        self._desk.offers.consider(self._desk.reading.suggestions)
        self._desk.view.draw_all()
        self._desk.changed()

    async def refresh_relations(self) -> None:
        """Read the relations from and to annotations of the article again."""
        reading = self._desk.reading
        info = reading.info
        if info is not None:
            found = await self._desk.run(lambda w: w.related(info))
            reading.related = tuple(one for one in found if self.layers.shows(one.relation.annotator))

    async def show_layers(self, layers: Layers) -> None:
        """Show these layers from here on, in this article and in others."""
        self.layers = layers
        info = self._desk.reading.info
        if info is None:
            return  # what is being opened is shown so
        stored = await self._desk.run(lambda w: list(w.annotations(info)))
        reading = self._desk.reading
        for annotation in list(reading.annotated):
            if not layers.shows(annotation.annotator):
                reading.annotated.remove(annotation.id)
        self.add(stored)
        await self.refresh_relations()
        self.refilter()

    async def catch_up(self, info: ArticleInfo) -> None:
        """Show what is stored, after another program has changed it."""
        stored, saved = await self._desk.run(
            lambda w: (list(w.annotations(info)), w.store.history.count_steps(info.number))
        )
        reading = self._desk.reading
        annotated = reading.annotated
        gone = {annotation.id: annotation for annotation in annotated}
        for annotation in stored:
            if gone.pop(annotation.id, None) != annotation:
                self.add((annotation,))
        for annotation in gone.values():
            annotated.remove(annotation.id)
            self._desk.view.unmark(annotation)
        self.touched |= gone.keys()
        reading.saved = saved
        self._desk.changed()
