"""`stet agree`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say
from annotations.commands.progress import Progress
from annotations.commands.tables import print_table
from annotations.counts import counted
from annotations.errors import UsageError

if TYPE_CHECKING:
    from annotations.agreement import Agreement, Figure, Measured
    from annotations.workspace import Workspace

_ALL = "all labels"


@click.command(
    "agree",
    short_help="Measure how far annotators agree.",
    cls=Command,
    examples=(
        "stet agree",
        "stet agree 1 2 3 --annotator kim --annotator lee --label claim",
        "stet agree --articles --confusion",
        "stet agree --again --as kim",
        "stet agree --json | jq '.figures[] | select(.measure == \"krippendorff_alpha\")'",
    ),
)
@click.argument("articles", nargs=-1, metavar="[ARTICLE]…")
@click.option("--annotator", "annotators", multiple=True, metavar="NAME", help="Compare NAME (several: repeat).")
@click.option("--again", is_flag=True, help="Compare what I coded with what I coded again (NAME#2, NAME#3 …).")
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="Look only at LABEL (several: repeat).")
@click.option("--articles", "by_article", is_flag=True, help="Print figures of each article too.")
@click.option("--confusion", is_flag=True, help="Print who put which label on the other's words.")
@click.option(
    "--rounds", type=click.IntRange(0, 100_000), default=1000, help="How often articles are drawn for intervals (1000)."
)
@click.option("--seed", type=int, default=0, help="Of these draws (0).")
@as_json()
@common
@pass_library
def agree_command(
    library: Library,
    *,
    articles: tuple[str, ...],
    annotators: tuple[str, ...],
    again: bool,
    labels: tuple[str, ...],
    by_article: bool,
    confusion: bool,
    rounds: int,
    seed: int,
    json_wanted: bool,
) -> None:
    """Measure agreement: of all annotators and of each pair, over all labels and for each.

    An article counts for two people when both have worked on its current version: they have an annotation in it, or
    have marked it done. The layer “gold”, and those in which somebody codes again (NAME#2, see “stet assign --again”),
    are compared only where --annotator names them, or with --again, which measures agreement with oneself.

    A unit is a SENTENCE, which has the labels of which a fragment shares a character with it, or a CHARACTER (code
    point) inside a sentence; a label of article scope is judged for each ARTICLE. For one label the question is
    whether a unit has it; for all labels together a unit has a set of them: Cohen and Fleiss ask whether the sets are
    the same, Krippendorff how far they are apart (MASI). Of more than two people, Cohen's kappa is the mean over
    pairs, Fleiss' kappa counts articles that all of them coded, Krippendorff's alpha those that at least two did.

    F1 EXACT counts annotations with the same label and fragments, F1 OVERLAP those with the same label that share a
    character. They are matched one to one: of all pairs the one that shares most first (characters of both in
    characters of either). SAME is the share of matches with the same value, of those where either has one; alpha, of
    those where both have one (numbers and dates by interval, several values as sets). A relation matches where its
    ends are matched annotations.

    [0.61, 0.83] is where the figure lies in 95 of 100 draws of as many articles (percentile bootstrap). What is not
    defined is a dash, and the reason stands below.
    """
    from annotations.agreement import agreement

    if again and annotators:
        raise UsageError("--again compares my own layers, and --annotator names others’")
    with library.open() as workspace, workspace.store.reading():
        numbers = [workspace.find(reference).number for reference in articles]
        if again:
            annotators = _own_layers(workspace)
        found = agreement(
            workspace,
            articles=numbers,
            annotators=annotators,
            labels=labels,
            rounds=rounds,
            seed=seed,
            watch=Progress,
        )
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps(_plain(found), ensure_ascii=False, indent=1) + "\n")
        return
    if found.reason:
        say(f"Agreement is not defined: {found.reason}.")
        return
    _print(found, by_article=by_article, confusion=confusion)


def _own_layers(workspace: Workspace) -> tuple[str, ...]:
    """The layers of the person whose workspace it is, the first one first."""
    from annotations.layers import round_of

    person, _ = round_of(workspace.annotator)
    names = {name for by in workspace.store.work.coders().values() for name in by}
    own = sorted((number, name) for name in names for of, number in [round_of(name)] if of == person)
    if len(own) < 2:
        raise UsageError(
            f"{person} has coded nothing again", "“stet assign --again 20%” draws articles to be coded once more."
        )
    return tuple(name for _, name in own)


def _print(found: Agreement, *, by_article: bool, confusion: bool) -> None:
    alone = f"; {counted(found.alone, 'other article')} by one of them only" if found.alone else ""
    say(f"{', '.join(found.annotators)}: {counted(len(found.articles), 'article')} coded by at least two{alone}")
    notes = _Notes()
    of_all = [figure for figure in found.figures if figure.annotators == found.annotators]
    _print_units(of_all, notes)
    _print_spans(of_all, notes)
    if len(found.annotators) > 2:
        _print_pairs(found, notes)
    _print_attributes(of_all, notes)
    _print_relations(of_all, notes)
    if by_article:
        _print_articles(found, notes)
    if confusion:
        _print_confusions(found)
    if notes.lines:
        say()
    for line in notes.lines:
        say(line)


class _Notes:
    """Why figures are not defined, each reason once, with the number that stands for it."""

    def __init__(self) -> None:
        self._reasons: dict[str, int] = {}

    def cell(self, measured: Measured | None) -> str:
        """A figure as it stands in a table."""
        if measured is None:
            return ""
        if measured.value is None:
            number = self._reasons.setdefault(measured.reason, len(self._reasons) + 1)
            return f"– ({number})"
        if measured.low is None or measured.high is None:
            return _number(measured.value)
        return f"{_number(measured.value)} [{_number(measured.low)}, {_number(measured.high)}]"

    @property
    def lines(self) -> list[str]:
        """The reasons with their numbers."""
        return [f"({number}) not defined: {reason}" for reason, number in self._reasons.items()]


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}"  # no minus before a zero


def _print_units(figures: Sequence[Figure], notes: _Notes) -> None:
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for figure in figures:
        if figure.level is not None:
            row = rows.setdefault((figure.label or _ALL, f"{figure.level}s"), {})
            row[figure.measure] = notes.cell(figure.measured)
            row["units"] = str(figure.measured.units)
    columns = ("cohen_kappa", "fleiss_kappa", "krippendorff_alpha")
    say()
    print_table(
        ("label", "of", "Cohen", "Fleiss", "Krippendorff", "units"),
        [(*key, *(row.get(name, "") for name in columns), row["units"]) for key, row in rows.items()],
        right=(5,),
    )


def _print_spans(figures: Sequence[Figure], notes: _Notes) -> None:
    rows: dict[str, dict[str, str]] = {}
    for figure in figures:
        if figure.measure in {"f1_exact", "f1_overlap"}:
            rows.setdefault(figure.label or _ALL, {})[figure.measure] = notes.cell(figure.measured)
    say()
    print_table(("label", "F1 exact", "F1 overlap"), [(label, *row.values()) for label, row in rows.items()])


def _print_pairs(found: Agreement, notes: _Notes) -> None:
    rows = []
    names = [None, *found.labels] if len(found.labels) > 1 else list(found.labels)
    for pair in combinations(found.annotators, 2):
        together = sum(set(pair) <= set(article.annotators) for article in found.articles)
        for label in names:
            by = {
                (figure.measure, figure.level): figure.measured
                for figure in found.figures
                if (figure.annotators, figure.label, figure.attribute) == (pair, label, None)
            }
            of = next((level for _, level in by if level is not None), None)
            wanted = (("cohen_kappa", of), ("krippendorff_alpha", of), ("f1_overlap", None))
            who = ", ".join(pair)
            cells = [notes.cell(next((m for k, m in by.items() if k == key), None)) for key in wanted]
            rows.append((who, together, label or _ALL, *cells))
    say()
    print_table(("pair", "articles", "label", "Cohen", "Krippendorff", "F1 overlap"), rows, right=(1,))


def _print_attributes(figures: Sequence[Figure], notes: _Notes) -> None:
    rows: dict[tuple[str, str], dict[str, Measured]] = {}
    for figure in figures:
        if figure.attribute is not None:
            rows.setdefault((figure.label or "", figure.attribute), {})[figure.measure] = figure.measured
    shown = [
        (*key, notes.cell(row["same"]), notes.cell(row.get("krippendorff_alpha")) or "(free text)")
        for key, row in rows.items()
        if row["same"].value is not None
    ]
    if shown:
        say()
        print_table(("label", "attribute", "same", "Krippendorff"), shown)


def _print_relations(figures: Sequence[Figure], notes: _Notes) -> None:
    shown = [figure for figure in figures if figure.measure == "f1_relation"]
    if len(shown) > 1:
        rows = [(one.label or "all relations", notes.cell(one.measured), one.measured.units) for one in shown]
        say()
        print_table(("relation", "F1", "relations"), rows, right=(2,))


def _print_articles(found: Agreement, notes: _Notes) -> None:
    rows = []
    for article in found.articles:
        by = {(f.measure, f.level): f.measured for f in article.figures if len(f.annotators) == len(article.annotators)}
        wanted = (("krippendorff_alpha", "sentence"), ("krippendorff_alpha", "character"), ("f1_overlap", None))
        cells = [notes.cell(next((m for k, m in by.items() if k == key), None)) for key in wanted]
        rows.append((article.info.number, ", ".join(article.annotators), *cells, article.info.title))
    say()
    print_table(("article", "by", "sentences", "characters", "F1 overlap", "title"), rows, right=(0,))


def _print_confusions(found: Agreement) -> None:
    for confusion in found.confusions:
        one, other = confusion.annotators
        say()
        print_table((f"{one} ↓ {other} →", *found.labels, "nothing"), list(_confused(confusion.counts, found.labels)),
                    right=tuple(range(1, len(found.labels) + 2)))  # fmt: skip


def _confused(counts: dict[tuple[str | None, str | None], int], labels: Sequence[str]) -> Iterator[tuple[object, ...]]:
    names = (*labels, None)
    for one in names:
        cells = [counts.get((one, other), 0) for other in names]
        yield (one or "nothing", *(cells if one is not None else [*cells[:-1], "–"]))


def _plain(found: Agreement) -> dict[str, object]:
    return {
        "annotators": found.annotators,
        "labels": found.labels,
        "reason": found.reason or None,
        "rounds": found.rounds,
        "seed": found.seed,
        "articles_by_one": found.alone,
        "articles": [
            {
                "number": article.info.number,
                "id": article.info.id,
                "annotators": article.annotators,
                "figures": [_plain_figure(figure) for figure in article.figures],
            }
            for article in found.articles
        ],
        "figures": [_plain_figure(figure) for figure in found.figures],
        "confusion": [
            {
                "annotators": confusion.annotators,
                "counts": [
                    {"labels": labels, "count": count}
                    for labels, count in sorted(confusion.counts.items(), key=lambda item: str(item[0]))
                ],
            }
            for confusion in found.confusions
        ],
    }


def _plain_figure(figure: Figure) -> dict[str, object]:
    measured = figure.measured
    return {
        "measure": figure.measure,
        "annotators": figure.annotators,
        "label": figure.label,
        "level": figure.level,
        "attribute": figure.attribute,
        "value": measured.value,
        "low": measured.low,
        "high": measured.high,
        "reason": measured.reason or None,
        "units": measured.units,
    }
