"""`stet sentences`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say
from annotations.errors import ReadError, UsageError

if TYPE_CHECKING:
    from annotations.columns import Sentences
    from annotations.text import ArticleInfo
    from annotations.workspace import Workspace


@click.command(
    "sentences",
    short_help="Find sentences, in an article or in JSONL from elsewhere.",
    cls=Command,
    examples=(
        "stet sentences summit.txt",
        'echo \'{"id": "a", "text": "It is so. Is it?"}\' | stet sentences --jsonl',
    ),
)
@click.argument("article", required=False)
@click.option(
    "--jsonl", is_flag=True, help='Answer {"id", "text"} with {"id", "spans"}, line by line, without a library.'
)
@as_json('Print {"id", "spans"} of the article.')
@common
@pass_library
def sentences_command(library: Library, article: str | None, jsonl: bool, json_wanted: bool) -> None:
    """Print the sentences of an ARTICLE, one on each line, with their numbers.

    With --jsonl, standard input has a text on each line, {"id", "text", "lang"?}, and standard output answers with
    {"id", "spans": [[start, end], …]}; offsets count code points, ends are exclusive. A broken line gets no answer
    and is named on standard error; the others are answered, and the exit status is 1.
    """
    if jsonl == (article is not None):
        raise UsageError("give either an ARTICLE or --jsonl", "“stet sentences --help” has examples.")
    if article is None:
        _answer()
        return
    with library.open() as workspace, workspace.store.reading():
        info = workspace.find(article)
        text = workspace.store.text(info.key)
        found = sentences_in(workspace, info)
    if json_wanted:
        spans = [[span.start, span.end] for span in found]
        with data_out() as out:
            out.write(json.dumps({"id": info.id, "spans": spans}, ensure_ascii=False) + "\n")
        return
    width = len(str(len(found)))
    for number, span in enumerate(found, 1):
        say(f"{number:>{width}}  {span.of(text)}")


def _answer() -> None:
    from annotations.commands.refusing import Refused
    from annotations.segmenting import answer_lines

    if sys.stdin is None:
        raise ReadError("there is no standard input to read")
    refused = Refused()
    with data_out() as out:
        for line in answer_lines(sys.stdin.buffer, refused):
            out.write(line)
            out.flush()  # whoever asks may wait for this answer before asking more
    refused.close()


def sentences_in(workspace: Workspace, info: ArticleInfo) -> Sentences:
    """The sentences of an article, found anew where they are not stored."""
    content = workspace.store.load(info.key)
    if content.sentences is not None:
        return content.sentences
    from annotations.sentences import sentences_of

    return sentences_of(content.text, content.blocks, info.language)
