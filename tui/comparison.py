"""Layers held against each other, as they are shown: items of articles, a filter, what is being put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.errors import UsageError
from annotations.group.compared import Compared, people_between, read_article, shared_articles
from annotations.group.comparing import Item, Standing, Verdict
from annotations.group.uniting import BOTH, PARTS, Pieces, first_pieces, turned, united
from annotations.model import ArticleInfo
from annotations.workspace import Workspace

__all__ = [
    "BOTH",
    "PARTS",
    "Compared",
    "Comparison",
    "Pieces",
    "first_pieces",
    "read_article",
    "read_comparison",
    "texts_of",
    "turned",
    "united",
    "verdict_sign",
]

MOST = 6
"""As many people can be compared at once."""


@dataclass(slots=True)
class Comparison:
    """What is compared.

    Attributes:
        people: Whom, by name.
        everywhere: Whether in all articles that two of them have worked on; else in one.
        items: All of them, in the order of articles and texts.
        shown: Those that pass the filter.
    """

    people: tuple[str, ...]
    everywhere: bool = False
    items: Sequence[Compared] = ()
    shown: Sequence[Compared] = ()

    @property
    def decided(self) -> int:
        """How many are decided."""
        return sum(one.item.done for one in self.items)

    def narrow(self, typed: str) -> None:
        """Show what every word of a filter fits: a standing or `differing`, `decided`, `open`, a label, words."""
        wanted = typed.casefold().split()
        self.shown = [one for one in self.items if all(_fits(one, word) for word in wanted)]

    def following(self, index: int, direction: int, *, agreed: bool = False) -> int | None:
        """The next row, or the one before, that people differ on (or, if `agreed`, any) and that is not decided."""
        places = range(index + 1, len(self.shown)) if direction > 0 else range(index - 1, -1, -1)
        for place in places:
            item = self.shown[place].item
            if (agreed or item.standing is not Standing.AGREED) and not item.done:
                return place
        return None

    def put(self, info: ArticleInfo, items: Sequence[Compared]) -> None:
        """Take the items of one article as they are now."""
        before = [one for one in self.items if one.info.number < info.number]
        after = [one for one in self.items if one.info.number > info.number]
        self.items = [*before, *items, *after]


def read_comparison(
    workspace: Workspace, info: ArticleInfo | None, names: Sequence[str], *, everywhere: bool
) -> Comparison:
    """Read what is compared: of these people, else of all but `gold` who have worked on the article or anywhere.

    Raises:
        UsageError: There are fewer than two people, or more than six, or a name is nobody's.
    """
    people = people_between(workspace, names, None if everywhere else info)
    if len(people) > MOST:
        raise UsageError(f"{len(people)} people cannot stand side by side", "Name two to six: :compare kim, lee")
    infos = shared_articles(workspace, people) if everywhere or info is None else [info]
    items = [one for each in infos for one in read_article(workspace, each, people)]
    comparison = Comparison(people, everywhere or info is None, items)
    comparison.narrow("")
    return comparison


def texts_of(workspace: Workspace, comparison: Comparison) -> dict[int, str]:
    """The texts of all articles that are compared, by the key of their version."""
    return {one.info.key: str(workspace.store.text(one.info.key)) for one in comparison.items}


def verdict_sign(item: Item, annotator: str) -> str:
    """How it was decided about somebody's annotation, as one character."""
    annotation = item.annotations.get(annotator)
    decided = item.decided.get(annotation.id) if annotation is not None else None
    return {None: " ", Verdict.KEEP: "✓", Verdict.MERGE: "+", Verdict.REJECT: "×"}[decided.verdict if decided else None]


def _fits(one: Compared, word: str) -> bool:
    item = one.item
    if word in {standing.value for standing in Standing}:
        return item.standing == word
    if word == "differing":
        return item.standing is not Standing.AGREED
    if word in {"decided", "open"}:
        return item.done == (word == "decided")
    labels = {annotation.label for annotation in item.annotations.values()}
    return word in labels or word in item.differences or word in one.words.casefold()
