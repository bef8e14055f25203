"""`stet suggest`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from annotations.commands.base import (
    Command,
    Library,
    as_json,
    common,
    data_out,
    pass_library,
    say,
    tell,
    terminable,
)
from annotations.commands.progress import Progress
from annotations.counts import counted
from annotations.errors import ReadError, UsageError

if TYPE_CHECKING:
    from annotations.suggest.looking import Wish
    from annotations.suggest.of_articles import Looked
    from annotations.text import ArticleInfo
    from annotations.workspace import Workspace

_MOST_JOBS = 64


class _Options(NamedTuple):
    """What `stet suggest` was given."""

    articles: tuple[str, ...]
    jsonl: bool
    kinds: tuple[str, ...]
    min_score: float
    all_claims: bool
    output: str | None
    store: bool
    clear: bool
    maker: str | None
    outcomes: bool
    json_wanted: bool
    jobs: int
    seconds: float


@click.command(
    "suggest",
    short_help="Suggest quotes, claims or stances, in articles or in JSONL from elsewhere.",
    cls=Command,
    examples=(
        "stet suggest summit.txt --kind quotes",
        "stet suggest --jobs 4 -o suggestions.jsonl",
        "stet suggest --store",
        "stet suggest --clear --maker bert",
        "stet suggest --outcomes --as kim",
        'echo \'{"id": "a", "text": "“It is so,” she said."}\' | stet suggest --jsonl --kind quotes',
    ),
)
@click.argument("articles", nargs=-1, metavar="[ARTICLE…]")
@click.option("--jsonl", is_flag=True, help='Answer {"id", "text"} line by line, without a library.')
@click.option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    help="quotes, claims, stances, or the name of an installed suggester; may be repeated (else all).",
)
@click.option("--min-score", type=click.FloatRange(0, 1), default=0, metavar="S", help="Only what scores S, 0 to 1.")
@click.option("--all-claims", is_flag=True, help="Every sentence with its score, not the best few of an article.")
@click.option("-o", "--output", metavar="FILE", help="Write FILE, whole or not at all (else standard output, or -).")
@click.option("--store", is_flag=True, help="Store them for the reader, in the place of those stored before.")
@click.option("--clear", is_flag=True, help="Remove stored suggestions, of --maker NAME or all.")
@click.option("--maker", metavar="NAME", help="With --clear: whose suggestions; Stet’s own are those of “stet”.")
@click.option("--outcomes", is_flag=True, help="Count how many were accepted, changed, dismissed; by --as NAME or all.")
@as_json("With --outcomes: print JSON, for other programs.")
@click.option("--jobs", type=click.IntRange(1, _MOST_JOBS), default=1, metavar="N", help="Work in N processes.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 86400),
    default=10,
    metavar="S",
    help="Time that an installed suggester has for an article (else 10).",
)
@common
@pass_library
def suggest_command(library: Library, /, **given: object) -> None:
    """Suggest what a person may want to tag, in the ARTICLEs named, or in all of the library.

    Prints a line of JSON for each article, {"id", "number", "title", KIND: […], …}: what --jsonl prints, with the
    words, the names, the attributes and the reasons. Of claims the best few of each article are suggested.

    With --store, the reader shows them. Suggestions of other models come in with “stet import --suggestions”.

    With --jsonl, standard input has a text on each line, {"id", "text", "lang"?}, and standard output answers with
    {"id", KIND: […]}; offsets count code points, ends are exclusive. With --kind stances, a line may name
    "targets": [[start, end], …] and gets one stance for each, in their order. A broken line gets no answer and is
    named on standard error; the others are answered, and the exit status is 1.

    A suggester of another package that fails or is too slow is named and left aside; the exit status is then 1.
    """
    options = _Options(**given)  # type: ignore[arg-type]  # click has seen to the types
    _refuse_mixtures(options)
    if options.jsonl:
        _answer(options)
    elif options.outcomes:
        _outcomes(library, json_wanted=options.json_wanted)
    elif options.clear:
        _clear(library, options)
    else:
        _suggest(library, options)


def _refuse_mixtures(options: _Options) -> None:
    modes = {"--jsonl": options.jsonl, "--outcomes": options.outcomes, "--clear": options.clear}
    looks = {
        "--min-score": bool(options.min_score),
        "--all-claims": options.all_claims,
        "--output": options.output is not None,
        "--store": options.store,
    }
    on = [name for name, given in modes.items() if given]
    if len(on) > 1:
        raise UsageError(f"{on[0]} and {on[1]} do not go together")
    if on:
        others = {**looks, "--kind": bool(options.kinds) and not options.jsonl}
        if on != ["--clear"]:
            others["ARTICLE"] = bool(options.articles)
        for name, given in others.items():
            if given:
                raise UsageError(f"{on[0]} and {name} do not go together", "“stet suggest --help” has examples.")
    if options.maker is not None and not options.clear:
        raise UsageError(
            "--maker goes with --clear", "Name whose suggestions to remove: stet suggest --clear --maker X."
        )
    if options.json_wanted and not options.outcomes:
        raise UsageError("--json goes with --outcomes", "Suggestions are printed as JSON lines in any case.")
    if options.store and options.output is not None:
        raise UsageError("--store and --output do not go together", "Run it twice.")
    if options.jsonl and len(set(options.kinds)) != 1:
        raise UsageError("--jsonl needs one --kind: quotes, claims or stances")


def _answer(options: _Options) -> None:
    from annotations.commands.refusing import Refused
    from annotations.suggest.answering import answer_stream

    if sys.stdin is None:
        raise ReadError("there is no standard input to read")
    refused = Refused()
    answers = answer_stream(sys.stdin.buffer, options.kinds[0], options.jobs, options.seconds, refused)
    with data_out() as out, terminable(), closing(answers) as lines:
        for line in lines:
            out.write(line)
            out.flush()  # whoever asks may wait for this answer before asking more
    refused.close()


def _suggest(library: Library, options: _Options) -> None:
    from annotations.suggest.looking import Wish
    from annotations.suggest.of_articles import looking_at

    aside: list[str] = []
    with library.open() as workspace, terminable():
        articles = _articles(workspace, options.articles)
        kinds = _kinds(options.kinds, aside)
        wish = Wish(kinds, options.min_score, options.all_claims, options.seconds)
        total = len(articles) if articles is not None else workspace.store.checks.count()[0]
        chosen = workspace.store.articles.all() if articles is None else articles
        with (
            Progress(total, "suggesting") as progress,
            looking_at(workspace, chosen, wish, aside.append, options.jobs) as looked_at,
        ):
            watched = _watched(looked_at, progress)
            said = _store(workspace, watched) if options.store else _write(workspace, watched, wish, options.output)
    if said:
        say(said)
    for sentence in aside:
        tell(f"stet: {sentence}")
    if aside:
        raise click.exceptions.Exit(1)


def _articles(workspace: Workspace, references: Sequence[str]) -> list[ArticleInfo] | None:
    """The articles that are named, each once; None for all."""
    found = {info.number: info for info in map(workspace.find, references)}
    return list(found.values()) if references else None


def _kinds(wanted: Sequence[str], aside: list[str]) -> tuple[str, ...]:
    from annotations.suggest import KINDS

    if wanted:
        return tuple(dict.fromkeys(wanted))
    from annotations.suggest.others import others

    found = others()
    aside.extend(found.problems)
    return (*KINDS, *found.usable)


def _watched(looked_at: Iterator[Looked], progress: Progress) -> Iterator[Looked]:
    for looked in looked_at:
        yield looked
        progress(1)


def _store(workspace: Workspace, looked_at: Iterator[Looked]) -> str:
    from annotations.suggest.of_articles import store

    counts = [store(workspace, looked) for looked in looked_at]
    return f"stored {counted(sum(counts), 'suggestion')} for {counted(len(counts), 'article')}"


def _write(workspace: Workspace, looked_at: Iterator[Looked], wish: Wish, output: str | None) -> str:
    from annotations.suggest.of_articles import written

    target = None if output in (None, "-") else Path(str(output))
    done = 0
    with _out(target, workspace.store.path) as out:
        for looked in looked_at:
            out.write(written(looked, wish.kinds))
            done += 1
    return "" if target is None else f"{target}: {counted(done, 'article')}"


@contextmanager
def _out(target: Path | None, database: Path) -> Iterator[TextIO]:
    if target is None:
        with data_out() as out:
            yield out
        return
    from annotations.atomic import writing_whole

    if target.exists() and target.samefile(database):
        raise UsageError(f"{target} is the database itself", "Give the suggestions another name.")
    with writing_whole(target) as out:
        yield out


def _clear(library: Library, options: _Options) -> None:
    from annotations.suggest.stored import clear

    with library.open() as workspace:
        count = clear(workspace, options.maker, _articles(workspace, options.articles) or ())
    say(f"removed {counted(count, 'suggestion')}")


def _outcomes(library: Library, *, json_wanted: bool) -> None:
    from annotations.commands.tables import print_table

    with library.open() as workspace, workspace.store.reading():
        known = workspace.store.annotations.annotators() if library.annotator is not None else []
        counts = workspace.store.suggestions.outcomes(library.annotator)
    if library.annotator is not None and not counts and library.annotator not in known:
        from annotations.schema import nearest

        raise UsageError(f"nobody called “{library.annotator}” has annotated here", nearest(library.annotator, known))
    headers = ("label", "accepted", "changed", "dismissed")
    rows = [(label, *numbers) for label, numbers in counts.items()]
    if json_wanted:
        with data_out() as out:
            lines = [dict(zip(headers, row, strict=True)) for row in rows]
            out.write(json.dumps(lines, ensure_ascii=False, indent=1) + "\n")
    elif rows:
        print_table(headers, rows, right=(1, 2, 3))
    else:
        say("no suggestion was accepted or dismissed yet")
