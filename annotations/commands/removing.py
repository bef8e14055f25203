"""`stet remove` and `stet restore`: out of the library, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, common, pass_library, say, tell
from annotations.commands.tables import print_table
from annotations.counts import counted

if TYPE_CHECKING:
    from annotations.model import ArticleInfo
    from annotations.workspace import Workspace


@click.command(
    "remove",
    short_help="Take articles out of the library; they can be brought back.",
    cls=Command,
    examples=("stet remove 3", "stet remove 4 5 summit.txt"),
)
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@common
@pass_library
def remove_command(library: Library, articles: tuple[str, ...]) -> None:
    """Take each ARTICLE out of the library: no list, search or export has it any more.

    Nothing is lost: “stet restore”, or “u” in the library, brings it back with its annotations and its number.
    """
    with library.open() as workspace:
        found = [workspace.find(reference) for reference in articles]
        workspace.remove_articles(found)
    numbers = " ".join(str(info.number) for info in found)
    for info in found:
        say(f"removed article {info.number}, {info.title}")
    say(f"“stet restore {numbers}” brings {'it' if len(found) == 1 else 'them'} back")


@click.command(
    "restore",
    short_help="Bring back articles that were removed, or list them.",
    cls=Command,
    examples=("stet restore", "stet restore 3 4"),
)
@click.argument("articles", nargs=-1, metavar="[ARTICLE…]")
@common
@pass_library
def restore_command(library: Library, articles: tuple[str, ...]) -> None:
    """Bring back each ARTICLE, named by its number or id. Without one, list what was removed."""
    with library.open() as workspace:
        if not articles:
            removed = workspace.store.library.removed_articles()
            print_table(
                ("number", "removed", "title"), [(number, at, title) for number, title, at in removed], right=(0,)
            )
            if not removed:
                tell("No article was removed.")
            return
        found = [_removed(workspace, reference) for reference in articles]
        edit = workspace.restore_articles(found)
    say(edit.summary if edit is not None else f"{counted(len(found), 'article')}: none was removed")


def _removed(workspace: Workspace, reference: str) -> ArticleInfo:
    """Find an article that may be removed, by its number or id."""
    articles = workspace.store.articles
    if reference.isascii() and reference.isdigit() and len(reference) < 19:
        return articles.get(int(reference), removed=True)
    known = articles.of_id(reference, removed=True)
    return workspace.find(reference) if known is None else known
