"""`stet list` and `stet search`: what is in the library, and where words stand in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, tell
from annotations.commands.layers import layers_shown, with_layers
from annotations.commands.tables import print_table
from annotations.counts import counted
from annotations.printable import one_line

if TYPE_CHECKING:
    from annotations.store.search import Found
    from annotations.workspace import Workspace
    from annotations.workspace.shelf import Listed

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


@click.command(
    "list",
    short_help="List the articles in the library, all or those that fit a filter.",
    cls=Command,
    examples=(
        "stet list",
        "stet list --sort touched -- tram status:done -tag:draft",
        "stet list label:claim --sort claim",
        "stet list for:kim -- -status:done",
        "stet list by:lee --layers all",
        "stet list --json | jq '.[] | select(.status == \"done\") | .title'",
    ),
)
@click.argument("words", nargs=-1, metavar="[FILTER…]")
@click.option("--sort", "by", metavar="COLUMN", help="Sort by a column or a label, largest and newest first.")
@click.option("--reverse", is_flag=True, help="The other way round.")
@with_layers
@as_json()
@common
@pass_library
def list_command(
    library: Library, *, words: tuple[str, ...], by: str | None, reverse: bool, shown: str | None, json_wanted: bool
) -> None:
    """List the articles in the library: number, status, how many annotations of each label, tags, title and source.

    Where several people work, status and annotations are one’s own, as in the reader: nobody’s work leads another’s.
    --layers counts others’ annotations too; the status stays one’s own (“stet assign --progress” has everybody’s).

    FILTER is words that must stand in a row, "several in quotation marks", status:done, tag:NAME, label:claim,
    by:ANNOTATOR (who has worked on it), for:ANNOTATOR (in whose queue it is, in the order of the queue), title:…,
    source:…, author:…, site:…, date:2026-03; with - before it, what must not (after “--”, so that it is no option).

    “lost” are annotations that found no place in a new version of their article.

    COLUMN is touched, queue (one’s own first), title, source, date, status, progress, annotations, number, tags,
    author, site or a label.
    """
    from annotations.workspace.queries import parse_query
    from annotations.workspace.shelf import listed

    query = parse_query(" ".join(words))
    with library.open() as workspace:
        layers = layers_shown(workspace, shown)
        shelf = workspace.shelf(layers.others)
        labels = [label.name for label in workspace.schema.labels]
        # As they came, where nothing else is asked for.
        shelf.order = shelf.sorted(by or "number", reverse=reverse is (by is not None), labels=labels)
        if by is None:
            shelf.order = list(shelf.in_queue_order(query, shelf.order))
        found = [listed(shelf.rows[index]) for index in shelf.filtered(query)]
        orphans = workspace.store.versions.orphan_counts(workspace.sight(layers.others).whose)
        if json_wanted:
            with data_out() as out, workspace.store.reading():
                _list_json(out, workspace, found, orphans)
            return
        _print_list(found, labels, orphans)
        if not len(shelf):
            tell(f"The library {workspace.store.path} is empty. “stet import FILE” adds to it.")
        elif not found:
            tell(f"None of {counted(len(shelf), 'article')} fits that.")
        elif layers.others is not None and any(not all(map(layers.shows, one.annotators)) for one in found):
            tell(f"Others have worked on some of them: {layers.words}; --layers all counts everybody’s annotations.")


@click.command(
    "search",
    short_help="Search the texts of the library.",
    cls=Command,
    examples=(
        'stet search tram "by a single vote"',
        "stet search --limit 5 -- 'title:tram*' -bus",
        "stet search tram --json",
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="QUERY…")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Show this many, the best first.")
@as_json()
@common
@pass_library
def search_command(library: Library, *, words: tuple[str, ...], limit: int, json_wanted: bool) -> None:
    """Find the articles in which all words of QUERY stand, and show where.

    "Words in quotation marks" stand together (in a shell: '"so" and so'), begin* stands for every word that begins so,
    title:word looks in titles, -word (after “--”) leaves out what has it. Case and accents make no difference. What was
    found is between asterisks.
    """
    from annotations.finding import search_query

    # Among others, what a shell has kept together is a phrase; by itself it is what a person typed, as on the screen.
    whole = words if len(words) == 1 else [f'"{w}"' if " " in w and '"' not in w else w for w in words]
    query = search_query(" ".join(whole))
    with library.open() as workspace, workspace.store.reading():
        search = workspace.store.search
        found = search.snippets(query, search.best(query, limit))
        total = len(search.numbers(query)) if len(found) == limit else len(found)
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps([_found_json(one) for one in found], ensure_ascii=False, indent=1) + "\n")
        return
    for one in found:
        say_marked(f"{one.number}  ", one.title, one.in_title)
        say_marked("    ", one.snippet, one.in_snippet)
    if total > len(found):
        tell(f"{len(found)} of {counted(total, 'article')}; --limit shows more.")
    elif not found:
        tell("That stands in no article of the library.")


def say_marked(before: str, text: str, ranges: Sequence[tuple[int, int]]) -> None:
    """Print a line in which ranges of `text` stand between asterisks, and are bold on a terminal."""
    bold, plain = (_BOLD, _PLAIN) if sys.stdout is not None and sys.stdout.isatty() else ("", "")
    parts = [before]
    at = 0
    for start, end in ranges:
        parts += [one_line(text[at:start]), bold, "*", one_line(text[start:end]), "*", plain]
        at = end
    click.echo("".join([*parts, one_line(text[at:])]))


def _print_list(found: Sequence[Listed], labels: Sequence[str], orphans: Mapping[int, int]) -> None:
    headers = ["number", "status", "annotations", "title", "source"]
    rows = [
        [one.number, one.status, _counts(one, labels, orphans.get(one.number, 0)), one.title, one.source]
        for one in found
    ]
    tags = [", ".join(one.tags) for one in found]
    if any(tags):
        headers.insert(3, "tags")
        for row, words in zip(rows, tags, strict=True):
            row.insert(3, words or "–")
    print_table(headers, rows, right=(0,))


def _list_json(out: TextIO, workspace: Workspace, found: Iterable[Listed], orphans: Mapping[int, int]) -> None:
    before = "[\n"
    for one in found:
        info = workspace.store.articles.get(one.number)
        facts = {
            "number": info.number,
            "id": info.id,
            "title": info.title,
            "source": info.source,
            "language": info.language,
            "status": one.status,
            "version": info.version,
            "sha256": info.sha256,
            "length": info.length,
            "created": info.created,
            "updated": info.updated,
            "metadata": dict(info.metadata),
            "annotations": dict(one.counts),
            "orphans": orphans.get(info.number, 0),
            "annotators": list(one.annotators),
            "queues": dict(one.queues),
            "tags": list(one.tags),
            "seen": one.seen,
            "sentences": one.sentences,
        }
        out.write(before + json.dumps(facts, ensure_ascii=False))
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def _found_json(one: Found) -> dict[str, object]:
    return {
        "number": one.number,
        "title": one.title,
        "in_title": [list(range_) for range_ in one.in_title],
        "snippet": one.snippet,
        "in_snippet": [list(range_) for range_ in one.in_snippet],
    }


def _counts(one: Listed, order: Sequence[str], orphans: int) -> str:
    labels = sorted(one.counts, key=lambda name: (order.index(name) if name in order else len(order), name))
    parts = [f"{label} {one.counts[label]}" for label in labels] + ([f"lost {orphans}"] if orphans else [])
    return ", ".join(parts) or "–"
