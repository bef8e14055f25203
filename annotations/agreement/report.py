"""Agreement of a library's annotators: which figures there are, on which articles, with which intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from annotations.agreement.bootstrap import ROUNDS, Sample, measure
from annotations.agreement.counting import ArticleLayers, Counting, Level
from annotations.agreement.figures import Asked, Figures
from annotations.agreement.measured import Measured
from annotations.columns import Sentences
from annotations.errors import UsageError
from annotations.layers import are_people
from annotations.model import Annotation, ArticleInfo
from annotations.watching import Watch, unwatched
from annotations.workspace import Workspace

__all__ = ["Agreement", "ArticleFigures", "Confusion", "Figure", "Level", "Measure", "agreement"]


class Measure(StrEnum):
    """What a figure says."""

    COHEN = "cohen_kappa"
    FLEISS = "fleiss_kappa"
    ALPHA = "krippendorff_alpha"
    EXACT = "f1_exact"
    OVERLAP = "f1_overlap"
    SAME = "same"
    RELATION = "f1_relation"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and what it is of.

    Attributes:
        annotators: Whom it compares.
        label: None for all labels together; the relation's name where `measure` is about relations.
        level: Of which units; None for whole annotations.
        attribute: Which attribute of matched annotations, where it is about one.
    """

    measure: Measure
    measured: Measured
    annotators: tuple[str, ...]
    label: str | None = None
    level: Level | None = None
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often an annotation of one person, by its label, is one of the other's; None is nothing."""

    annotators: tuple[str, str]
    counts: dict[tuple[str | None, str | None], int]


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """One article: who has coded it, and figures of it alone, all labels together."""

    info: ArticleInfo
    annotators: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was measured.

    Attributes:
        annotators: Whom it compares, by name.
        labels: Labels that were looked at.
        articles: Those that at least two of them have coded.
        alone: How many articles only one of them has coded.
        figures: Of all annotators together, then of each pair.
        reason: Why nothing is defined; empty where something may be.
    """

    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    articles: tuple[ArticleFigures, ...] = ()
    alone: int = 0
    figures: tuple[Figure, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    rounds: int = ROUNDS
    seed: int = 0
    reason: str = ""


def agreement(
    workspace: Workspace,
    *,
    articles: Sequence[int] = (),
    annotators: Sequence[str] = (),
    labels: Sequence[str] = (),
    rounds: int = ROUNDS,
    seed: int = 0,
    watch: Watch = unwatched,
) -> Agreement:
    """Measure how far annotators agree on current versions of articles.

    An article counts for two people when both have worked on it: they have annotations in it, or have marked it done.

    Args:
        workspace: The library.
        articles: Numbers; all when empty.
        annotators: Names; everybody who has worked on one of the articles, except for `gold`, when empty.
        labels: Names of labels; all of the coding scheme when empty.
        rounds: How often articles are drawn again for the intervals; 0 for none.
        seed: Of these draws.
        watch: Watches how many articles are counted, then how many draws are made.

    Raises:
        UsageError: A label or an annotator is unknown.
        StoreError: The database refused.
    """
    schema = workspace.schema
    wanted = tuple(label.name for label in schema.labels if not labels or label.name in labels)
    _refuse_unknown(workspace, labels, annotators)
    coders = workspace.store.work.coders()
    if articles:
        coders = {number: coders.get(number, {}) for number in articles}
    people = tuple(dict.fromkeys(annotators)) or tuple(are_people({name for by in coders.values() for name in by}))
    if len(people) < 2:
        who = f"only {people[0]} has annotated" if people else "nobody has annotated"
        return Agreement(people, wanted, rounds=rounds, seed=seed, reason=f"{who}: there is nobody to agree with")
    by_article = {number: tuple(name for name in people if name in by) for number, by in sorted(coders.items())}
    shared = {number: by for number, by in by_article.items() if len(by) > 1}
    alone = sum(len(by) == 1 for by in by_article.values())
    if not shared:
        reason = f"no article was coded by two of {', '.join(people)}"
        return Agreement(people, wanted, alone=alone, rounds=rounds, seed=seed, reason=reason)
    sample = Sample()
    counting = Counting(schema, people, wanted)
    infos = []
    relations = []
    with watch(len(shared), "comparing") as advance:
        for place, layers in enumerate(_layers(workspace, shared)):
            infos.append((layers.info, layers.coders))
            sample.add(counting.article(layers))
            if layers.relations:
                relations.append((place, layers.coders, layers.relations))
            advance(1)
    for place, by, tied in relations:
        sample.add_to(place, counting.relations(by, tied))
    figures = Figures(schema, people, wanted, sample)
    asked = figures.all()
    total = sample.total()
    measured = measure(sample, [one.coefficient for one in asked], rounds=rounds, seed=seed, watch=watch)
    brief = figures.brief()
    return Agreement(
        people,
        wanted,
        tuple(
            ArticleFigures(info, by, tuple(_of_article(sample.row(place), brief, by)))
            for place, (info, by) in enumerate(infos)
        ),
        alone,
        tuple(_figure(one, value, total) for one, value in zip(asked, measured, strict=True)),
        tuple(Confusion(pair, figures.confusion(pair)) for pair in combinations(people, 2)),
        rounds,
        seed,
    )


def _refuse_unknown(workspace: Workspace, labels: Sequence[str], annotators: Sequence[str]) -> None:
    from annotations.exporting import Selection, refuse_unknown

    refuse_unknown(workspace, Selection(labels=frozenset(labels), annotators=frozenset(annotators)))
    if strange := [name for name in labels if not workspace.schema.has_label(name)]:
        raise UsageError(f"the coding scheme in use has no label “{strange[0]}”")


def _layers(workspace: Workspace, shared: dict[int, tuple[str, ...]]) -> Iterator[ArticleLayers]:
    """Read articles and who put what on them, one by one."""
    from annotations.exporting import sentences_of_article

    for number, by in shared.items():
        info = workspace.store.articles.get(number)
        content = workspace.store.load(info.key)
        sentences: Sentences = sentences_of_article(content, info.language)
        mine: dict[str, list[Annotation]] = {name: [] for name in by}
        for annotation in workspace.annotations(info):
            if annotation.annotator in mine:
                mine[annotation.annotator].append(annotation)
        yield ArticleLayers(info, by, tuple(mine.values()), sentences, tuple(workspace.relations(info)))


def _of_article(row: Sequence[int], brief: Sequence[Asked], coders: tuple[str, ...]) -> list[Figure]:
    found = []
    for one in brief:
        if set(one.annotators) <= set(coders):
            value = one.coefficient(row)
            measured = Measured(None, value) if isinstance(value, str) else Measured(value)
            found.append(_figure(one, measured, row))
    return found


def _figure(asked: Asked, measured: Measured, sums: Sequence[int]) -> Figure:
    return Figure(
        Measure(asked.measure),
        replace(measured, units=sum(sums[column] for column in asked.units)),
        asked.annotators,
        asked.label,
        asked.level,
        asked.attribute,
    )
