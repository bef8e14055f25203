"""Suggestions that are kept beside an article: Stet's own, and those of other people's models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from annotations.errors import FormatError, NotFoundError, SchemaError, UsageError
from annotations.identity import check_name, now
from annotations.model import ArticleInfo
from annotations.schema import nearest
from annotations.store.suggestions import StoredSuggestion
from annotations.suggest.base import Suggestion
from annotations.suggest.codec import from_plain, to_plain
from annotations.suggest.makers import from_maker
from annotations.workspace import Workspace

__all__ = ["OWN_MAKER", "clear", "keep", "kept", "maker_named"]

OWN_MAKER = "stet"
"""Under which name Stet's own suggestions are kept."""


def maker_named(name: str) -> str:
    """Return the name of a model, white space folded.

    Raises:
        UsageError: It is no name, or Stet's own.
    """
    try:
        folded = check_name(name)
    except SchemaError as error:
        raise UsageError(f"--maker: {error.message}") from None
    if folded.casefold() == OWN_MAKER:
        raise UsageError(f"“{folded}” is what Stet’s own suggestions are kept under", "Give another name with --maker.")
    return folded


def keep(
    workspace: Workspace,
    info: ArticleInfo,
    maker: str,
    suggestions: Iterable[Suggestion],
    *,
    label: str | None = None,
    replacing: bool = True,
) -> None:
    """Keep what a maker suggests for an article, in the place of what it suggested before.

    Args:
        workspace: The library.
        info: The article.
        maker: Which model it came from.
        suggestions: All with at least one fragment.
        label: Replace only what has this label.
        replacing: False to leave there what is there.

    Raises:
        StoreError: The database refused; nothing was written.
    """
    rows = workspace.store.suggestions
    with workspace.store.writing():
        if replacing:
            rows.remove(maker, info.key, label)
        rows.add(info.key, [_row(maker, suggestion) for suggestion in suggestions], now())


def kept(workspace: Workspace, version: int) -> list[Suggestion]:
    """Return what is kept for a version of an article, in the order of the text.

    Who else than Stet made one is the first of its reasons. What is damaged is passed over.
    """
    found = []
    for row in workspace.store.suggestions.of_version(version):
        try:
            body = json.loads(row.body)
            suggestion = from_plain({**body, "label": row.label, "score": row.score})
        except (ValueError, TypeError, KeyError, FormatError):
            continue
        found.append(suggestion if row.maker == OWN_MAKER else from_maker(row.maker, suggestion))
    return found


def clear(workspace: Workspace, maker: str | None, articles: Sequence[ArticleInfo]) -> int:
    """Remove what is kept, of a maker or of all, for some articles or all; returns how many suggestions that was.

    Raises:
        NotFoundError: Nothing of that maker is kept.
        StoreError: The database refused; nothing was removed.
    """
    rows = workspace.store.suggestions
    with workspace.store.writing():
        if maker is not None and maker not in (makers := rows.makers()):
            hint = nearest(maker, makers) or (f"There is something from {', '.join(makers)}." if makers else "")
            raise NotFoundError(f"no suggestions from “{maker}” are stored", hint)
        if articles:
            return sum(rows.remove(maker, info.key) for info in articles)
        return rows.remove(maker)


def _row(maker: str, suggestion: Suggestion) -> StoredSuggestion:
    body = to_plain(suggestion)
    label, score = str(body.pop("label")), suggestion.score
    del body["score"]
    packed = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return StoredSuggestion(maker, label, suggestion.fragments[0].start, round(score, 4), packed)
