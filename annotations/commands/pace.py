"""`stet pace`: oneself over time."""

from __future__ import annotations

import json

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say
from annotations.commands.tables import width_of_output
from annotations.errors import UsageError


@click.command(
    "pace",
    short_help="Show your own pace: keys and seconds for each item, and how long what is left takes.",
    cls=Command,
    examples=("stet pace", "stet pace --as kim", "stet pace --json | jq .forecast"),
)
@click.option("--ascii", "ascii_wanted", is_flag=True, help="Draw with no more than ASCII.")
@as_json()
@common
@pass_library
def pace_command(library: Library, *, ascii_wanted: bool, json_wanted: bool) -> None:
    """Show how the annotator (--as) works, over time.

    An item is an annotation that was made and not taken back, or a decision between layers. Time is the sum of the
    gaps between edits that are shorter than five minutes. Keys are those pressed in the reader and the comparison,
    moving included, on days on which any were counted; they stay in this database, and are neither merged, synced nor
    exported.

    The forecast is for the articles of the queue (“stet assign”), else of the library, that are not marked done. It
    goes by the time for each character of the last 50 that are, of which there must be 5; the range is where it ends
    in 8 of 10 cases, if what is left is like them.
    """
    from annotations.statistics.charts import BLOCKS, PLAIN
    from annotations.statistics.pace import pace
    from annotations.statistics.pace_lines import pace_lines

    if json_wanted and ascii_wanted:
        raise UsageError("--json and --ascii exclude each other")
    with library.open() as workspace, workspace.store.reading():
        found = pace(workspace)
    if not json_wanted:
        for line in pace_lines(found, width_of_output(), PLAIN if ascii_wanted else BLOCKS):
            say(line.replace("–", "-") if ascii_wanted else line)
        return
    foreseen = found.forecast
    plain = {
        "annotator": found.annotator,
        "items": found.items,
        "seconds": round(found.seconds, 3),
        "seconds_per_item": found.seconds_per_item,
        "keys": found.keys,
        "keys_per_item": found.keys_per_item,
        "articles_done": found.done,
        "articles_left": found.left,
        "characters_left": found.characters_left,
        "left_of": "queue" if found.queued else "library",
        "forecast": None
        if foreseen is None
        else {"seconds": round(foreseen.seconds), "low": round(foreseen.low), "high": round(foreseen.high)},
        "reason": found.reason or None,
        "again": [{"annotator": name, "articles": articles} for name, articles in found.again],
        "days": [day._asdict() | {"seconds": round(day.seconds, 3)} for day in found.days],
    }
    with data_out() as out:
        out.write(json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
