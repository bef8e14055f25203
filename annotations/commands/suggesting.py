"""`stet suggest`."""

from __future__ import annotations

import sys

import click

from annotations.commands.base import Command, common, data_out
from annotations.errors import ReadError, UsageError


@click.command(
    "suggest",
    short_help="Suggest quotes, claims or stances in JSONL from elsewhere.",
    cls=Command,
    examples=('echo \'{"id": "a", "text": "“It is so,” she said."}\' | stet suggest --jsonl --kind quotes',),
)
@click.option("--jsonl", is_flag=True, help='Answer {"id", "text"} line by line, without a library.')
@click.option("--kind", metavar="KIND", help="quotes, claims or stances.")
@common
def suggest_command(jsonl: bool, kind: str | None) -> None:
    """Suggest what a person may want to tag.

    With --jsonl, standard input has a text on each line, {"id", "text", "lang"?}, and standard output answers with
    {"id", KIND: […]}; offsets count code points, ends are exclusive. With --kind stances, a line may name
    "targets": [[start, end], …] and gets one stance for each.
    """
    if not jsonl:
        raise UsageError("give --jsonl and a --kind", "“stet suggest --help” has an example.")
    if kind is None:
        raise UsageError("--jsonl needs a --kind: quotes, claims or stances")
    from annotations.suggest.answering import answer_lines

    if sys.stdin is None:
        raise ReadError("there is no standard input to read")
    with data_out() as out:
        for line in answer_lines(sys.stdin.buffer, kind):
            out.write(line)
            out.flush()  # whoever asks may wait for this answer before asking more
