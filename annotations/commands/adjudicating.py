"""`stet adjudicate`."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say
from annotations.commands.tables import print_table
from annotations.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from annotations.group.compared import Compared
    from annotations.group.deciding import Decision
    from annotations.model import Annotation, ArticleInfo
    from annotations.workspace import Workspace
    from annotations.workspace.edits import Edit

_KEY = 8
"""Characters of an id that name what is to be decided, its last ones."""


class _OnlyTriedError(Exception):
    """Ends a dry run, so that the transaction is rolled back."""


@click.command(
    "adjudicate",
    short_help="Decide between annotators: list what is left, take over what they agree on.",
    cls=Command,
    examples=(
        "stet adjudicate --as gold",
        "stet adjudicate --as gold --agreed --dry-run",
        "stet adjudicate --as gold --keep 5a1c09be=kim --reject 77d0e1f2",
        "stet adjudicate --as gold --unite 5a1c09be=both/kim/lee",
        "stet adjudicate --as gold --json | jq '.left[] | select(.standing == \"partly\") | .key'",
        "stet adjudicate --as gold --undo",
    ),
)
@click.argument("articles", nargs=-1, metavar="[ARTICLE]…")
@click.option("--annotator", "annotators", multiple=True, metavar="NAME", help="Compare NAME (several: repeat).")
@click.option("--agreed", is_flag=True, help="Keep all that everybody agrees on.")
@click.option("--keep", "kept", multiple=True, metavar="KEY=NAME", help="Keep what NAME has (several: repeat).")
@click.option("--reject", "rejected", multiple=True, metavar="KEY", help="Keep none of them (several: repeat).")
@click.option(
    "--unite",
    "united",
    multiple=True,
    metavar="KEY=NAMES",
    help="Make one of them, with words/roles/attributes of these: kim/lee/kim; the words of “both” are those of all.",
)
@click.option("--all", "every", is_flag=True, help="List what is decided too.")
@click.option("--dry-run", is_flag=True, help="Tell what would be decided, and change nothing.")
@click.option("--undo", is_flag=True, help="Take back your last decisions.")
@as_json()
@common
@pass_library
def adjudicate_command(
    library: Library,
    *,
    articles: tuple[str, ...],
    annotators: tuple[str, ...],
    agreed: bool,
    kept: tuple[str, ...],
    rejected: tuple[str, ...],
    united: tuple[str, ...],
    every: bool,
    dry_run: bool,
    undo: bool,
    json_wanted: bool,
) -> None:
    """Decide between the layers of annotators (all but “gold”), in each ARTICLE, else in all that two have coded.

    What is kept goes into the layer of whoever decides, who works under a name apart: --as gold. Without --agreed,
    --keep, --reject or --unite, what is left to decide is listed, each with its KEY: the end of the id of any of the
    annotations. Decisions of one command are one step, that --undo takes back, or “u” in the reader; what was decided
    before about the same annotations is replaced.

    Relations come along when one of their ends is kept, and the other one is kept or was rejected for something else,
    which they tie then; with --agreed, those that everybody has.
    """
    picks = len(kept) + len(rejected) + len(united)
    if undo + agreed + bool(picks) > 1 or (undo and (articles or annotators or dry_run or every)):
        raise UsageError("--undo and --agreed each stand alone, and apart from --keep, --reject and --unite")
    if dry_run and not agreed and not picks:
        raise UsageError("--dry-run goes with --agreed, --keep, --reject or --unite")
    from annotations.group.compared import people_between, read_article, shared_articles

    with library.open() as workspace:
        if undo:
            _undo(workspace)
            return
        people = people_between(workspace, annotators, None)
        infos = [workspace.find(reference) for reference in articles] or shared_articles(workspace, people)
        if agreed or picks:
            edit = None
            try:
                with workspace.store.writing():
                    items = [one for info in infos for one in read_article(workspace, info, people)]
                    edit = _decide(workspace, items, infos, people, kept, rejected, united)
                    if dry_run:
                        raise _OnlyTriedError  # noqa: TRY301 - what rolls the transaction back
            except _OnlyTriedError:
                pass
            _told(edit, dry_run=dry_run, json_wanted=json_wanted)
            return
        with workspace.store.reading():
            items = [one for info in infos for one in read_article(workspace, info, people)]
        if json_wanted:
            with data_out() as out:
                out.write(
                    json.dumps(_plain(workspace, people, items, every=every), ensure_ascii=False, indent=1) + "\n"
                )
        else:
            _list(workspace, people, items, every=every)


def _decide(  # noqa: PLR0917 - what was compared, and what was asked for
    workspace: Workspace,
    items: list[Compared],
    infos: list[ArticleInfo],
    people: tuple[str, ...],
    kept: tuple[str, ...],
    rejected: tuple[str, ...],
    united: tuple[str, ...],
) -> Edit | None:
    from annotations.group.adjudicating import decide, keep, reject, take_agreed, unite
    from annotations.group.uniting import united as put_together

    if not (kept or rejected or united):
        return take_agreed(workspace, infos, people)
    decisions: list[tuple[ArticleInfo, Decision]] = []
    for text in kept:
        one, (name,) = _picked(items, text, "--keep", 1)
        decisions.append((one.info, keep(one.item, name)))
    for text in united:
        one, (words, roles, attributes) = _picked(items, text, "--unite", 3)
        from annotations.group.uniting import Pieces

        decisions.append((one.info, unite(one.item, put_together(one.item, Pieces(words, roles, attributes)))))
    for text in rejected:
        one = _named(items, text)
        decisions.append((one.info, reject(one.item)))
    ids = [annotation.id for _, decision in decisions for annotation in decision.of]
    if len(set(ids)) < len(ids):
        raise UsageError("two decisions are about the same annotations")
    return decide(workspace, decisions)


def _picked(items: list[Compared], text: str, option: str, parts: int) -> tuple[Compared, list[str]]:
    """What a pick such as `KEY=kim` is about, and whose parts it takes; the last of fewer names stands for the rest."""
    from annotations.group.uniting import BOTH

    key, equals, given = text.partition("=")
    one = _named(items, key)
    has = list(one.item.annotations)
    names = [given] if parts == 1 or given in has else given.split("/")
    if not equals or len(names) > parts:
        wanted = "KEY=NAME" if parts == 1 else "KEY=WORDS/ROLES/ATTRIBUTES"
        raise UsageError(f"{option} takes {wanted}, not “{text}”")
    for place, name in enumerate(names):
        if name not in has and not (parts > 1 and place == 0 and name == BOTH):
            raise UsageError(f"{name or 'nobody'} has nothing at {key}", f"There: {', '.join(has)}.")
    names += [names[-1] if names[-1] != BOTH else has[0]] * (parts - len(names))
    return one, names


def _named(items: list[Compared], key: str) -> Compared:
    found = [one for one in items if key and any(id_.endswith(key) for id_ in one.key)]
    if len(found) != 1:
        raise NotFoundError(
            f"{'several things have' if found else 'there is nothing to decide with'} the key {key or '(empty)'}",
            "“stet adjudicate” lists what is left; --all, what is decided too.",
        )
    return found[0]


def _undo(workspace: Workspace) -> None:
    step = workspace.store.history.last_standing(workspace.annotator, "adjudicate")
    say("There is no decision of yours to take back." if step is None else
        f"took back: {workspace.take_back(step).summary}")  # fmt: skip


def _told(edit: Edit | None, *, dry_run: bool, json_wanted: bool) -> None:
    if json_wanted:
        plain = {
            "dry_run": dry_run,
            "step": None if edit is None or dry_run else edit.step,
            "summary": None if edit is None else edit.summary,
            "kept": [] if edit is None else [_annotation(one) for one in edit.added],
        }
        with data_out() as out:
            out.write(json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
        return
    say("There is nothing that all agree on and that is not decided." if edit is None else edit.summary)
    if dry_run:
        say("Nothing was changed.")
    elif edit is not None:
        say("“stet adjudicate --undo” takes it back.")


def _list(workspace: Workspace, people: tuple[str, ...], items: list[Compared], *, every: bool) -> None:
    left = [one for one in items if not one.item.done]
    standings = Counter(one.item.standing.value for one in left)
    told = ", ".join(f"{count} {name}" for name, count in standings.items())
    say(
        f"{', '.join(people)}: {len(items) - len(left)} of {len(items)} decided by {workspace.annotator}"
        + (f"; left: {told}" if told else "")
    )
    rows = []
    for one in items if every else left:
        item = one.item
        has = ", ".join(f"{name} {annotation.label}" for name, annotation in item.annotations.items())
        said = "decided" if item.done else item.standing.value
        rows.append((_key(one), one.info.number, said, has, ", ".join(item.differences), one.words[:200]))
    if rows:
        say()
    print_table(("key", "article", "standing", "who has what", "differs in", "words"), rows, right=(1,))


def _key(one: Compared) -> str:
    return one.key[0][-_KEY:]


def _plain(workspace: Workspace, people: tuple[str, ...], items: list[Compared], *, every: bool) -> dict[str, object]:
    return {
        "annotators": people,
        "layer": workspace.annotator,
        "items": len(items),
        "decided": sum(one.item.done for one in items),
        "left": [_plain_item(one) for one in items if every or not one.item.done],
    }


def _plain_item(one: Compared) -> dict[str, object]:
    item = one.item
    return {
        "key": _key(one),
        "article": one.info.number,
        "id": one.info.id,
        "standing": item.standing.value,
        "done": item.done,
        "differences": item.differences,
        "words": one.words,
        "annotations": [
            _annotation(annotation)
            | {
                "verdict": item.decided[annotation.id].verdict.value if annotation.id in item.decided else None,
                "kept_as": item.decided[annotation.id].kept_as if annotation.id in item.decided else None,
            }
            for annotation in item.annotations.values()
        ],
    }


def _annotation(one: Annotation) -> dict[str, object]:
    return {
        "annotator": one.annotator,
        "id": one.id,
        "label": one.label,
        "fragments": [[span.start, span.end] for span in one.fragments],
        "roles": [
            {"role": r.role, "name": r.name, "span": None if r.span is None else [r.span.start, r.span.end]}
            for r in one.roles
        ],
        "attributes": dict(one.attributes),
    }
