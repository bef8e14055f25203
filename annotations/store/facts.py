"""Facts of an article that may be edited, wherever in the database each of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotations.store.articles import METADATA_FACTS
from annotations.store.changes import Facts
from annotations.store.decisions import DECISION
from annotations.store.work import FINISHED

if TYPE_CHECKING:
    from annotations.store.store import Store

__all__ = ["ArticleFacts"]


class ArticleFacts:
    """Reads and writes them by their names (see `annotations.store.changes.Facts`)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, article: int, names: Iterable[str] = ()) -> dict[str, object]:
        """Return the facts of an article, and of decisions and marks those that `names` has."""
        store = self._store
        info = store.articles.get(article, removed=True)
        return {
            "title": info.title,
            "language": info.language,
            "status": info.status.value,
            "tags": store.library.tags(article),
            "removed": store.library.removed(article),
            **{name: info.metadata.get(name) for name in METADATA_FACTS},
            "schema": store.schemas.named(),
            **store.decisions.facts(name for name in names if name.startswith(DECISION)),
            **store.work.facts(article, (name for name in names if name.startswith(FINISHED))),
        }

    def put(self, article: int, facts: Facts) -> None:
        """Write facts of an article; the coding scheme is none of its own."""
        store = self._store
        store.articles.put_facts(article, facts)
        store.decisions.put(article, facts)
        if "removed" in facts:
            with store.search.changing(article):
                store.library.put_facts(article, facts)
        else:
            store.library.put_facts(article, facts)
