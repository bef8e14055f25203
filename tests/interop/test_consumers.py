"""Each export, loaded by a program that others wrote and compared span by span with what is stored.

`pip install '.[interop]'` brings them all; without one of them its tests are left out, unless STET_INTEROP is set.
"""

import os
import shutil

import pytest

from annotations.exporting import Asked, export_file
from annotations.formats import FORMATS, FilesFormat, format_for
from tests.annotations.rich import library, rich
from tests.annotations.test_formats_back import bare_copy
from tests.interop import (  # noqa: F401 - they are registered
    consumers_of_reports,
    consumers_that_are_programs,
    consumers_that_train,
    more_consumers,
)
from tests.interop.consumers import CONSUMERS, TEXTS, Stretch, judged, stretches


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return rich(tmp_path_factory.mktemp("rich") / "stet.db")


@pytest.fixture(scope="module")
def emptied(made, tmp_path_factory):
    return bare_copy(made, tmp_path_factory.mktemp("bare") / "bare.db")


@pytest.fixture(autouse=True)
def offline(monkeypatch, tmp_path):
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "hf" / "datasets"))


def left(path, consumer, folder):
    form = format_for(name=consumer.form)
    target = folder / ("out" if isinstance(form, FilesFormat) else f"out{form.suffixes[0]}")
    options = {"layer": consumer.layer} if consumer.layer and form.options else {}
    with library(path) as workspace:
        export_file(workspace, form, target, asked=Asked(options))
        if consumer.texts:
            export_file(workspace, format_for(name="jsonl"), folder / TEXTS)
    return target


def check(consumer, export, expected):
    """The one check: the consumer finds what was stored, every stretch of it, and nothing else."""
    assert consumer.read(export) == expected


def need(consumer):
    if "STET_INTEROP" not in os.environ:
        for module in consumer.modules:
            pytest.importorskip(module)
    if consumer.program and shutil.which(consumer.program) is None:
        pytest.skip(f"there is no {consumer.program}")


def expected_by(consumer, path):
    with library(path) as workspace:
        if consumer.verdicts:
            return judged(workspace)
        expected = stretches(workspace, consumer.roles)
    if consumer.layer:
        return sorted(
            {Stretch(one.label, 0, 0, "".join(one.words.split())) for one in expected if one.label == consumer.layer}
        )
    if consumer.folded:
        return sorted(one._replace(words=" ".join(one.words.split())) for one in expected)
    if consumer.form != "brat":
        return expected
    # brat holds no stretch over a line end: it is in parts there.
    parts = []
    for label, start, _, words in expected:
        at = start
        for line in words.split("\n"):
            if line:
                parts.append(Stretch(label, at, at + len(line), line))
            at += len(line) + 1
    return sorted(parts)


@pytest.mark.parametrize("consumer", CONSUMERS, ids=str)
def test_a_consumer_finds_what_is_stored(made, consumer, tmp_path):
    need(consumer)
    expected = expected_by(consumer, made)
    assert len(expected) >= (2 if consumer.verdicts else 5 if consumer.layer else 18)
    check(consumer, left(made, consumer, tmp_path), expected)


@pytest.mark.parametrize("consumer", CONSUMERS, ids=str)
def test_the_check_fails_when_the_export_is_emptied_of_its_annotations(made, emptied, consumer, tmp_path):
    need(consumer)
    with pytest.raises(AssertionError):
        check(consumer, left(emptied, consumer, tmp_path), expected_by(consumer, made))


def test_each_format_has_a_consumer():
    without = {form.name for form in FORMATS} - {consumer.form for consumer in CONSUMERS}
    assert without == {"sentences"}  # counts have no spans
