"""What is kept beside annotations, taken over to a new version: reading places, suggestions, what was dismissed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from annotations.columns import Sentences
from annotations.model import ArticleInfo, Span
from annotations.progress import count_marks, with_marks
from annotations.store import Store
from annotations.versions.anchoring import Anchoring

__all__ = ["move_along"]


def move_along(store: Store, info: ArticleInfo, key: int, sentences: Sentences | None, anchoring: Anchoring) -> None:
    """Take over reading places, sentences seen, stored suggestions whose words are all there, and what was dismissed.

    Args:
        store: The database.
        info: The article with the version before.
        key: Of the new version.
        sentences: Those of the new text, if they are known.
        anchoring: Both versions side by side.
    """
    rows = store.versions
    rows.move_places(info.number, key, anchoring.offset)
    before = store.articles.load(info.key).sentences
    if before is not None and sentences is not None:
        rows.move_progress(info.number, info.key, key, lambda marks: _seen(marks, before, sentences, anchoring))
    rows.move_suggestions(info.key, key, lambda body: _suggestion(body, anchoring))
    rows.move_dismissals(info.key, key, lambda place: _dismissed(place, anchoring))


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
