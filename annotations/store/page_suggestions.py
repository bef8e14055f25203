"""What was suggested around the place where somebody stopped reading, kept for the next time that the page opens."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from annotations import __version__
from annotations.text import Span, written_spans

__all__ = ["PageSuggestion", "PageSuggestionRows"]

_STEP = "(SELECT coalesce(max(number), 0) FROM history WHERE article = ?1 AND annotator = ?2)"
_SCHEME = "(SELECT coalesce(max(key), 0) FROM schemas)"


class PageSuggestion(NamedTuple):
    """A suggestion as far as the first page needs it; `plain` is all of it (see `annotations.suggest.codec`)."""

    label: str
    fragments: tuple[Span, ...]
    polarity: str
    plain: Mapping[str, Any]


class PageSuggestionRows:
    """The table `page_suggestions`. No transaction begins here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, article: int, annotator: str, version: int, suggestions: Sequence[Mapping[str, object]]) -> None:
        """Keep what is open for a person near where they read, in the place of what was kept before."""
        body = json.dumps(suggestions, ensure_ascii=False, separators=(",", ":"))
        self._connection.execute(
            "INSERT INTO page_suggestions (article, annotator, version, made_by, step, scheme, body)"
            f" VALUES (?1, ?2, ?3, ?4, {_STEP}, {_SCHEME}, ?5)"
            " ON CONFLICT (article, annotator) DO UPDATE SET version = excluded.version, made_by = excluded.made_by,"
            " step = excluded.step, scheme = excluded.scheme, body = excluded.body",
            (article, annotator, version, __version__, body),
        )

    def of(self, article: int, annotator: str, version: int) -> tuple[PageSuggestion, ...]:
        """Return what was kept and still holds: nothing once rules, scheme, text or the person's annotations changed.

        What they dismissed since is not among it. What is damaged is passed over.
        """
        row = self._connection.execute(
            "SELECT body FROM page_suggestions WHERE article = ?1 AND annotator = ?2 AND version = ?3 AND made_by = ?4"
            f" AND step = {_STEP} AND scheme = {_SCHEME}",
            (article, annotator, version, __version__),
        ).fetchone()
        if row is None:
            return ()
        try:
            found = [_suggestion(plain) for plain in json.loads(row[0])]
        except (ValueError, TypeError, KeyError, AttributeError):
            return ()
        dismissed = set(
            self._connection.execute(
                "SELECT label, place FROM dismissals WHERE version = ? AND annotator = ?", (version, annotator)
            )
        )
        return tuple(one for one in found if (one.label, written_spans(one.fragments)) not in dismissed)


def _suggestion(plain: Mapping[str, Any]) -> PageSuggestion:
    fragments = tuple(Span(int(start), int(end)) for start, end in plain["fragments"])
    return PageSuggestion(str(plain["label"]), fragments, str(plain["attributes"].get("polarity", "")), plain)
