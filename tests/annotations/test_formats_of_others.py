"""Formats that other packages bring by the entry point `stet.formats`."""

import io
import re
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from annotations import formats
from annotations.errors import StetError, UsageError
from annotations.exporting import Asked, LossError, export, export_file
from annotations.formats import FORMATS, format_for
from annotations.formats import others as module
from annotations.formats.base import FilesFormat, MayLose, TextFormat
from annotations.formats.others import others
from tests.annotations.harbour import filled, library


class Counts(TextFormat):
    name = "counts"
    purpose = "how many annotations each article has"
    suffixes = (".counts",)

    def write(self, records, job, out):  # noqa: ARG002
        for record in records:
            out.write(f"{record.info.number}\t{len(record.annotations)}\n")


class Titles(FilesFormat):
    name = "titles"
    purpose = "a file for each title"
    suffixes = (".titles",)
    may_lose = MayLose.THINGS

    def survey(self, record, job):
        job.losses.see("annotations", len(record.annotations))
        job.losses.lose("annotations", "left out", record.info.title, len(record.annotations))

    def write(self, records, job, out):  # noqa: ARG002
        for record in records:
            out.write(f"{record.info.number}.txt", record.info.title.encode())


class Taken(Counts):
    name = "csv"


class Same(Counts):
    name = "same"
    suffixes = (".jsonl",)


class NoFormat:
    name = "none"


def broken():
    raise OSError("no licence")


@pytest.fixture
def installed(monkeypatch):
    def install(**targets):
        points = [EntryPoint(name, f"{__name__}:{target}", "stet.formats") for name, target in targets.items()]
        monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: points)
        monkeypatch.setattr(EntryPoint, "load", lambda point: globals()[point.attr])
        formats.all_formats.cache_clear()

    yield install
    monkeypatch.undo()
    formats.all_formats.cache_clear()


@pytest.fixture
def kim(tmp_path):
    with library(filled(tmp_path / "stet.db")) as workspace:
        yield workspace


def test_a_format_of_another_package_is_one_of_all(installed, kim):
    installed(counts="Counts")
    form = format_for("a.counts")
    out = io.StringIO()
    export(kim, form, out)
    assert (form.name, out.getvalue()) == ("counts", "1\t4\n2\t1\n")


def test_a_broken_one_is_named_and_left_aside(installed):
    installed(a="NoFormat", b="Taken", c="Same", counts="Counts", d="missing")
    found = others(FORMATS)
    assert [form.name for form in found.usable] == ["counts"]
    assert [re.sub(r" \(.*?\)", "", problem) for problem in found.problems] == [
        "the format “a” is left aside: it is none of TextFormat, PlainFormat, BinaryFormat, FilesFormat",
        "the format “b” is left aside: there is a format “csv” already",
        "the format “c” is left aside: another format has the suffix .jsonl",
        "the format “d” is left aside: KeyError: 'missing'",
    ]
    with pytest.raises(UsageError) as error:
        format_for(name="d")
    assert "left aside" in error.value.hint


def test_the_example_in_the_documentation_runs():
    code = module.__doc__.split("that only counts:\n\n")[1].split("and in the")[0]
    space = {}
    exec("\n".join(line[4:] for line in code.splitlines()), space)  # noqa: S102 - it is this package's own
    assert issubclass(space["Counts"], TextFormat)


def test_several_files_go_into_a_folder_or_a_zip_file(installed, kim, tmp_path):
    installed(titles="Titles")
    export_file(kim, format_for(name="titles"), tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1.txt", "2.txt"]
    export_file(kim, format_for(name="titles"), tmp_path / "out.zip")
    assert (tmp_path / "out.zip").read_bytes()[:2] == b"PK"


def test_what_would_be_lost_is_told_before_and_refused_where_wanted(installed, kim, tmp_path):
    installed(titles="Titles")
    told = []

    def tell(losses):
        told.extend(losses)
        assert not any(Path(tmp_path).glob("*out*"))

    export_file(kim, format_for(name="titles"), tmp_path / "out", asked=Asked(told=tell))
    assert told == ["5 of 5 annotations are left out (first: =Harbour)"]
    with pytest.raises(LossError, match="nothing was written: 5 of 5 annotations are left out"):
        export_file(kim, format_for(name="titles"), tmp_path / "strict", asked=Asked(strict=True))
    assert not (tmp_path / "strict").exists()


def test_a_folder_appears_whole_or_not_at_all(installed, kim, tmp_path, monkeypatch):
    installed(titles="Titles")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(StetError, match="is there already"):
        export_file(kim, format_for(name="titles"), tmp_path / "full")
    monkeypatch.setattr(Titles, "write", lambda *given: (given[-1].write("1", b""), broken()))
    with pytest.raises(StetError, match="no licence"):
        export_file(kim, format_for(name="titles"), tmp_path / "half")
    assert sorted(path.name for path in tmp_path.iterdir() if "stet" not in path.name) == ["full"]
