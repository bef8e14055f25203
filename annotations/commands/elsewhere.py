"""`stet elsewhere`: the same words in other articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say, tell
from annotations.lazy import lazy

if TYPE_CHECKING:
    from annotations.elsewhere import Place
    from annotations.ledger.entries import Entry
    from annotations.workspace import Workspace

_ID = lazy(r"[0-9a-f]{4,}(?:-[0-9a-f]+)*-?|[0-9a-f-]{8,}")


@click.command(
    "elsewhere",
    short_help="Find the same words in other articles.",
    cls=Command,
    examples=(
        'stet elsewhere "We told them in May, and nobody came"',
        "stet elsewhere 7c1e90ab4f02",
        "stet elsewhere 7c1e90ab4f02 --json | jq '.[] | select(.likeness < 1)'",
    ),
)
@click.argument("wanted", metavar="ANNOTATION|TEXT")
@click.option("--most", default=50, metavar="NUMBER", type=click.IntRange(1, 1000), help="This many places at most.")
@as_json()
@common
@pass_library
def elsewhere_command(library: Library, wanted: str, most: int, json_wanted: bool) -> None:
    """Find places that have the words of an ANNOTATION (its id, or the end of it), or a TEXT, exactly or nearly so.

    The wording's differences are marked: [-words that are missing there-] {+words that are there instead+}. Of a quote
    only other articles are listed. Not more than the first 200 words are compared.
    """
    with library.open() as workspace, workspace.store.reading():
        places = _places(workspace, wanted, most)
        if json_wanted:
            with data_out() as out:
                out.write(json.dumps([_record(place) for place in places], ensure_ascii=False, indent=1) + "\n")
            return
        for index, place in enumerate(places):
            if index:
                say()
            _print(place)
    if not places:
        tell("These words are nowhere else in the library.")


def _places(workspace: Workspace, wanted: str, most: int) -> list[Place]:
    from annotations.elsewhere import annotation_of, elsewhere, of_annotation
    from annotations.errors import NotFoundError

    if _ID.fullmatch(wanted):
        try:
            return of_annotation(workspace, annotation_of(workspace, wanted), most)
        except NotFoundError:
            if not wanted.isalpha():
                raise
    return elsewhere(workspace, wanted, most)


def _print(place: Place) -> None:
    from annotations.wording import marked

    sentence = "" if place.sentence is None else f", sentence {place.sentence}"
    how = "the same words" if place.exact else f"{place.likeness:.0%} alike"
    say(f"article {place.article}{sentence}, {how}: {place.title}")
    say(f"    {marked(place.pieces)}")
    for entry in place.entries:
        say(f"    {entry.label} {_told(entry)}".rstrip())


def _told(entry: Entry) -> str:
    """What is known of an annotation in a few words: its names and choices."""
    names = dict.fromkeys(filler.means for filler in entry.fillers)
    from annotations.summaries import value_words

    values = (value_words(v) for v in entry.attributes.values() if isinstance(v, str))
    return ", ".join([*names, *values, f"by {entry.annotator}"])


def _record(place: Place) -> dict[str, Any]:
    from annotations.ledger.records import entry_record

    return {
        "article": {"number": place.article, "title": place.title, "source": place.source},
        "sentence": place.sentence,
        "start": place.span.start,
        "end": place.span.end,
        "likeness": round(place.likeness, 3),
        "pieces": [[piece.kind.value, piece.text] for piece in place.pieces],
        "annotations": [entry_record(entry) for entry in place.entries],
    }
