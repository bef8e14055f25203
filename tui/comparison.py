"""Layers held against each other, as they are shown: items of articles, a filter, what is being put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

from annotations.comparing import Item, Standing, Verdict, compare
from annotations.errors import UsageError
from annotations.layers import GOLD, are_people
from annotations.model import Annotation, ArticleInfo, Span
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

PARTS = ("words", "roles", "attributes")
"""What may be taken from one annotation or another."""
MOST = 6
"""As many people can be compared at once."""
BOTH = "both"
"""Whose words are taken where they are those of all."""


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


@dataclass(frozen=True, slots=True)
class Pieces:
    """Whose words, roles and attributes are taken where several annotations become one."""

    words: str
    roles: str
    attributes: str


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
    coders = workspace.store.work.coders()
    here = coders.get(info.number, {}) if info is not None and not everywhere else None
    working = here if here is not None else {name for by in coders.values() for name in by}
    known = {name for by in coders.values() for name in by}
    if strange := [name for name in names if name not in known]:
        raise UsageError(f"nobody called “{strange[0]}” has annotated here")
    people = tuple(dict.fromkeys(names)) or tuple(are_people(set(working)))
    people = tuple(name for name in people if names or name != workspace.annotator or workspace.annotator != GOLD)
    if len(people) < 2:
        raise UsageError("there are no two people to compare here", "Each works under a name of their own (--as).")
    if len(people) > MOST:
        raise UsageError(f"{len(people)} people cannot stand side by side", "Name two to six: :compare kim, lee")
    if everywhere or info is None:
        numbers = sorted(number for number, by in coders.items() if len(set(people) & set(by)) > 1)
        infos = [workspace.store.articles.get(number) for number in numbers]
    else:
        infos = [info]
    items = [one for each in infos for one in read_article(workspace, each, people)]
    comparison = Comparison(people, everywhere or info is None, items)
    comparison.narrow("")
    return comparison


def read_article(workspace: Workspace, info: ArticleInfo, people: Sequence[str]) -> list[Compared]:
    """Hold the layers of one article against each other."""
    text = workspace.store.text(info.key)
    found = []
    for item in compare(workspace, info, people):
        place = item.place
        words = " ".join(place.of(text).split()) if place is not None else "the whole article"
        found.append(Compared(info, item, words))
    return found


def texts_of(workspace: Workspace, comparison: Comparison) -> dict[int, str]:
    """The texts of all articles that are compared, by the key of their version."""
    return {one.info.key: str(workspace.store.text(one.info.key)) for one in comparison.items}


def first_pieces(item: Item) -> Pieces:
    """What is taken to begin with: all of the first."""
    first = next(iter(item.annotations))
    return Pieces(first, first, first)


def turned(item: Item, pieces: Pieces, part: str) -> Pieces:
    """Take a part from the next who has it; words may also be those of all of them together."""
    names = list(item.annotations)
    if part == "words" and _together(item) is not None:
        names.append(BOTH)
    at = names.index(getattr(pieces, part))
    return replace(pieces, **{part: next(islice(cycle(names), at + 1, None))})


def united(item: Item, pieces: Pieces) -> Annotation:
    """Put one annotation together."""
    words = next(iter(item.annotations)) if pieces.words == BOTH else pieces.words
    base = item.annotations[words]
    fragments = _together(item) if pieces.words == BOTH else base.fragments
    return replace(
        base,
        fragments=fragments if fragments is not None else base.fragments,
        roles=item.annotations[pieces.roles].roles,
        attributes=item.annotations[pieces.attributes].attributes,
    )


def verdict_sign(item: Item, annotator: str) -> str:
    """How it was decided about somebody's annotation, as one character."""
    annotation = item.annotations.get(annotator)
    decided = item.decided.get(annotation.id) if annotation is not None else None
    return {None: " ", Verdict.KEEP: "✓", Verdict.MERGE: "+", Verdict.REJECT: "×"}[decided.verdict if decided else None]


def _together(item: Item) -> tuple[Span, ...] | None:
    """From where the first begins to where the last ends, where none is interrupted and that is nobody's own."""
    spans = [annotation.fragments for annotation in item.annotations.values()]
    if any(len(fragments) != 1 for fragments in spans) or item.place is None:
        return None
    return None if (item.place,) in spans else (item.place,)


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
