"""`stet set`: what is known of articles besides their annotations."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say

if TYPE_CHECKING:
    from annotations.model import ArticleInfo
    from annotations.workspace import Workspace

_ASSIGNMENT = re.compile(r"[A-Za-z_]+\s*=")


@click.command(
    "set",
    short_help="Correct title, author, date, site, language, status or tags of articles.",
    cls=Command,
    examples=(
        'stet set 3 author="Ida Krag" date=2026-03-31',
        "stet set summit.txt language=de",
        "stet set 3 4 5 status=done tags=+checked",
        "stet set summit.txt site=",
        "stet set summit.txt --json",
    ),
)
@click.argument("arguments", nargs=-1, required=True, metavar="ARTICLE… [NAME=VALUE]…")
@as_json("Print the facts as JSON, one line for each article.")
@common
@pass_library
def set_command(library: Library, arguments: tuple[str, ...], json_wanted: bool) -> None:
    """Set facts of each ARTICLE, or print them where none is given.

    NAME is title, author, date (2026-03-31, 2026-03, 2026), site, language (as in en, de-AT), status (new, begun,
    done) or tags (+one -other to add and take away; one, other to have just these). An empty VALUE unsets a fact. All
    of it is one step of the history, which “u” in the reader or the library takes back.

    Another language finds the sentences of the article anew, by its rules. Annotations stay where they are.
    """
    from annotations.workspace.facts import NAMES, parse_assignments

    # A bare name is an assignment without its value, which is told.
    assignments = [word for word in arguments[1:] if _ASSIGNMENT.match(word) or word in NAMES]
    references = [word for word in arguments if word not in assignments]
    wanted = parse_assignments(assignments)
    with library.open() as workspace:
        found = [workspace.find(reference) for reference in references]
        edit = workspace.set_facts_of(found, wanted) if wanted else None
        articles = [(info, facts_of(workspace, info.number)) for info in found]
    if json_wanted:
        with data_out() as out:
            for info, facts in articles:
                out.write(json.dumps({"number": info.number, "id": info.id} | facts, ensure_ascii=False) + "\n")
    elif not wanted:
        for number, (info, facts) in enumerate(articles):
            if len(articles) > 1:
                say(f"{'' if not number else chr(10)}article {info.number}")
            for name, value in facts.items():
                say(f"{name:<8}  {', '.join(value) or '–' if isinstance(value, list) else value or '–'}")
    else:
        numbers = ", ".join(str(info.number) for info in found)
        which = "article" if len(found) == 1 else "articles"
        say(f"{which} {numbers}: {edit.summary if edit is not None else 'all of it is so already'}")


def facts_of(workspace: Workspace, number: int) -> dict[str, str | list[str] | None]:
    """The facts of an article by their names, None where one is unset."""
    from annotations.workspace.facts import NAMES

    info: ArticleInfo = workspace.store.articles.get(number)
    known: dict[str, str | list[str] | None] = {
        "title": info.title,
        "language": info.language,
        "status": info.status.value,
        "tags": workspace.store.library.tags(number),
    }
    return {name: known[name] if name in known else info.metadata.get(name) for name in NAMES}
