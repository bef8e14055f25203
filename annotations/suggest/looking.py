"""What whole articles have to suggest: of all kinds or some, the best or all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Self

from annotations.suggest import KINDS, Passage, Suggester, Suggestion, other_suggester, suggester
from annotations.suggest.base import Closing
from annotations.suggest.claims_ranking import offered
from annotations.suggest.codec import from_plain, to_plain
from annotations.suggest.foreign import SECONDS, AsideError

__all__ = ["Found", "Looker", "Wish"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look for.

    Attributes:
        kinds: Of Stet's own and of other packages, in the order in which they are wanted.
        min_score: Least score, 0 to 1.
        all_claims: Each sentence with its score, rather than the best few of an article.
        seconds: How long a suggester of another package may take for an article.
    """

    kinds: tuple[str, ...]
    min_score: float = 0.0
    all_claims: bool = False
    seconds: float = SECONDS

    def to_plain(self) -> dict[str, object]:
        """Write it as what JSON can hold."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Wish:
        """Read what `to_plain` wrote."""
        return cls(tuple(data["kinds"]), data["min_score"], data["all_claims"], data["seconds"])


class Found(NamedTuple):
    """Suggestions by kind, in the order of the text; and of kinds that were left aside, a sentence that says why."""

    suggestions: Mapping[str, list[Suggestion]]
    aside: Mapping[str, str]

    def to_plain(self) -> dict[str, object]:
        """Write it as what JSON can hold."""
        found = {kind: list(map(to_plain, suggestions)) for kind, suggestions in self.suggestions.items()}
        return {"suggestions": found, "aside": dict(self.aside)}

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Found:
        """Read what `to_plain` wrote."""
        found = {kind: list(map(from_plain, suggestions)) for kind, suggestions in data["suggestions"].items()}
        return cls(found, data["aside"])


class Looker:
    """Looks at article after article. Use it as a context manager.

    Args:
        wish: What to look for.
        apart: Processes that it starts are out of reach of what the terminal sends (Ctrl+C).

    Raises:
        UsageError: Nothing suggests one of the kinds.
    """

    def __init__(self, wish: Wish, *, apart: bool = True) -> None:
        self._wish = wish
        self._finders: dict[str, Suggester] = {
            kind: suggester(kind) if kind in KINDS else other_suggester(kind, wish.seconds, apart=apart)
            for kind in wish.kinds
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for finder in self._finders.values():
            if isinstance(finder, Closing):
                finder.close()

    def look(self, passage: Passage, without: Collection[str] = ()) -> Found:
        """Look at one article, `without` some of the kinds."""
        found: dict[str, list[Suggestion]] = {}
        aside: dict[str, str] = {}
        for kind, finder in self._finders.items():
            if kind in without:
                continue
            try:
                found[kind] = list(self._chosen(kind, list(finder.suggest(passage))))
            except AsideError as error:
                aside[kind] = error.message
        return Found(found, aside)

    def _chosen(self, kind: str, suggestions: list[Suggestion]) -> Iterator[Suggestion]:
        if kind == "claims" and not self._wish.all_claims:
            best = offered([suggestion.score for suggestion in suggestions])
            suggestions = [suggestions[index] for index in sorted(best)]
        return (suggestion for suggestion in suggestions if suggestion.score >= self._wish.min_score)
