"""Markdown notes: front matter, and for each label a list of its annotations with all that is said of them.

Words of articles are escaped, so that they neither format anything nor lead anywhere, in CommonMark, GitHub's
Markdown and Obsidian; white space in them is folded. Ranges count code points of the article's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from annotations.counts import counted
from annotations.formats.base import ArticleRecord, Carries, Job, MayLose, TextFormat
from annotations.formats.markdown_escapes import as_markdown
from annotations.formats.telling import (
    Told,
    articles_in,
    filler_words,
    is_web_address,
    number_annotations,
    numbers_in,
    ranges,
    tellings,
)
from annotations.model import ArticleInfo

__all__ = ["MarkdownFormat"]


class MarkdownFormat(TextFormat):
    """`stet export --format markdown`."""

    name = "markdown"
    purpose = "notes in Markdown, an item for each annotation under its label, for Obsidian and other editors"
    suffixes = (".md",)
    carries = Carries(loses="the text of the article; ids of relations")
    needs_sentences = True
    annotated_only = True
    may_lose = MayLose.THINGS

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Number the annotations; nothing of them is left out."""
        number_annotations(record, job)

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write the front matter of one article or of all, then article after article."""
        numbers, articles = numbers_in(job), articles_in(job)
        if articles != 1:
            out.write(_front_matter({"articles": articles}, job, len(numbers)))
        for record in records:
            if articles == 1:
                out.write(_front_matter(dict(_about(record.info)), job, len(numbers)))
            out.writelines(f"{line}\n" for line in _article(record, job, numbers))


def _about(info: ArticleInfo) -> Iterator[tuple[str, object]]:
    yield "title", info.title
    if info.source:
        yield "source", info.source
    if info.language:
        yield "language", info.language
    yield from (("article", info.number), ("id", info.id), ("sha256", info.sha256))
    if info.metadata:
        yield "metadata", dict(info.metadata)


def _front_matter(about: Mapping[str, object], job: Job, annotations: int) -> str:
    import yaml

    said = {**about, "annotations": annotations, "schema": f"{job.schema.name} {job.schema.version}"}
    # Never parted: a long title stays on the line of its name.
    dumped = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{dumped}---\n"


def _article(record: ArticleRecord, job: Job, numbers: Mapping[str, int]) -> Iterator[str]:
    info = record.info
    yield from ("", f"# {as_markdown(info.title)}")
    about = (info.metadata.get("author", ""), info.metadata.get("date", ""), info.source)
    if said := ", ".join(as_markdown(part) for part in about if part):
        yield from ("", said)
    told = list(tellings(record, job.schema, numbers))
    here = [one.annotation.label for one in told]
    for label in dict.fromkeys((*(one.name for one in job.schema.labels if one.name in here), *here)):
        found = [one for one in told if one.annotation.label == label]
        yield from ("", f"## {as_markdown(label)} ({counted(len(found), 'annotation')})", "")
        for one in found:
            yield from _item(one, record.content.text)


def _item(one: Told, text: str) -> Iterator[str]:
    annotation = one.annotation
    words = f"“{as_markdown(' … '.join(one.words))}”" if one.words else "the whole article"
    yield f"- {words}"
    for role in annotation.roles:
        name, there = filler_words(role, text)
        parts = [as_markdown(name)] if name else []
        if role.span is not None:
            parts.append(f"“{as_markdown(there)}” `{ranges((role.span,))}`")
        yield f"  - {as_markdown(role.role)}: {' – '.join(parts)}"
    for name, values in one.values:
        said = (f"<{value}>" if is_web_address(value) else as_markdown(value) for value in values)
        yield f"  - {as_markdown(name)}: {', '.join(said)}"
    if annotation.note:
        yield f"  - note: {as_markdown(annotation.note)}"
    if annotation.unsure:
        yield "  - unsure"
    for tie in one.ties:
        target = as_markdown(tie.target_label) if tie.target_label else "on another article"
        target += f" “{as_markdown(tie.words)}”" if tie.words else ""
        note = f" – {as_markdown(tie.note)}" if tie.note else ""
        yield f"  - {as_markdown(tie.label)}: {target} `{tie.target}`{note} (by {as_markdown(tie.by)})"
    if annotation.fragments:
        section = f", under “{as_markdown(one.section)}”" if one.section else ""
        yield f"  - sentence {one.sentence}, paragraph {one.paragraph}{section}, `{ranges(annotation.fragments)}`"
    yield f"  - by {as_markdown(one.by)}, `{annotation.id}`"
