"""New versions of articles: brought in with what people made of the old text; what found no place is an orphan.

An orphan is an annotation that hangs on an earlier version of its article. The text that it was made on verifies it,
and it stays as it is until its annotator confirms a place in the current text or deletes it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from annotations.anchoring import Anchoring
from annotations.carrying import take_over
from annotations.columns import Blocks, Sentences
from annotations.edits import Edit
from annotations.errors import ConflictError, NotFoundError, SchemaError
from annotations.identity import new_id, now
from annotations.model import Annotation, ArticleInfo, Role, Span
from annotations.progress import count_marks, with_marks
from annotations.readers.base import Draft
from annotations.readers.titles import title_of
from annotations.store import Step
from annotations.store.articles import METADATA_FACTS, ArticleText, digest
from annotations.store.history import CARRY
from annotations.store.versions import StoredVersion
from annotations.summaries import describe
from annotations.workspace import Workspace

__all__ = [
    "Carried",
    "Orphan",
    "bring_content",
    "bring_version",
    "carry_on",
    "confirm",
    "orphans",
    "placed_by_hand",
    "version_of",
]


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


@dataclass(frozen=True, slots=True)
class Orphan:
    """An annotation that has no place in the current text.

    Attributes:
        annotation: As it is, on its own version.
        version: Number of that version.
        words: Its words there, in quotation marks.
        guess: The annotation at the best guess; None without any.
        near: Offset in the current text where it would be about.
    """

    annotation: Annotation
    version: int
    words: str
    guess: Annotation | None
    near: int


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
    anchorings = _Anchorings(workspace, content.text)
    anchorings.compare(info.key)
    with store.writing():
        if store.versions.current(info.number) != info.key:
            raise ConflictError(f"article {info.number} has another version by now", "Open the article again.")
        step = new_id()
        new = info._replace(version=version, sha256=digest(content.text), created=at)
        added = store.add_version(new, content)
        taken = _Taken(workspace, added.key, anchorings, except_for)
        carried = taken.all(info, added)
        summary = f"brought in version {added.version}: {carried.summary}"
        made = Step(step, at, workspace.annotator, CARRY, summary)
        store.steps.carry(
            made, info.number, taken.pairs, ({"version": info.version}, {"version": added.version}), facts
        )
        taken.beside(info, content.sentences)
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
        taken = _Taken(workspace, info.key, _Anchorings(workspace, str(store.text(info.key))), staying)
        carried = taken.of(before, info, (key,))
        if not taken.pairs:
            return None
        summary = f"took over from version {before.version}: {carried.summary}"
        made = Step(new_id(), now(), workspace.annotator, CARRY, summary)
        version = ({"version": before.version}, {"version": info.version})
        store.steps.carry(made, info.number, taken.pairs, version, ({}, {}))
    return carried


def orphans(workspace: Workspace, info: ArticleInfo) -> tuple[Orphan, ...]:
    """Annotations of earlier versions of an article, in the order of where they would be about."""
    store = workspace.store
    keys = store.versions.with_orphans(info.number)
    if not keys:
        return ()
    numbers = {row.key: row.version for row in store.versions.of_article(info.number)}
    anchorings = _Anchorings(workspace, str(store.text(info.key)))
    found = []
    for key in keys:
        anchoring, old = anchorings.compare(key)
        for annotation in store.annotations.of_version(key):
            guess = take_over(annotation, anchoring, info.key, old).guess
            near = guess.start if guess is not None else anchoring.offset(annotation.start or 0)
            found.append(Orphan(annotation, numbers[key], describe(annotation, old), guess, near or 0))
    return tuple(sorted(found, key=lambda orphan: (orphan.near, orphan.annotation.id)))


def confirm(workspace: Workspace, info: ArticleInfo, orphan: Orphan, placed: Annotation | None = None) -> Edit:
    """Place an orphan of mine in the current text: at its guess, or as `placed` says; one step that can be undone.

    Raises:
        ConflictError: It belongs to somebody else, or was changed in the meantime.
        SchemaError: There is no guess, or the place does not fit the schema.
        StoreError: The database refused.
    """
    target = orphan.guess if placed is None else placed
    if target is None:
        raise SchemaError(f"there is no guess where {orphan.words} is now", "Select its words and place it there.")
    summary = f"placed {orphan.words} in version {info.version}"
    return workspace.change(info, orphan.annotation, replace(target, version=info.key), summary)


def placed_by_hand(orphan: Orphan, info: ArticleInfo, fragments: Sequence[Span], old: str) -> Annotation:
    """The annotation of an orphan on words of the current text; roles are at their guess, else words become names."""
    if orphan.guess is not None:
        return replace(orphan.guess, fragments=tuple(fragments))
    roles = tuple(
        role if role.span is None else Role(role.role, role.name or " ".join(role.span.of(old).split()))
        for role in orphan.annotation.roles
    )
    return replace(orphan.annotation, version=info.key, fragments=tuple(fragments), roles=roles)


def version_of(workspace: Workspace, info: ArticleInfo, number: int) -> StoredVersion:
    """Return a version of an article by its number.

    Raises:
        NotFoundError: There is no such version.
    """
    versions = workspace.store.versions.of_article(info.number)
    for row in versions:
        if row.version == number:
            return row
    there = ", ".join(str(row.version) for row in versions)
    raise NotFoundError(f"article {info.number} has no version {number}", f"There is {there}.")


class _Anchorings:
    """Earlier versions beside a text, each compared once."""

    def __init__(self, workspace: Workspace, text: str) -> None:
        self._workspace = workspace
        self._text = text
        self._made: dict[int, tuple[Anchoring, str]] = {}

    def compare(self, key: int) -> tuple[Anchoring, str]:
        """A version beside the text, and its own text."""
        if key not in self._made:
            old = str(self._workspace.store.articles.text(key))
            self._made[key] = (Anchoring(old, self._text), old)
        return self._made[key]


class _Taken:
    """Takes over what hangs on earlier versions."""

    def __init__(self, workspace: Workspace, key: int, anchorings: _Anchorings, except_for: Collection[str]) -> None:
        self.pairs: list[tuple[Annotation, Annotation]] = []
        self._store = workspace.store
        self._key = key
        self._anchorings = anchorings
        self._except_for = except_for

    def all(self, info: ArticleInfo, added: ArticleInfo) -> Carried:
        """Everybody's annotations of the version before, and orphans that have a place again."""
        return self.of(info, added, self._store.versions.with_orphans(info.number))

    def of(self, info: ArticleInfo, added: ArticleInfo, keys: Sequence[int]) -> Carried:
        """Everybody's annotations of some versions."""
        exact = changed = lost = found = 0
        for key in keys:
            anchoring, old = self._anchorings.compare(key)
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

    def beside(self, info: ArticleInfo, sentences: Sentences | None) -> None:
        """Reading places, sentences seen, stored suggestions whose words are all there, and what was dismissed.

        `sentences` are those of the new text.
        """
        anchoring, _ = self._anchorings.compare(info.key)
        rows = self._store.versions
        rows.move_places(info.number, self._key, anchoring.offset)
        before = self._store.articles.load(info.key).sentences
        if before is not None and sentences is not None:
            rows.move_progress(
                info.number, info.key, self._key, lambda marks: _seen(marks, before, sentences, anchoring)
            )
        rows.move_suggestions(info.key, self._key, lambda body: _suggestion(body, anchoring))
        rows.move_dismissals(info.key, self._key, lambda place: _dismissed(place, anchoring))


def _seen(marks: bytes, old: Sentences, new: Sentences, anchoring: Anchoring) -> tuple[int, int, bytes]:
    """Of the sentences seen, those that are there as they were: how many of how many, and which."""
    seen = []
    for index, span in enumerate(old):
        if index >> 3 < len(marks) and marks[index >> 3] >> (index & 7) & 1:
            pairs = anchoring.alignment.over(*span)
            if sum(pair.end - pair.start for pair in pairs) >= span.end - span.start:
                at = new.index_at(pairs[0].new_start)
                seen.append(range(at, at + 1))
    moved = with_marks(b"", len(new), seen)
    return count_marks(moved), len(new), moved


def _verbatim(span: Sequence[int], anchoring: Anchoring) -> list[int] | None:
    placed = anchoring.place(Span(*span))
    return list(placed.span) if placed.found and not placed.reworded and placed.span is not None else None


def _suggestion(body: str, anchoring: Anchoring) -> tuple[int, str] | None:
    try:
        data = json.loads(body)
        fragments = [_verbatim(span, anchoring) for span in data["fragments"]]
        roles = [[role, name, span and _verbatim(span, anchoring)] for role, name, span in data["roles"]]
        spanned = [span for _, _, span in data["roles"]]
    except (ValueError, TypeError, KeyError):
        return None
    if not all(fragments) or any(old and not role[2] for role, old in zip(roles, spanned, strict=True)):
        return None
    moved = {**data, "fragments": fragments, "roles": roles}
    return fragments[0][0], json.dumps(moved, ensure_ascii=False, separators=(",", ":"))  # type: ignore[index]  # all are there


def _dismissed(place: str, anchoring: Anchoring) -> str | None:
    try:
        spans = [_verbatim([int(number) for number in part.split("-")], anchoring) for part in place.split(";")]
    except (ValueError, TypeError):
        return None
    return ";".join(f"{span[0]}-{span[1]}" for span in spans if span) if all(spans) else None


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
