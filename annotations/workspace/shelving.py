"""What a person does with articles as wholes, several at once: tags, status and other facts, removal, and undo of it.

Each call is one step of the history, over as many articles as it changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from annotations.counts import counted
from annotations.errors import UsageError
from annotations.identity import now
from annotations.model import ArticleInfo, Status
from annotations.schema import clip
from annotations.store import Change
from annotations.store.history import HistoryRow
from annotations.workspace.committing import Committing
from annotations.workspace.edits import Edit
from annotations.workspace.looking import Sight
from annotations.workspace.shelf import Shelf, texts_of

__all__ = ["Shelving", "check_tag"]

MAX_TAG = 60
"""Longest tag in code points."""
_SLICE = 10_000
_BETWEEN = re.compile(r",|\s+(?=[+-])")


class Shelving(Committing):
    """Articles that are sorted, marked and put away."""

    def set_facts_of(self, articles: Iterable[ArticleInfo], facts: Mapping[str, str]) -> Edit | None:
        """Set facts (see `annotations.workspace.facts`) and tags of articles in one step; None when all of it was so.

        Under “tags” stands `+one -other` to add and take away, or `one, other` for just these.

        Raises:
            UsageError: A name or value is none.
            StoreError: The database refused.
        """
        from annotations.workspace.facts import checked, summary

        rest = dict(facts)
        retag = _tagging(rest.pop("tags")) if "tags" in rest else None
        wanted: dict[str, object] = dict(checked(rest))
        said = [summary(wanted)] if wanted else []
        if retag is not None:
            said.append(f"set the tags to {facts['tags'].strip() or 'none'}")

        def after(info: ArticleInfo, stored: Mapping[str, object]) -> Mapping[str, object]:
            new = dict(wanted)
            if new.get("title", "") is None:
                new["title"] = self.title_in_text(info)
            if retag is not None:
                new["tags"] = retag(stored["tags"])
            return new

        return self._change_facts("set", ", ".join(said), articles, after)

    def sight(self, others: Collection[str] | None = ()) -> Sight:
        """The library as this person sees it, with annotations of `others` (everybody if None) beside their own.

        Raises:
            StoreError: The database refused.
        """
        return Sight.of(self.store, self.annotator, others)

    def queue(self) -> tuple[list[int], list[int]]:
        """Numbers of the articles in this person's queue, in its order, and of those that they have not marked done.

        Raises:
            StoreError: The database refused.
        """
        said = self.store.work.said(whose=self.annotator)
        queue = [row.article for row in self.store.assignments.of(self.annotator)]
        return queue, [number for number in queue if said.get(number, {}).get(self.annotator) is not Status.DONE]

    def shelf(self, others: Collection[str] | None = ()) -> Shelf:
        """Read a row for each article of the library, in the order of what was touched last; see `sight`.

        Raises:
            StoreError: The database refused.
        """
        shelf = Shelf(self.annotator)
        last = None
        with self.store.reading():
            sight = self.sight(others)
            while rows := sight.slice(_SLICE, last):
                shelf.add(rows, texts_of(rows))
                last = rows[-1]
        return shelf

    def remove_articles(self, articles: Iterable[ArticleInfo]) -> Edit | None:
        """Take articles out of the library; they keep everything, and come back by undo or `restore_articles`.

        Raises:
            StoreError: The database refused.
        """
        at = now()
        return self._change_facts("remove", "removed", articles, lambda _, __: {"removed": at})

    def restore_articles(self, articles: Iterable[ArticleInfo]) -> Edit | None:
        """Bring back articles that were removed; None when none was.

        Raises:
            StoreError: The database refused.
        """
        return self._change_facts("restore", "brought back", articles, lambda _, __: {"removed": None})

    def undo_facts(self) -> Edit | None:
        """Take back my last step that changed facts, tags or removal, in whatever articles; None when there is none.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
            StoreError: The database refused.
        """
        gone: set[str] = set()
        for row in self.store.history.fact_steps_backwards(self.annotator):
            if row.step in gone or _of_schema(row):
                continue
            if row.undoes is None:
                return self._write("undo", row.summary, self.store.steps.inverse(row.step), undoes=row.step)
            gone.add(row.undoes)
        return None

    def redo_facts(self) -> Edit | None:
        """Do again what `undo_facts` took back last, unless facts were changed anew since; None when there is nothing.

        Raises:
            ConflictError: Somebody's later edit depends on it; names them.
            StoreError: The database refused.
        """
        done: set[str] = set()
        for row in self.store.history.fact_steps_backwards(self.annotator):
            if row.step in done or _of_schema(row):
                continue
            if row.redoes is not None:
                done.add(row.redoes)
            elif row.undoes is None:
                return None
            else:
                return self._write("redo", row.summary, self.store.steps.inverse(row.step), redoes=row.step)
        return None

    def _change_facts(
        self,
        action: str,
        summary: str,
        articles: Iterable[ArticleInfo],
        after: Callable[[ArticleInfo, Mapping[str, object]], Mapping[str, object]],
    ) -> Edit | None:
        from annotations.workspace import facts

        changes = []
        changed: Mapping[str, object] = {}
        with self.store.writing():
            for info in articles:
                stored = self.store.facts.of(info.number)
                new = {name: value for name, value in after(info, stored).items() if stored[name] != value}
                if "removed" in new and stored["removed"] is not None and new["removed"] is not None:
                    continue  # it was removed before
                if new:
                    changed = new
                    changes.append(Change(info.number, info.id, {name: stored[name] for name in new}, new))
            if not changes:
                return None
            if action != "set":
                said = f"{summary} {counted(len(changes), 'article')}"
            elif len(changes) > 1:
                said = f"{summary} ({counted(len(changes), 'article')})"
            else:
                said = facts.summary(changed)
            return self._write(action, said, changes)


def check_tag(tag: str) -> str:
    """Return a tag as it is stored, white space folded.

    Raises:
        UsageError: It is empty, too long, or holds what separates tags.
    """
    folded = " ".join(tag.split())
    if not folded or len(folded) > MAX_TAG or not folded.isprintable() or folded[0] in "+-" or "," in folded:
        raise UsageError(
            f"“{clip(tag)}” is no tag",
            f"A tag has 1 to {MAX_TAG} visible characters, no comma, and begins with neither + nor -.",
        )
    return folded


def _tagging(value: str) -> Callable[[object], list[str]]:
    """Understand what is to become of the tags of an article: `+one -other`, or `one, other`.

    Raises:
        UsageError: Some of it is no tag, or the two ways are mixed.
    """
    parts = [part.strip() for part in _BETWEEN.split(value) if part.strip()]
    if parts and all(part[0] in "+-" for part in parts):
        more = {check_tag(part[1:]) for part in parts if part[0] == "+"}
        less = {check_tag(part[1:]) for part in parts if part[0] == "-"}
        return lambda before: sorted((_strings(before) | more) - less)
    if any(part[0] in "+-" for part in parts):
        raise UsageError(
            "tags are added and taken away (+one -other), or all are set (one, other)", "Not both at once."
        )
    tags = sorted({check_tag(part) for part in parts})
    return lambda _: tags


def _strings(value: object) -> set[str]:
    return {str(tag) for tag in value} if isinstance(value, (list, tuple)) else set()


def _of_schema(row: HistoryRow) -> bool:
    """Tell whether a step changed the coding scheme, which is taken back where that is done."""
    return any(state is not None and '"schema":' in state for state in (row.before, row.after))
