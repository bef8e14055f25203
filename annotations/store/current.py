"""What counts when a question goes over all of the library."""

from __future__ import annotations

__all__ = ["CURRENT"]

CURRENT = (
    "(SELECT articles.number AS article, articles.title, articles.source, versions.key AS version FROM articles"
    " JOIN versions ON versions.article = articles.number AND versions.version ="
    " (SELECT max(version) FROM versions AS v WHERE v.article = articles.number)"
    " WHERE articles.removed IS NULL) AS current"
)
"""Articles that were not removed, each with the version that is read now: a table `current` for a FROM clause."""
