"""What is compared, over articles: between which people, in which articles, with the words that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.errors import UsageError
from annotations.group.comparing import Item, compare
from annotations.layers import GOLD, are_people
from annotations.model import ArticleInfo
from annotations.workspace import Workspace

__all__ = ["Compared", "people_between", "read_article", "shared_articles"]


@dataclass(frozen=True, slots=True)
class Compared:
    """An item and the article that it is in; `words` are what it is about."""

    info: ArticleInfo
    item: Item
    words: str

    @property
    def key(self) -> tuple[str, ...]:
        """Which annotations it is made of."""
        return tuple(annotation.id for annotation in self.item.annotations.values())


def people_between(workspace: Workspace, names: Sequence[str], info: ArticleInfo | None) -> tuple[str, ...]:
    """Those named, else all but `gold` who have worked on an article; on any, where none is given.

    Raises:
        UsageError: There are fewer than two, or a name is nobody's.
    """
    coders = workspace.store.work.coders()
    known = {name for by in coders.values() for name in by}
    if strange := [name for name in names if name not in known]:
        raise UsageError(f"nobody called “{strange[0]}” has annotated here")
    working = set(coders.get(info.number, {})) if info is not None else known
    people = tuple(dict.fromkeys(names)) or tuple(are_people(working))
    people = tuple(name for name in people if names or name != workspace.annotator or workspace.annotator != GOLD)
    if len(people) < 2:
        raise UsageError("there are no two people to compare here", "Each works under a name of their own (--as).")
    return people


def shared_articles(workspace: Workspace, people: Sequence[str]) -> list[ArticleInfo]:
    """The articles that at least two of these people have worked on, by number."""
    coders = workspace.store.work.coders()
    numbers = sorted(number for number, by in coders.items() if len(set(people) & set(by)) > 1)
    return [workspace.store.articles.get(number) for number in numbers]


def read_article(workspace: Workspace, info: ArticleInfo, people: Sequence[str]) -> list[Compared]:
    """Hold the layers of one article against each other."""
    text = workspace.store.text(info.key)
    found = []
    for item in compare(workspace, info, people):
        place = item.place
        words = " ".join(place.of(text).split()) if place is not None else "the whole article"
        found.append(Compared(info, item, words))
    return found
