"""`stet show`: an article and what is tagged in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations.commands.base import Command, Library, as_json, common, data_out, pass_library, say, tell
from annotations.commands.layers import layers_shown, with_layers
from annotations.counts import counted
from annotations.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from annotations.formats import ArticleRecord
    from annotations.layers import Layers
    from annotations.model import Annotation, ArticleInfo, AttributeValue, Status
    from annotations.store.pages import PageInfo
    from annotations.workspace import Workspace


@click.command(
    "show",
    short_help="Show an article and its annotations.",
    cls=Command,
    examples=(
        "stet show 3",
        "stet show summit.txt --text > summit.canonical.txt",
        "stet show summit.txt --annotated | grep claim:",
        "stet show 3 --page -o page.html",
    ),
)
@click.argument("article")
@click.option("--version", "version", type=int, metavar="N", help="Show an earlier version of it.")
@click.option("--text", "text_wanted", is_flag=True, help="Print exactly the text that offsets count in, nothing else.")
@click.option("--annotated", is_flag=True, help="Print each sentence, and under it a line for each annotation.")
@click.option("--page", "page_wanted", is_flag=True, help="Print the page or document that was read, as it came.")
@click.option("-o", "--output", metavar="FILE", help="With --page: write FILE, whole or not at all.")
@click.option("--ascii", "ascii_wanted", is_flag=True, help="With --annotated: put only ASCII around the words.")
@with_layers
@as_json("Print the article as a line of the JSONL export, with everybody’s annotations.")
@common
@pass_library
def show_command(
    library: Library,
    *,
    article: str,
    shown: str | None,
    version: int | None,
    text_wanted: bool,
    annotated: bool,
    page_wanted: bool,
    output: str | None,
    ascii_wanted: bool,
    json_wanted: bool,
) -> None:
    r"""Show what is known of an article, then its annotations in the order of the text.

    Where several people work, the status and the annotations are one’s own; --layers shows others’ too.

    ARTICLE is the number that “stet list” prints, an id or its end, a path or an address.

    With --annotated, the title comes first and what is tagged on the whole article; then each sentence is a line
    (its number, two blanks, its words), and under it, after four blanks, each annotation that starts in it:

    \b
        label: “words” | role: who | attribute: value | unsure | note: … | relation: label “words” in … | by whom

    What is not set is left out. The format is stable; ids and times are not in it, so that two states can be
    compared with diff.
    """
    flags = (("--text", text_wanted), ("--json", json_wanted), ("--annotated", annotated), ("--page", page_wanted))
    given = [flag for flag, wanted in flags if wanted]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} exclude each other")
    if ascii_wanted and not annotated:
        raise UsageError("--ascii goes with --annotated")
    if output is not None and not page_wanted:
        raise UsageError("-o goes with --page", "Other output can be sent to a file: > FILE.")
    with library.open() as workspace, workspace.store.reading():
        from annotations.exporting import article_record

        info = workspace.find(article)
        if version is not None:
            from annotations.versions.lookup import version_of

            info = workspace.store.articles.at_version(version_of(workspace, info, version).key)
        if text_wanted:
            with data_out() as out:
                out.write(str(workspace.store.text(info.key)))
            return
        if page_wanted:
            _write_page(workspace, info, output)
            return
        record = article_record(workspace, info)
        if json_wanted:
            from annotations.formats.jsonl import encode

            with data_out() as out:
                out.write(f"{encode(record, workspace.schema)}\n")
            return
        for line in _lines(workspace, record, layers_shown(workspace, shown), (annotated, ascii_wanted)):
            say(line)


def _lines(workspace: Workspace, record: ArticleRecord, layers: Layers, annotated: tuple[bool, bool]) -> Iterator[str]:
    """What is shown for people; `annotated` says whether sentence by sentence, and whether in ASCII."""
    record, hidden = _seen(record, layers)
    if hidden:
        tell(f"{counted(hidden, 'annotation')} of others left out: {layers.words}; --layers all shows everybody’s.")
    if annotated[0]:
        yield from _annotated(workspace, record, annotated[1])
        return
    info = record.info
    versions = workspace.store.versions.of_article(info.number)
    waiting = workspace.store.versions.orphan_counts(workspace.sight(layers.others).whose).get(info.number, 0)
    page = workspace.store.pages.info(info.key)
    yield from _facts(record, page, len(versions), waiting, workspace.own_status(info))
    for annotation in record.annotations:
        yield ""
        yield from _described(annotation, record)


def _seen(record: ArticleRecord, layers: Layers) -> tuple[ArticleRecord, int]:
    """Leave out what is in layers that are not shown; returns how many annotations that are."""
    from dataclasses import replace

    annotations = tuple(one for one in record.annotations if layers.shows(one.annotator))
    relations = tuple(one for one in record.relations if layers.shows(one.annotator))
    seen = replace(record, annotations=annotations, relations=relations)
    return seen, len(record.annotations) - len(annotations)


def _annotated(workspace: Workspace, record: ArticleRecord, ascii_wanted: bool) -> Iterator[str]:
    from annotations.annotated_text import ASCII, MARKS, Target, annotated_lines
    from annotations.commands.sentences import sentences_in

    text_of = lru_cache(maxsize=4)(workspace.store.articles.text)

    def target_of(annotation_id: str) -> Target | None:
        annotation = workspace.store.annotations.get(annotation_id)
        if annotation is None:
            return None
        article = workspace.store.articles.of_version(annotation.version)
        return Target(annotation, article, text_of(annotation.version))

    sentences = sentences_in(workspace, record.info)
    return annotated_lines(record, sentences, target_of, ASCII if ascii_wanted else MARKS)


def _write_page(workspace: Workspace, info: ArticleInfo, output: str | None) -> None:
    kept = workspace.store.pages.get(info.key)
    if kept is None:
        raise NotFoundError(f"no page is kept of article {info.number}", "Pages are kept of HTML, PDF and DOCX.")
    if output not in (None, "-"):
        from annotations.atomic import writing_whole_bytes

        with writing_whole_bytes(Path(output)) as out:
            out.write(kept.body)
        return
    with data_out() as text:
        text.buffer.write(kept.body)


def _facts(record: ArticleRecord, page: PageInfo | None, versions: int, orphans: int, status: Status) -> Iterator[str]:
    info, content = record.info, record.content
    sentences = "" if content.sentences is None else f", {len(content.sentences)} sentences"
    facts = {
        "article": str(info.number),
        "title": info.title,
        "source": info.source,
        "status": status.value,
        "language": info.language or "",
        "text": f"{info.length} characters, {len(content.blocks)} blocks{sentences}",
        "id": info.id,
        "version": f"{info.version} of {versions}" if versions > 1 else str(info.version),
        "sha256": info.sha256,
        "page": f"{page.media}, {page.size:,} bytes kept, {page.address or 'from the file'}" if page else "",
        "added": info.created,
        "changed": info.updated,
        **{f"{name}": value for name, value in info.metadata.items()},
        "annotations": str(len(record.annotations)),
        "relations": str(len(record.relations)),
        "orphans": f"{orphans} on earlier versions (“stet diff {info.number}” lists them)" if orphans else "",
    }
    width = max(map(len, facts))
    yield from (f"{name:<{width}}  {value}" for name, value in facts.items() if value)


def _described(annotation: Annotation, record: ArticleRecord) -> Iterator[str]:
    text = record.content.text
    places = ";".join(f"{span.start}-{span.end}" for span in annotation.fragments) or "the article"
    words = " … ".join(span.of(text) for span in annotation.fragments)
    unsure = " (unsure)" if annotation.unsure else ""
    yield f"{annotation.label} {places}{unsure}  {words}"
    for role in annotation.roles:
        tagged = role.span.of(text) if role.span is not None else ""
        named = f"{role.name} (“{tagged}”)" if role.name and tagged else role.name or tagged
        yield f"    {role.role}: {named}"
    for name, value in annotation.attributes.items():
        yield f"    {name}: {_value(value)}"
    if annotation.note:
        yield f"    note: {annotation.note}"
    for relation in record.relations:
        if relation.source == annotation.id:
            yield f"    {relation.label}: {relation.target}"
    yield f"    {annotation.id} by {annotation.annotator}, {annotation.origin}, {annotation.updated}"


def _value(value: AttributeValue) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return " | ".join(value)
    return str(value)
