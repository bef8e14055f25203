"""The same words, said again: what stands elsewhere is related to what stands here, tagged first where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import NotFoundError
from annotations.identity import new_id
from annotations.schema import Scope
from annotations.workspace.edits import Joined

if TYPE_CHECKING:
    from annotations.elsewhere import Place
    from annotations.model import Annotation
    from annotations.workspace import Workspace

__all__ = ["relate_place"]


def relate_place(workspace: Workspace, annotation: Annotation, place: Place, relation: str) -> Joined:
    """Tie an annotation to the one of its label at a place; where there is none, one is made, in the same step.

    A claim is made of whole sentences, anything else of the words that were found.

    Raises:
        SchemaError: The schema does not allow the relation between two of this label.
        NotFoundError: The annotation at the place is gone by now.
        StoreError: The database refused; nothing was written.
    """
    store = workspace.store
    home = store.articles.get(store.articles.of_version(annotation.version))
    step = new_id()
    with store.writing():
        alike = [entry.id for entry in place.entries if entry.label == annotation.label]
        if alike:
            target = store.annotations.get(alike[0])
            if target is None:
                raise NotFoundError("what stood there is gone by now")
        else:
            there = store.articles.get(place.article)
            scope = workspace.schema.label(annotation.label).scope
            span = place.whole if annotation.label == "claim" else place.span
            target = workspace.tag(
                there, annotation.label, [span] if scope is Scope.TEXT else [], step=step
            ).annotation  # fmt: skip
        return workspace.relate(home, relation, annotation, target, step=step)
