"""Exchange formats, export and import side by side. One registry says which format a name or a suffix means."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import PurePath
from typing import NamedTuple

from annotations.errors import UsageError
from annotations.formats.base import (
    ArticleRecord,
    BinaryFormat,
    Carried,
    Carries,
    FilesFormat,
    ForeignFormat,
    Format,
    ImportFormat,
    Job,
    Losses,
    Option,
    PlainFormat,
    TextFormat,
)
from annotations.formats.brat import BratFormat
from annotations.formats.claim_review import ClaimReviewFormat
from annotations.formats.conll import ConllFormat
from annotations.formats.doccano import DoccanoFormat
from annotations.formats.flat import FlatFormat
from annotations.formats.html_report import HtmlFormat
from annotations.formats.jsonl import JsonlFormat
from annotations.formats.label_studio import LabelStudioFormat
from annotations.formats.markdown import MarkdownFormat
from annotations.formats.parquet import ParquetFormat
from annotations.formats.prodigy import ProdigyFormat
from annotations.formats.refi import RefiFormat
from annotations.formats.sentence_rows import SentencesFormat
from annotations.formats.spacy_docs import SpacyFormat
from annotations.formats.tables import CsvFormat
from annotations.formats.web_annotation import WebAnnotationFormat
from annotations.formats.xmi import XmiFormat
from annotations.schema import nearest

__all__ = [
    "FORMATS",
    "ArticleRecord",
    "BinaryFormat",
    "Carried",
    "Carries",
    "FilesFormat",
    "ForeignFormat",
    "Format",
    "ImportFormat",
    "Job",
    "Losses",
    "OfFolder",
    "Option",
    "PlainFormat",
    "TextFormat",
    "all_formats",
    "by_suffix",
    "folder_format",
    "foreign_format_for",
    "format_for",
    "import_format_for",
    "problems",
]

FORMATS: tuple[Format, ...] = (
    JsonlFormat(),
    CsvFormat(),
    FlatFormat(),
    SentencesFormat(),
    ParquetFormat(),
    WebAnnotationFormat(),
    BratFormat(),
    XmiFormat(),
    LabelStudioFormat(),
    DoccanoFormat(),
    RefiFormat(),
    SpacyFormat(),
    ProdigyFormat(),
    ConllFormat(),
    ClaimReviewFormat(),
    MarkdownFormat(),
    HtmlFormat(),
)
"""Every format of this package; the first is what an export is without a name or a suffix."""


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, those of other packages last."""
    from annotations.formats.others import others

    return (*FORMATS, *others(FORMATS).usable)


def problems() -> tuple[str, ...]:
    """A sentence for each format of another package that is left aside."""
    from annotations.formats.others import others

    return others(FORMATS).problems


def by_suffix(
    path: str | os.PathLike[str], formats: Iterable[Format] | None = None, *, reading: bool = False
) -> Format | None:
    """Return the format with the longest suffix that a file's name ends with, None where it has none."""
    name = PurePath(path).name.lower()
    fitting = [
        (len(suffix), form)
        for form in (all_formats() if formats is None else formats)
        for suffix in (*form.suffixes, *(form.reads if reading else ()))
        if name.endswith(suffix)
    ]
    return max(fitting, key=lambda fit: fit[0])[1] if fitting else None


def format_for(path: str | os.PathLike[str] | None = None, name: str | None = None) -> Format:
    """Return the format called `name`, else the one for the suffix of `path`, else the first.

    Raises:
        UsageError: No format has that name or suffix.
    """
    if name is not None:
        return _named(name)
    if path is None:
        return FORMATS[0]
    if (form := by_suffix(path)) is not None:
        return form
    known = ", ".join(suffix for form in all_formats() for suffix in form.suffixes)
    raise UsageError(
        f"the suffix of “{PurePath(path).name}” names no format",
        f"Use one of {known}, or say which with --format.",
    )


def import_format_for(path: str | os.PathLike[str] | None = None, name: str | None = None) -> ImportFormat | None:
    """Return the own format, which comes back as it left, where the name or the suffix means it."""
    form = _meant(path, name)
    return form if isinstance(form, ImportFormat) else None


def foreign_format_for(path: str | os.PathLike[str] | None = None, name: str | None = None) -> ForeignFormat | None:
    """Return the format that other programs write too and that is read back, by name or suffix."""
    form = _meant(path, name)
    return form if isinstance(form, ForeignFormat) else None


class OfFolder(NamedTuple):
    """What a folder has of a format that goes by pairs of files: how many pairs, and how many texts by themselves."""

    form: ForeignFormat
    pairs: int
    alone: int

    @property
    def is_whole(self) -> bool:
        """Whether it is a folder of that format, and not one of articles that has such a file as well."""
        return self.pairs >= self.alone


def folder_format(names: Iterable[str]) -> OfFolder | None:
    """Tell by the names of the files in a folder which format it may be in, though its own name does not say so."""
    there = set(names)
    for form in all_formats():
        if form.pairs is not None and isinstance(form, ForeignFormat):
            own, text = form.pairs
            texts = {name.removesuffix(text) for name in there if name.endswith(text)}
            paired = {stem for stem in texts if f"{stem}{own}" in there}
            if paired:
                return OfFolder(form, len(paired), len(texts) - len(paired))
    return None


def _meant(path: str | os.PathLike[str] | None, name: str | None) -> Format | None:
    if name is not None:
        return next((form for form in all_formats() if form.name == name), None)
    return None if path is None else by_suffix(path, reading=True)


def _named(name: str) -> Format:
    for form in all_formats():
        if form.name == name:
            return form
    names = [form.name for form in all_formats()]
    aside = next((problem for problem in problems() if f"“{name}”" in problem), None)
    if aside is not None:
        raise UsageError(f"there is no format “{name}”", f"{aside[0].upper()}{aside[1:]}.")
    raise UsageError(f"there is no format “{name}”", nearest(name, names) or f"Formats: {', '.join(names)}.")
