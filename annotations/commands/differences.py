"""`stet diff`: what was changed between two versions of an article."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say, tell
from annotations.errors import UsageError

if TYPE_CHECKING:
    from annotations.model import ArticleInfo
    from annotations.versions.changes import Changes, Touched
    from annotations.workspace import Workspace

_COLOURS = {"-": "red", "+": "green"}


@click.command(
    "diff",
    short_help="Show what was changed between versions of an article.",
    cls=Command,
    examples=("stet diff 3", "stet diff 3 --from 1 --to 2", "stet diff summit.txt --json | jq '.lost[].id'"),
)
@click.argument("article")
@click.option("--from", "older", type=int, metavar="N", help="The older version (else the one before the newer).")
@click.option("--to", "newer", type=int, metavar="M", help="The newer version (else the current one).")
@as_json()
@common
@pass_library
def diff_command(library: Library, *, article: str, older: int | None, newer: int | None, json_wanted: bool) -> None:
    r"""Show what was changed between two versions of an article, and which annotations that touches.

    Each paragraph that was changed is shown as it was and as it is; what stands around a change is cut:

    \b
        - … a day carry [-4,000-] people across.
        + … a day carry {+3,000+} people across.
          claim “Nine ferries a day carry 4,000 people ac…” by kim: on changed words

    Other quotation marks, dashes and spaces do not count. An annotation that is lost stays on the older version,
    until its annotator confirms a place for it in the reader (:diff).
    """
    with library.open() as workspace, workspace.store.reading():
        from annotations.versions.differences import changes

        info = workspace.find(article)
        versions = _chosen(workspace, info, older, newer)
        if versions is None:
            if json_wanted:
                with data_out() as out:
                    out.write("null\n")
            tell(f"article {info.number} has one version only: nothing was changed")
            return
        found = changes(workspace, *versions)
        if json_wanted:
            with data_out() as out:
                out.write(json.dumps(_plain(found), ensure_ascii=False, indent=1) + "\n")
            return
        for line in _lines(found):
            _say(line)


def _chosen(
    workspace: Workspace, info: ArticleInfo, older: int | None, newer: int | None
) -> tuple[ArticleInfo, ArticleInfo] | None:
    from annotations.versions.lookup import version_of

    articles = workspace.store.articles
    rows = workspace.store.versions.of_article(info.number)
    to = info if newer is None else articles.at_version(version_of(workspace, info, newer).key)
    if older is None:
        earlier = [row for row in rows if row.version < to.version]
        return (articles.at_version(earlier[-1].key), to) if earlier else None
    of = articles.at_version(version_of(workspace, info, older).key)
    if of.version >= to.version:
        raise UsageError(f"version {of.version} is not older than version {to.version}")
    return of, to


def _lines(found: Changes) -> Iterator[list[tuple[str, str]]]:
    """Lines of pieces, each with its colour."""
    from annotations.versions.differences_shown import head, shown, touched_words

    older, newer = found.older, found.newer
    yield [(f"article {newer.number}: {newer.title}", "")]
    yield [(f"version {older.version} → version {newer.version}; {found.summary}", "")]
    for change in found.changes:
        yield []
        yield [(head(change, older.version), "")]
        for line in shown(change):
            colour = _COLOURS.get(line.sign, "")
            yield [(f"{line.sign} ", colour), *((text, colour if differs else "") for text, differs in line.pieces)]
        for one in change.touched:
            yield [(f"  {touched_words(one)}", "")]
    if found.elsewhere:
        yield []
        for one in found.elsewhere:
            yield [(f"  {touched_words(one)}", "")]


def _say(pieces: Sequence[tuple[str, str]]) -> None:
    from annotations.printable import visible

    coloured = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    if not coloured:
        say("".join(text for text, _ in pieces))
        return
    drawn = (click.style(visible(text), fg=colour) if colour else visible(text) for text, colour in pieces)
    click.echo("".join(drawn), color=True)


def _plain(found: Changes) -> dict[str, object]:
    return {
        "article": found.newer.number,
        "id": found.newer.id,
        "from": found.older.version,
        "to": found.newer.version,
        "changes": [
            {
                "kind": change.kind,
                "paragraph": change.number,
                "moved": change.moved,
                "start": change.span.start,
                "end": change.span.end,
                "parts": [{"mark": part.mark, "text": part.text} for part in change.parts],
                "annotations": [_plain_touched(one) for one in change.touched],
            }
            for change in found.changes
        ],
        "lost": [
            _plain_touched(one)
            for one in (*(one for change in found.changes for one in change.touched), *found.elsewhere)
            if one.lost
        ],
    }


def _plain_touched(one: Touched) -> dict[str, object]:
    return {
        "id": one.annotation.id,
        "label": one.annotation.label,
        "annotator": one.annotation.annotator,
        "before": list(one.before),
        "now": None if one.now is None else list(one.now),
    }
