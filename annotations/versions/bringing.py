"""New versions of articles: brought in with what people made of the old text; what found no place is an orphan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from annotations.columns import Blocks, Sentences
from annotations.errors import ConflictError
from annotations.identity import new_id, now
from annotations.model import Annotation, ArticleInfo
from annotations.readers.base import Draft
from annotations.readers.titles import title_of
from annotations.store import Step
from annotations.store.articles import METADATA_FACTS, ArticleText, digest
from annotations.store.history import CARRY
from annotations.versions.carrying import take_over
from annotations.versions.compared import Comparisons
from annotations.versions.moving_along import move_along
from annotations.workspace import Workspace

__all__ = ["Carried", "bring_content", "bring_version", "carry_on"]


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of bringing in a new version.

    Attributes:
        info: The article with its new version.
        before: The article with the version before.
        exact: Annotations that stand on their words, in other typography at most.
        changed: Those that stand on words that were changed.
        lost: Those that found no place and stay on the earlier version.
        found: How many of them had no place in the version before.
    """

    info: ArticleInfo
    before: ArticleInfo
    exact: int = 0
    changed: int = 0
    lost: int = 0
    found: int = 0

    @property
    def summary(self) -> str:
        """What became of the annotations, in a few words."""
        parts = [f"{self.exact + self.changed} carried"]
        if self.changed:
            parts.append(f"{self.changed} of them on changed words")
        if self.lost:
            parts.append(f"{self.lost} lost")
        if self.found:
            parts.append(f"{self.found} found again")
        return ", ".join(parts) if self.exact + self.changed + self.lost else "no annotations"


def bring_version(
    workspace: Workspace,
    info: ArticleInfo,
    draft: Draft,
    *,
    blocks: Blocks | None = None,
    sentences: Sentences | None = None,
    stamp: str | None = None,
) -> Carried:
    """Add another text as the new version of an article and take everybody's annotations over, in one transaction.

    What the page says of itself is taken over too, except where a person has set it.

    Args:
        workspace: The library.
        info: The article with its current version.
        draft: The new text.
        blocks: Its blocks, if the draft's were already taken.
        sentences: Its sentences, if they are known.
        stamp: Size and time of the file when it was read.

    Raises:
        ConflictError: The article has another version by now.
        StoreError: The database refused; nothing was written.
    """
    blocks = Blocks(draft.blocks) if blocks is None else blocks
    content = ArticleText(str(draft.text), blocks, draft.styles, sentences, stamp)
    facts = _facts(workspace, info, title_of(draft.title, draft.text, blocks, None), draft)
    with workspace.store.writing():
        # Its number may be another by now: an import can put a text before it.
        version = workspace.store.articles.at_version(info.key).version + 1
        carried = bring_content(workspace, info, content, version, facts=facts)
        if draft.page is not None:
            page = draft.page
            workspace.store.pages.put(carried.info.key, page.media, page.address, now(), page.body)
    return carried


def bring_content(
    workspace: Workspace,
    info: ArticleInfo,
    content: ArticleText[str],
    version: int,
    *,
    facts: tuple[dict[str, object], dict[str, object]] = ({}, {}),
    except_for: Collection[str] = (),
) -> Carried:
    """Add a text as a new version of an article, and take annotations over.

    Args:
        workspace: The library.
        info: The article with its current version.
        content: The new text.
        version: Its number, higher than the current one's.
        facts: Facts of the article that change with it, as they were and as they are.
        except_for: Ids of annotations that stay on the version where they are.

    Raises:
        ConflictError: The article has another version by now.
        StoreError: The database refused; nothing was written.
    """
    store, at = workspace.store, now()
    comparisons = Comparisons(workspace, content.text)
    comparisons.compare(info.key)
    with store.writing():
        if store.versions.current(info.number) != info.key:
            raise ConflictError(f"article {info.number} has another version by now", "Open the article again.")
        step = new_id()
        new = info._replace(version=version, sha256=digest(content.text), created=at)
        added = store.add_version(new, content)
        taken = _Taken(workspace, added.key, comparisons, except_for)
        carried = taken.all(info, added)
        summary = f"brought in version {added.version}: {carried.summary}"
        made = Step(step, at, workspace.annotator, CARRY, summary)
        store.steps.carry(
            made, info.number, taken.pairs, ({"version": info.version}, {"version": added.version}), facts
        )
        move_along(store, info, added.key, content.sentences, comparisons.compare(info.key)[0])
        return replace(carried, info=store.articles.get(info.number))


def carry_on(workspace: Workspace, key: int, ids: Collection[str]) -> Carried | None:
    """Take annotations of an earlier version over to the current one, as far as they have a sure place.

    Returns None where nothing was to be done.

    Raises:
        StoreError: The database refused; nothing was written.
    """
    store = workspace.store
    before = store.articles.at_version(key)
    info = store.articles.get(before.number)
    if not ids or info.key == key:
        return None
    with store.writing():
        staying = {annotation.id for annotation in store.annotations.of_version(key)}.difference(ids)
        taken = _Taken(workspace, info.key, Comparisons(workspace, str(store.text(info.key))), staying)
        carried = taken.of(before, info, (key,))
        if not taken.pairs:
            return None
        summary = f"took over from version {before.version}: {carried.summary}"
        made = Step(new_id(), now(), workspace.annotator, CARRY, summary)
        version = ({"version": before.version}, {"version": info.version})
        store.steps.carry(made, info.number, taken.pairs, version, ({}, {}))
    return carried


class _Taken:
    """Takes over what hangs on earlier versions."""

    def __init__(self, workspace: Workspace, key: int, comparisons: Comparisons, except_for: Collection[str]) -> None:
        self.pairs: list[tuple[Annotation, Annotation]] = []
        self._store = workspace.store
        self._key = key
        self._comparisons = comparisons
        self._except_for = except_for

    def all(self, info: ArticleInfo, added: ArticleInfo) -> Carried:
        """Everybody's annotations of the version before, and orphans that have a place again."""
        return self.of(info, added, self._store.versions.with_orphans(info.number))

    def of(self, info: ArticleInfo, added: ArticleInfo, keys: Sequence[int]) -> Carried:
        """Everybody's annotations of some versions."""
        exact = changed = lost = found = 0
        for key in keys:
            anchoring, old = self._comparisons.compare(key)
            for annotation in list(self._store.annotations.of_version(key)):
                if annotation.id in self._except_for:
                    continue
                taken = take_over(annotation, anchoring, self._key, old)
                if taken.placed is None or (key != info.key and taken.reworded):
                    lost += 1
                    continue
                self.pairs.append((annotation, taken.placed))
                found += key != info.key
                exact += not taken.reworded
                changed += taken.reworded
        return Carried(added, info, exact, changed, lost, found)


def _facts(
    workspace: Workspace, info: ArticleInfo, title: str, draft: Draft
) -> tuple[dict[str, object], dict[str, object]]:
    """What the new page says otherwise of itself, before and after; what a person has set stays."""
    own = workspace.store.history.facts_set(info.number)
    stored = workspace.store.facts.of(info.number)
    said: dict[str, object] = {"title": title}
    said.update({name: draft.metadata[name] for name in METADATA_FACTS if name in draft.metadata})
    after = {name: value for name, value in said.items() if name not in own and stored[name] != value}
    return {name: stored[name] for name in after}, after
