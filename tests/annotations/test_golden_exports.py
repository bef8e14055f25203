"""The exports of one small library, as other programs get them. A change here breaks those programs.

`python -m tests.annotations.test_golden_exports` writes them anew, for whoever means to.
"""

import io
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotations.exporting import Asked, export, export_file
from annotations.formats import FORMATS, BinaryFormat, FilesFormat, format_for, import_format_for
from annotations.importing.exports import import_export
from tests.annotations.harbour import library

GOLDEN = Path(__file__).parents[1] / "golden"
# The bytes of some are those of the library's version that wrote them: what is in them is tested with their readers.
NAMES = [form.name for form in FORMATS if form.name not in {"parquet", "spacy"}]
# Nothing there has a verdict.
ASKED = {"claimreview": Asked({"verdict": "checkworthiness", "scale": "CFS,UFS,NFS"})}


def fill(workspace):
    with (GOLDEN / "harbour.jsonl").open("rb") as stream:
        import_export(workspace, import_format_for("harbour.jsonl"), stream, "harbour.jsonl")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    with library(tmp_path_factory.mktemp("golden") / "stet.db") as workspace:
        fill(workspace)
        yield workspace


def files(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


@pytest.mark.parametrize("name", NAMES)
def test_the_export_is_as_it_always_was(workspace, name, tmp_path):
    form = format_for(name=name)
    for module in form.needs:
        pytest.importorskip(module)
    golden = GOLDEN / f"harbour{form.suffixes[0].removesuffix('.zip')}"
    if isinstance(form, FilesFormat):
        export_file(workspace, form, tmp_path / "out")
        assert files(tmp_path / "out") == files(golden)
    elif isinstance(form, BinaryFormat):
        out = io.BytesIO()
        export(workspace, form, out)
        assert unzipped(out.getvalue()) == files(golden)
    else:
        out = io.StringIO(newline="")
        export(workspace, form, out, asked=ASKED.get(name))
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
            export_file(filled, form, target, asked=ASKED.get(form.name))
            if isinstance(form, BinaryFormat):
                parts = unzipped(target.read_bytes())
                target.unlink()
                for name, data in parts.items():
                    (target / name).parent.mkdir(parents=True, exist_ok=True)
                    (target / name).write_bytes(data)
            for beside in GOLDEN.glob(f"{target.name}-*"):
                beside.unlink()
