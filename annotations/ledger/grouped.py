"""Who said what, in all of the library: annotations of a label, grouped by speaker, verdict or whatever else it has.

A ledger is an index of numbers and names; what an annotation says is read for those that are looked at
(`annotations.ledger.entries`). Names that mean the same are one name here (`annotations.names.merged`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product

from annotations.errors import SchemaError, UsageError
from annotations.ledger.facets import Facet, FacetKind, naming_roles, usual_facets, valued
from annotations.ledger.matrix import Matrix, matrix_of, sign
from annotations.model import AttributeValue
from annotations.names.merged import Meanings, folded, meanings
from annotations.names.runs import PRONOUNS
from annotations.schema import AttributeKind, LabelDef, nearest
from annotations.store import Store
from annotations.store.ledger import Chosen
from annotations.summaries import value_words
from annotations.workspace import Workspace

__all__ = ["Group", "Ledger", "Wanted", "ledger_of"]

_UNSET = ("",)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the library a ledger is about; everything where a filter is empty.

    Attributes:
        articles: Numbers.
        annotators: Who made an annotation.
        tags: Articles with one of these tags.
        names: Annotations one of whose roles means one of these.
    """

    articles: tuple[int, ...] = ()
    annotators: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Annotations that have the same values of some facets.

    Attributes:
        values: One for each facet, as it is shown; empty where nothing is set or nobody is named.
        keys: Of the annotations, in the order of articles and their texts.
        articles: In how many articles they are.
        also: Other names that stand for the first value.
    """

    values: tuple[str, ...]
    keys: tuple[int, ...]
    articles: int
    also: tuple[str, ...] = ()


class Ledger:
    """Annotations of one label, as they are when it is made.

    Attributes:
        label: As the schema has it.
        articles: Number of the article by key of the annotation, in the order of articles and their texts.
    """

    def __init__(self, store: Store, label: LabelDef, wanted: Wanted | None = None) -> None:
        """Read the index. Later reads are of the same store, on its thread.

        Raises:
            StoreError: The database refused.
        """
        wanted = Wanted() if wanted is None else wanted
        self.label = label
        self._rows = store.ledger
        self._means = meanings(store)
        self._known: dict[Facet, dict[int, tuple[str, ...]]] = {}
        chosen = Chosen(label.name, wanted.articles, wanted.annotators, wanted.tags)
        self.articles: dict[int, int] = dict(self._rows.placed(chosen))
        if wanted.names:
            meant = {self._means.of(folded(name)) for name in wanted.names}
            self.keep({key for key, names in self._names().items() if not meant.isdisjoint(names)})

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def means(self) -> Meanings:
        """What each name stands for."""
        return self._means

    def on(self, store: Store) -> Ledger:
        """Read on from this store, where the one that it was made with was opened anew."""
        self._rows = store.ledger
        return self

    def keep(self, keys: Collection[int]) -> None:
        """List only these of the annotations."""
        self.articles = {key: article for key, article in self.articles.items() if key in keys}
        self._known.clear()

    def groups(self, by: Sequence[Facet] = (), holding: str = "") -> list[Group]:
        """Group the annotations, all that hold `holding` somewhere: in words, names, or the title of the article.

        An annotation with two fillers of a role is in both groups.
        """
        by = tuple(by) or usual_facets(self.label)
        columns = [self._values(facet) for facet in by]
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        if len(columns) == 1:
            alone: dict[str, list[int]] = defaultdict(list)
            get = columns[0].get
            for key in self._holding(holding):
                for value in get(key, _UNSET):
                    alone[value].append(key)
            found.update(((value,), keys) for value, keys in alone.items())
        else:
            for key in self._holding(holding):
                for values in product(*(column.get(key, _UNSET) for column in columns)):
                    found[values].append(key)
        groups = [self._group(by, values, keys) for values, keys in found.items()]
        return sorted(groups, key=self._order(by, groups))

    def matrix(self, holding: str = "") -> Matrix | None:
        """The label's first two named roles against each other; None where it has not two."""
        roles = naming_roles(self.label)
        if len(roles) < 2:
            return None
        attribute = valued(self.label)
        rows, columns = (self._values(Facet(FacetKind.ROLE, role)) for role in roles[:2])
        values = self._values(Facet(FacetKind.ATTRIBUTE, attribute.name)) if attribute is not None else {}
        signs = {choice.name: sign(choice) for choice in attribute.values} if attribute is not None else {}
        return matrix_of(
            (roles[0], roles[1]),
            signs,
            (
                (key, row, column, values.get(key, _UNSET)[0])
                for key in self._holding(holding)
                for row in rows.get(key, _UNSET)
                for column in columns.get(key, _UNSET)
            ),
        )

    def names(self) -> list[str]:
        """Every name that somebody or something has here, as it is shown."""
        return sorted({name for names in self._names().values() for name in names})

    def annotators(self) -> set[str]:
        """Who made the annotations."""
        return {who for (who,) in self._values(Facet(FacetKind.ANNOTATOR, "annotator")).values()}

    def _names(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for role in naming_roles(self.label):
            for key, names in self._values(Facet(FacetKind.ROLE, role)).items():
                found.setdefault(key, set()).update(name for name in names if name)
        return found

    def _holding(self, words: str) -> Iterable[int]:
        words = folded(words)
        if not words:
            return self.articles
        keys = self._rows.holding(self.label.name, words)
        wanted = words.casefold()
        for role in naming_roles(self.label):
            values = self._values(Facet(FacetKind.ROLE, role))
            # Names are far fewer than annotations.
            named = {name for name in set(chain.from_iterable(values.values())) if wanted in name.casefold()}
            if named:
                keys.update(key for key, names in values.items() if not named.isdisjoint(names))
        return [key for key in self.articles if key in keys]

    def _values(self, facet: Facet) -> dict[int, tuple[str, ...]]:
        """The values of a facet by annotation; those without one are left out."""
        if facet not in self._known:
            self._known[facet] = self._read(facet)
        return self._known[facet]

    def _read(self, facet: Facet) -> dict[int, tuple[str, ...]]:
        label, articles = self.label.name, self.articles
        found: dict[int, tuple[str, ...]] = {}
        if facet.kind is FacetKind.ARTICLE:
            return {key: (str(article),) for key, article in articles.items()}
        if facet.kind is FacetKind.ANNOTATOR:
            return {key: (who,) for key, who in self._rows.annotators(label) if key in articles}
        shown: dict[object, tuple[str]] = {}
        if facet.kind is FacetKind.ROLE:
            rows: Iterable[tuple[int, object]] = self._rows.fillers(label, facet.name)
            show: Callable[[object], str] = self._shown
        else:
            rows = ((key, (kind, value)) for key, kind, value in self._rows.values(label, facet.name))
            show = _value_shown
        for key, raw in rows:
            if key in articles:
                value = shown.get(raw)
                if value is None:
                    value = shown[raw] = (show(raw),)
                if (before := found.get(key)) is None:
                    found[key] = value
                elif value[0] not in before:
                    found[key] = before + value
        return found

    def _shown(self, called: object) -> str:
        name = self._means.of(folded(str(called)))
        # Who “she” is changes from one sentence to the next.
        return "" if name.casefold() in PRONOUNS else name

    def _group(self, by: Sequence[Facet], values: tuple[str, ...], keys: list[int]) -> Group:
        named = by[0].kind is FacetKind.ROLE and values[0]
        also = self._means.under(values[0]) if named else ()
        return Group(values, tuple(keys), len({self.articles[key] for key in keys}), also)

    def _order(self, by: Sequence[Facet], groups: Sequence[Group]) -> Callable[[Group], tuple[object, ...]]:
        ranks = [self._ranks(facet, at, groups) for at, facet in enumerate(by)]
        return lambda group: tuple(ranks[at][value] for at, value in enumerate(group.values))

    def _ranks(self, facet: Facet, at: int, groups: Sequence[Group]) -> dict[str, tuple[object, ...]]:
        """Where each value stands: choices as the schema has them, numbers by size, names by how often they are."""
        weights: Counter[str] = Counter()
        for group in groups:
            weights[group.values[at]] += len(group.keys)
        order: dict[str, int] = {}
        numbers = facet.kind is FacetKind.ARTICLE
        if facet.kind is FacetKind.ATTRIBUTE:
            attribute = self.label.attribute(facet.name)
            order = {choice.name: position for position, choice in enumerate(attribute.values)}
            numbers = attribute.kind is AttributeKind.INTEGER
        return {
            value: (
                not value,
                int(value) if numbers and value else order.get(value, len(order)),
                0 if order or numbers else -weight,
                value,
            )
            for value, weight in weights.items()
        }


def ledger_of(workspace: Workspace, label: str, wanted: Wanted | None = None) -> Ledger:
    """Make the ledger of a label.

    Raises:
        UsageError: There is no such label, or a filter names what there is not.
        StoreError: The database refused.
    """
    wanted = Wanted() if wanted is None else wanted
    store = workspace.store
    try:
        found = workspace.schema.label(label)
    except SchemaError as error:
        raise UsageError(error.message, error.hint) from None
    known = store.annotations.annotators() if wanted.annotators else []
    for who in wanted.annotators:
        if who not in known:
            raise UsageError(f"nobody called “{who}” has annotated here", nearest(who, known))
    tags = store.ledger.tags() if wanted.tags else []
    for tag in wanted.tags:
        if tag not in tags:
            raise UsageError(f"no article has the tag “{tag}”", nearest(tag, tags))
    return Ledger(store, found, wanted)


def _value_shown(raw: object) -> str:
    kind, value = raw if isinstance(raw, tuple) else ("text", raw)
    shown: AttributeValue = bool(value) if kind == "flag" else value
    return value_words(shown)
