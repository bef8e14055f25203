"""`stet quotes`, `stet claims`, `stet stances`, `stet ledger`: who said what, in all of the library."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say, tell
from annotations.commands.tables import GroupRow, print_groups, width_of_output
from annotations.counts import counted

if TYPE_CHECKING:
    from annotations.ledger.entries import Entry
    from annotations.ledger.facets import Facet
    from annotations.ledger.grouped import Group, Ledger, Wanted
    from annotations.ledger.matrix import Matrix
    from annotations.schema import LabelDef
    from annotations.workspace import Workspace

    _Column = tuple[str, Callable[[Entry], str]]

_TITLE = 30
"""Cells of an article's title in a table."""
_NAME = 24
"""Cells of a name in a table."""
_ROWS = 20
"""Rows of a matrix; those below are in the list."""


def article_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose annotations by their article and annotator."""
    for option in (
        click.option("--tag", "tags", metavar="TAG", multiple=True, help="Only articles with TAG; may be repeated."),
        click.option(
            "--annotator", "annotators", metavar="NAME", multiple=True, help="Only those by NAME; may be repeated."
        ),
        click.option(
            "--article", "articles", metavar="ARTICLE", multiple=True, help="Only this article; may be repeated."
        ),
    ):
        command = option(command)
    return command


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command those, and the one that chooses by name."""
    named = click.option(
        "--name", "names", metavar="NAME", multiple=True, help="Only where NAME has a role; may be repeated."
    )
    return named(article_filters(command))


def _grouping(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--by", metavar="WHAT", multiple=True, help="Group by a role or attribute, article or annotator; in this order."
    )(command)


@click.command(
    "quotes",
    short_help="List quotes by speaker, in all of the library.",
    cls=Command,
    examples=(
        "stet quotes",
        'stet quotes --name "Maria Zakharova"',
        "stet quotes --by kind --article 3",
        "stet quotes --json | jq '.[] | [.by.source, .count]'",
    ),
)
@_grouping
@filters
@as_json()
@common
@pass_library
def quotes_command(library: Library, /, json_wanted: bool, by: tuple[str, ...], **wanted: tuple[str, ...]) -> None:
    """List who is quoted with which words, where, by which cue and of which kind.

    Names that were declared to mean the same (“stet names merge”) are one speaker.
    """
    _ledger(library, "quote", by, wanted, json_wanted=json_wanted)


@click.command(
    "claims",
    short_help="List claims by verdict and check-worthiness, with the evidence.",
    cls=Command,
    examples=(
        "stet claims",
        "stet claims --by claimant",
        "stet claims --json | jq '.[] | select(.by.verdict == \"false\") | .entries[].text'",
    ),
)
@_grouping
@filters
@as_json()
@common
@pass_library
def claims_command(library: Library, /, json_wanted: bool, by: tuple[str, ...], **wanted: tuple[str, ...]) -> None:
    """List claims by verdict and check-worthiness, with who makes them and what speaks for (+) and against (−) them.

    For: relations that lead to the claim and are called evidence_for or supports. Against: evidence_against, attacks,
    contradicts.
    """
    _ledger(library, "claim", by, wanted, json_wanted=json_wanted)


@click.command(
    "stances",
    short_help="Show who is for or against what, as a matrix and a list.",
    cls=Command,
    examples=("stet stances", 'stet stances --name Russia --name "the summit"', "stet stances --json | jq .cells"),
)
@_grouping
@filters
@as_json()
@common
@pass_library
def stances_command(library: Library, /, json_wanted: bool, by: tuple[str, ...], **wanted: tuple[str, ...]) -> None:
    """Show who is for (+), against (−) or neutral (=) towards what: a matrix of holders and targets, then each stance.

    With --json, “direction” is what most stances of a cell are, or “mixed”.
    """
    _ledger(library, "stance", by, wanted, json_wanted=json_wanted, matrix=True)


@click.command(
    "ledger",
    short_help="List annotations of any label, grouped by role or attribute.",
    cls=Command,
    examples=("stet ledger frame --by topic", "stet ledger statement --by speaker --json"),
)
@click.argument("label")
@click.option("--matrix", "matrix_wanted", is_flag=True, help="Show the label's first two roles against each other.")
@_grouping
@filters
@as_json()
@common
@pass_library
def ledger_command(
    library: Library,
    /,
    label: str,
    matrix_wanted: bool,
    json_wanted: bool,
    by: tuple[str, ...],
    **wanted: tuple[str, ...],
) -> None:
    """List annotations of a LABEL of the coding scheme, grouped by its first role, else its first choice."""
    _ledger(library, label, by, wanted, json_wanted=json_wanted, matrix=matrix_wanted)


def wanted_of(workspace: Workspace, given: dict[str, tuple[str, ...]]) -> Wanted:
    """Make a filter of what was given on the command line.

    Raises:
        NotFoundError: There is no such article.
    """
    from annotations.ledger.grouped import Wanted

    numbers = tuple(workspace.find(reference).number for reference in given["articles"])
    return Wanted(numbers, given["annotators"], given["tags"], given.get("names", ()))


def _ledger(
    library: Library,
    label: str,
    by: tuple[str, ...],
    given: dict[str, tuple[str, ...]],
    *,
    json_wanted: bool,
    matrix: bool = False,
) -> None:
    from annotations.ledger.facets import facet_named, usual_facets
    from annotations.ledger.grouped import ledger_of

    with library.open() as workspace, workspace.store.reading():
        wanted = wanted_of(workspace, given)
        ledger = ledger_of(workspace, label, wanted)
        facets = tuple(facet_named(ledger.label, name) for name in by) or usual_facets(ledger.label)
        found = ledger.matrix() if matrix else None
        if json_wanted:
            _print_json(workspace, ledger, facets, found)
            return
        if not len(ledger):
            _tell_empty(workspace, ledger.label, wanted)
            return
        if found is not None:
            _print_matrix(found)
            say()
        columns = _columns(ledger.label, facets, several=len(ledger.annotators()) > 1)
        print_groups(
            ("article", "", "sentence", *(name for name, _ in columns), "words"),
            (
                (_heading(ledger.label, group), _rows(workspace, ledger, group, columns))
                for group in ledger.groups(facets)
            ),
            right=(0, 2),
        )


def _tell_empty(workspace: Workspace, label: LabelDef, wanted: Wanted) -> None:
    from annotations.ledger.grouped import Ledger
    from annotations.schema import nearest

    known = Ledger(workspace.store, label).names() if wanted.names else []
    hint = next(filter(None, (nearest(name, known) for name in wanted.names)), "")
    tell(f"There is no {label.name} to list. {hint}".rstrip())


def _print_json(workspace: Workspace, ledger: Ledger, facets: Sequence[Facet], matrix: Matrix | None) -> None:
    from annotations.ledger.entries import entries
    from annotations.ledger.records import entry_record, group_record, matrix_record

    with data_out() as out:
        if matrix is not None:
            found = entries(workspace.store, list(ledger.articles), ledger.means)
            record = matrix_record(matrix, {entry.key: entry.id for entry in found})
            record["entries"] = [entry_record(entry) for entry in found]
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            return
        before = "[\n"
        for group in ledger.groups(facets):
            record = group_record(group, facets, entries(workspace.store, group.keys, ledger.means))
            out.write(before + json.dumps(record, ensure_ascii=False))
            before = ",\n"
        out.write("[]\n" if before == "[\n" else "\n]\n")


def _heading(label: LabelDef, group: Group) -> str:
    name = ", ".join(value or "–" for value in group.values)
    also = f" (also {', '.join(group.also)})" if group.also else ""
    return f"{name}{also}: {counted(len(group.keys), label.name)} in {counted(group.articles, 'article')}"


def _columns(label: LabelDef, facets: Sequence[Facet], *, several: bool) -> list[_Column]:
    """What is told of an annotation besides what it is grouped by; who made it where `several` people did.

    Free text is for --json.
    """
    from annotations.schema import AttributeKind
    from annotations.summaries import value_words

    grouped = {facet.name for facet in facets}

    def role(name: str) -> _Column:
        """Who fills a role; where the group is called so already, what the text says instead of the name."""
        if name in grouped:
            return f"{name} as", lambda entry: _listed(f.called for f in entry.role(name) if f.called != f.means)
        return name, lambda entry: _listed(filler.means for filler in entry.role(name))

    def value(name: str) -> _Column:
        return name, lambda entry: value_words(entry.attributes.get(name))

    shown = (one for one in label.attributes if one.kind not in {AttributeKind.TEXT, AttributeKind.ADDRESS})
    columns = [*(role(one.name) for one in label.roles), *(value(one.name) for one in shown if one.name not in grouped)]
    columns.append(("unsure", lambda entry: "unsure" if entry.unsure else ""))
    return [*columns, ("by", lambda entry: entry.annotator)] if several else columns


def _listed(names: Iterable[str]) -> str:
    from annotations.readers.titles import cut

    return ", ".join(cut(name, _NAME) for name in dict.fromkeys(names))


def _rows(workspace: Workspace, ledger: Ledger, group: Group, columns: Sequence[_Column]) -> Iterator[GroupRow]:
    from annotations.ledger.entries import entries
    from annotations.readers.titles import cut
    from annotations.summaries import in_marks

    for entry in entries(workspace.store, group.keys, ledger.means):
        words = in_marks(entry.words) if entry.fragments else "the article"
        place = (str(entry.article), cut(entry.title, _TITLE), "" if entry.sentence is None else str(entry.sentence))
        yield (*place, *(show(entry) for _, show in columns), words)
        for sign, ties in (("+", entry.evidence_for), ("−", entry.evidence_against)):
            for tie in ties:
                where = "" if tie.article in {None, entry.article} else f" (article {tie.article})"
                yield f"{sign} {tie.label}: {tie.other_label or 'what is not in the library'} “{tie.words}”{where}"
        for value in entry.attributes.values():
            if isinstance(value, tuple):
                yield from (f"see {address}" for address in value)


def _print_matrix(matrix: Matrix) -> None:
    from annotations.statistics.charts import heat_map

    for line in heat_map(matrix, width_of_output(), rows=_ROWS):
        say(line)
