"""`stet set`: what is known of an article besides its annotations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say

if TYPE_CHECKING:
    from annotations.model import ArticleInfo


@click.command(
    "set",
    short_help="Correct title, author, date, site, language or status of an article.",
    cls=Command,
    examples=(
        'stet set 3 author="Ida Krag" date=2026-03-31',
        "stet set summit.txt language=de",
        "stet set summit.txt site=",
        "stet set summit.txt --json",
    ),
)
@click.argument("article")
@click.argument("assignments", nargs=-1, metavar="[NAME=VALUE]…")
@as_json("Print the facts as JSON.")
@common
@pass_library
def set_command(library: Library, article: str, assignments: tuple[str, ...], json_wanted: bool) -> None:
    """Set facts of an ARTICLE, or print them where none is given.

    NAME is title, author, date (2026-03-31, 2026-03, 2026), site, language (as in en, de-AT) or status (new, begun,
    done). An empty VALUE unsets a fact. All of it is one step of the history, which “u” in the reader takes back.

    Another language finds the sentences of the article anew, by its rules. Annotations stay where they are.
    """
    from annotations.facts import parse_assignments

    wanted = parse_assignments(assignments)
    with library.open() as workspace:
        info = workspace.find(article)
        edit = workspace.set_facts(info, wanted) if wanted else None
        facts = facts_of(workspace.store.articles.get(info.number))
    if json_wanted:
        with data_out() as out:
            out.write(json.dumps({"number": info.number, "id": info.id} | facts, ensure_ascii=False) + "\n")
    elif not wanted:
        for name, value in facts.items():
            say(f"{name:<8}  {value if value is not None else '–'}")
    else:
        say(f"article {info.number}: {edit.summary if edit is not None else 'all of it is so already'}")


def facts_of(info: ArticleInfo) -> dict[str, str | None]:
    """The facts of an article by their names, None where one is unset."""
    from annotations.facts import NAMES

    known = {"title": info.title, "language": info.language, "status": info.status.value}
    return {name: known[name] if name in known else info.metadata.get(name) for name in NAMES}
