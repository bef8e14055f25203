"""The exports of one small library, as other programs get them. A change here breaks those programs."""

import io
from pathlib import Path

import pytest

from annotations.exporting import export
from annotations.formats import FORMATS, format_for, import_format_for
from annotations.importing import import_export
from tests.annotations.harbour import library

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    with library(tmp_path_factory.mktemp("golden") / "stet.db") as workspace:
        with (GOLDEN / "harbour.jsonl").open("rb") as stream:
            import_export(workspace, import_format_for("harbour.jsonl"), stream, "harbour.jsonl")
        yield workspace


@pytest.mark.parametrize("name", [form.name for form in FORMATS])
def test_the_export_is_as_it_always_was(workspace, name):
    out = io.StringIO(newline="")
    form = format_for(name=name)
    export(workspace, form, out)
    assert out.getvalue().encode() == (GOLDEN / f"harbour{form.suffixes[0]}").read_bytes()
