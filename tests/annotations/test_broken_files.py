"""Exports that were cut, changed or mixed up: whatever comes of it is a sentence with the file, and nothing stored."""

import re
import shutil
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.errors import StetError
from annotations.exporting import export_file
from annotations.formats import FORMATS, ForeignFormat, ImportFormat
from annotations.formats.files import open_source
from annotations.importing.documents import import_documents
from annotations.importing.exports import import_export, open_export
from tests.annotations.rich import library, rich
from tests.annotations.test_formats_back import bare_copy, everything

READ = [form for form in FORMATS if isinstance(form, (ForeignFormat, ImportFormat))]
ODD = (
    b"\x00", b"\xff\xfe", b"\r\n", b"\t", b'"', b"\xed\xa0\x80", b"&#0;", b"-1", b"1e400", b"9" * 25, b"null", b"{}",
    b"[]", b'"\\ud800"', b"[" * 3000, b'<!DOCTYPE x [<!ENTITY a "b">]>', b"utf-0",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Exports of every format that is read back, as bytes by the names of their files, and a library with the texts."""
    folder = tmp_path_factory.mktemp("made")
    whole = rich(folder / "rich.db")
    exports = {}
    with library(whole) as workspace:
        for form in READ:
            for module in form.needs:
                pytest.importorskip(module)
            path = folder / f"{form.name}{form.suffixes[0]}"
            export_file(workspace, form, path)
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    exports[form.name] = {name: archive.read(name) for name in archive.namelist()}
            else:
                exports[form.name] = {"": path.read_bytes()}
    return exports, bare_copy(whole, folder / "bare.db"), folder


@st.composite
def changes(draw, data):
    """The same bytes, cut or changed at one place."""
    start = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.integers(0, 40)))
    match draw(st.integers(0, 5)):
        case 0:
            return data[:start]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + data[start:end] + data[end:]
        case 3:
            return data[:start] + draw(st.sampled_from(ODD)) + data[start:]
        case 4:
            return data[:start] + draw(st.binary(max_size=30)) + data[end:]
    values = list(re.finditer(rb'"[^"]*"|\d+', data))
    if not values:
        return draw(st.binary(max_size=30))
    value = draw(st.sampled_from(values))
    return data[: value.start()] + draw(st.sampled_from(ODD)) + data[value.end() :]


def bring(form, db, path):
    with library(db) as workspace:
        if isinstance(form, ForeignFormat):
            with open_source(path) as source:
                import_documents(workspace, form, source)
        else:
            with open_export(path) as stream:
                import_export(workspace, form, stream, str(path))


def refusal(form, db, path):
    """Why a file did not come in; None where it did."""
    try:
        bring(form, db, path)
    except StetError as error:
        return error.message
    return None


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_file_is_refused_in_a_sentence_or_taken_whole(made, form, tmp_path, data):
    exports, bare, _ = made
    files = dict(exports[form.name])
    name = data.draw(st.sampled_from(sorted(files)))
    files[name] = data.draw(changes(files[name]))
    path, db = tmp_path / f"m{form.suffixes[0]}", tmp_path / "x.db"
    for old in tmp_path.glob("x.db*"):
        old.unlink()
    if data.draw(st.booleans()):
        shutil.copy(bare, db)
    if "" in files:
        path.write_bytes(files[""])
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for inner, content in files.items():
                archive.writestr(inner, content)
    before = everything(db)
    why = refusal(form, db, path)
    if why is not None:
        assert str(path) in why
        assert len(why) < 500
        assert everything(db) == before


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
def test_a_file_of_another_format_is_refused_in_a_sentence(made, form, tmp_path):
    exports, bare, folder = made
    for other in READ:
        if other is form or {form.name, other.name} == {"doccano", "prodigy"}:  # both are lines with a text
            continue
        source = folder / f"{other.name}{other.suffixes[0]}"
        path = tmp_path / f"{other.name}-as{form.suffixes[0]}"
        if source.is_file():
            shutil.copy(source, path)
        else:
            with zipfile.ZipFile(path, "w") as archive:
                for inner, content in exports[other.name].items():
                    archive.writestr(inner, content)
        db = tmp_path / f"{other.name}.db"
        shutil.copy(bare, db)
        before = everything(db)
        with pytest.raises(StetError) as error:
            bring(form, db, path)
        assert str(path) in error.value.message
        assert everything(db) == before


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00" * 100, b"\x89PNG\r\n\x1a\n" + bytes(range(256))], ids=repr)
def test_a_file_that_is_no_format_at_all_is_refused_or_empty(form, content, tmp_path):
    path = tmp_path / f"a{form.suffixes[0]}"
    path.write_bytes(content)
    db = tmp_path / "x.db"
    assert str(path) in (refusal(form, db, path) or str(path))
    with library(db) as workspace:
        assert not list(workspace.store.articles.all())
