"""The exports of one small library, as other programs get them. A change here breaks those programs.

`python -m tests.annotations.test_golden_exports` writes them anew, for whoever means to.
"""

import io
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotations.exporting import export, export_file
from annotations.formats import FORMATS, FilesFormat, format_for, import_format_for
from annotations.importing import import_export
from tests.annotations.harbour import library

GOLDEN = Path(__file__).parents[1] / "golden"
# Parquet's bytes are those of the version that wrote them: what is in them is tested with its readers.
NAMES = [form.name for form in FORMATS if form.name != "parquet"]


def fill(workspace):
    with (GOLDEN / "harbour.jsonl").open("rb") as stream:
        import_export(workspace, import_format_for("harbour.jsonl"), stream, "harbour.jsonl")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    with library(tmp_path_factory.mktemp("golden") / "stet.db") as workspace:
        fill(workspace)
        yield workspace


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_the_export_is_as_it_always_was(workspace, name, tmp_path):
    form = format_for(name=name)
    for module in form.needs:
        pytest.importorskip(module)
    golden = GOLDEN / f"harbour{form.suffixes[0].removesuffix('.zip')}"
    if isinstance(form, FilesFormat):
        export_file(workspace, form, tmp_path / "out")
        assert files(tmp_path / "out") == files(golden)
    else:
        out = io.StringIO(newline="")
        export(workspace, form, out)
        assert out.getvalue().encode() == golden.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_zip_file_is_the_same_each_time(workspace, name):
    form = format_for(name=name)
    if not isinstance(form, FilesFormat):
        pytest.skip("it is one file")
    for module in form.needs:
        pytest.importorskip(module)
    once, twice = io.BytesIO(), io.BytesIO()
    export(workspace, form, once)
    export(workspace, form, twice)
    assert once.getvalue() == twice.getvalue()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, library(Path(folder) / "stet.db") as filled:
        fill(filled)
        for form in map(format_for, [None] * len(NAMES), NAMES):
            target = GOLDEN / f"harbour{form.suffixes[0].removesuffix('.zip')}"
            if target.exists() or not all(map(find_spec, form.needs)):
                continue
            export_file(filled, form, target)
            for beside in GOLDEN.glob(f"{target.name}-*"):
                beside.unlink()
