"""REFI-QDA projects of other programs: what comes in, and what is refused."""

import zipfile

import pytest

from annotations.errors import FormatError
from annotations.formats import files as files_module
from tests.annotations.test_formats_back import back, everything

TEXT = "🌊 “We will pay,” said Zoë Müller.\r\nRents rise."
_GUID = "11111111-2222-3333-4444-5555555555{:02d}"


def guid(number):
    return _GUID.format(number)


def project(inside, codes=(("quote", 1), ("Speaker", 2))):
    listed = "".join(f'<Code guid="{guid(n)}" name="{name}" isCodable="true"/>' for name, n in codes)
    return (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="theirs">'
        f'<Users><User guid="{guid(9)}" name="Robin"/></Users><CodeBook><Codes>{listed}</Codes></CodeBook>{inside}'
        "</Project>"
    )


def selection(number, start, end, *codes, more=""):
    codings = "".join(
        f'<Coding guid="{guid(20 + number * 3 + at)}" creatingUser="{guid(9)}">'
        f'<CodeRef targetGUID="{{{guid(code).upper()}}}"/></Coding>'
        for at, code in enumerate(codes)
    )
    return (
        f'<PlainTextSelection guid="{guid(number)}" startPosition="{start}" endPosition="{end}">{more}{codings}'
        "</PlainTextSelection>"
    )


def source(*selections, path="internal://A.TXT"):
    inside = "".join(selections)
    return f'<Sources><TextSource guid="{guid(5)}" name="Doc" plainTextPath="{path}">{inside}</TextSource></Sources>'


_THEIRS = (("sources/a.txt", TEXT.encode()),)


def qdpx(path, qde, texts=_THEIRS):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("project.qde", qde)
        for name, data in texts:
            zipped.writestr(name, data)
    return path


def test_a_foreign_project_comes_in_with_its_codes_mapped(tmp_path):
    link = f'<Links><Link guid="{guid(8)}" name="has_Speaker" originGUID="{guid(10)}" targetGUID="{guid(11)}"/></Links>'
    said = "<Description>Is it so?</Description>"
    inside = source(selection(10, 3, 14, 1, more=said), selection(11, 22, 32, 2), selection(12, 35, 46, 1)) + link
    names = {"Speaker": "source", "has_Speaker": "has_source"}
    outcome = back(tmp_path / "x.db", "refi-qda", qdpx(tmp_path / "x.qdpx", project(inside)), names)
    (text,), annotations, _ = everything(tmp_path / "x.db")
    assert text == TEXT.replace("\r\n", "\n")
    assert (outcome.annotations, outcome.unfit) == (2, ())
    quotes = {one["fragments"][0]["text"]: one for one in annotations}
    # Positions count the carriage return.
    assert set(quotes) == {"We will pay", "Rents rise."}
    assert quotes["We will pay"]["note"] == "Is it so?"
    assert [role["text"] for role in quotes["We will pay"]["roles"]] == ["Zoë Müller"]
    assert {one["annotator"] for one in annotations} == {"Robin"}


def test_a_selection_with_two_codes_is_two_annotations_and_one_without_is_listed(tmp_path):
    inside = source(selection(10, 3, 14, 1, 2), selection(11, 22, 32))
    outcome = back(tmp_path / "x.db", "refi-qda", qdpx(tmp_path / "x.qdpx", project(inside)), {"Speaker": "claim"})
    labels = sorted(one["label"] for one in everything(tmp_path / "x.db")[1])
    assert labels == ["claim", "quote", "uncoded"]
    assert outcome.unfit == ("the label “uncoded” is not in the coding scheme, and stays unmapped (1 time)",)


def test_the_text_of_a_pdf_comes_in(tmp_path):
    text = source(selection(10, 0, 5, 1)).replace("TextSource", "Representation").replace("Sources>", "PDFSource>")
    qde = project(f"<Sources>{text}</Sources>")
    back(tmp_path / "x.db", "refi-qda", qdpx(tmp_path / "x.qdpx", qde, [("sources/a.txt", b"Rents rise.")]))
    (one,) = everything(tmp_path / "x.db")[1]
    assert one["fragments"][0]["text"] == "Rents"


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("qde", "said"),
    [
        (project(source(selection(10, 0, 999, 1))), "0-999"),
        (project(source(selection(10, 5, 3, 1))), "5-3"),
        (project(source(selection(10, -1, 3, 1))), "-1-3"),
        (project(source(selection(10, "x", 3, 1))), "it has no positions"),
        (project(source(selection(10, 0, 3, 7))), "its code is not in the code book"),
        (project(source(selection(10, 0, 3, 1), selection(10, 0, 4, 1))), "missing or not its own"),
        (project(source(path="internal://../../../etc/passwd")), "is not in the file"),
        (project(source(path="absolute:///etc/passwd")), "is not in the file"),
        (project(source(path="relative://a.txt")), "is not in the file"),
        (project(source(path="")), "it has no plain text"),
        (ENTITIES + "<Project>&b;</Project>", "document type"),
        ("<Project", "no XML"),
        ("<Other/>", "no project of REFI-QDA"),
    ],
)
def test_a_broken_or_hostile_project_stores_nothing(tmp_path, qde, said):
    with pytest.raises(FormatError) as caught:
        back(tmp_path / "x.db", "refi-qda", qdpx(tmp_path / "x.qdpx", qde))
    assert said in caught.value.message
    assert everything(tmp_path / "x.db") == ([], [], [])


def test_names_that_leave_the_folder_are_only_names(tmp_path):
    qde = project(source(selection(10, 0, 5, 1), path="internal://a.txt"))
    hostile = [("../../evil.txt", b"evil"), ("/etc/evil.txt", b"evil"), ("sources/a.txt", b"Rents rise.")]
    back(tmp_path / "x.db", "refi-qda", qdpx(tmp_path / "x.qdpx", qde, hostile))
    assert {path.name for path in tmp_path.iterdir()} <= {"x.db", "x.db-wal", "x.db-shm", "x.qdpx"}
    assert not (tmp_path.parent.parent / "evil.txt").exists()


def test_a_text_that_is_a_bomb_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(files_module, "MAX_FILE", 1 << 20)
    qde = project(source(selection(10, 0, 5, 1)))
    bomb = qdpx(tmp_path / "x.qdpx", qde, [("sources/a.txt", b"a" * (3 << 20))])
    assert bomb.stat().st_size < 20_000
    with pytest.raises(FormatError, match="too large when it is unzipped"):
        back(tmp_path / "x.db", "refi-qda", bomb)


def test_more_files_than_one_reads_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files_module, "MAX_FILES", 3)
    many = qdpx(tmp_path / "x.qdpx", project(source()), [(f"sources/{n}.txt", b"") for n in range(3)])
    with pytest.raises(FormatError, match="more than 3 files"):
        back(tmp_path / "x.db", "refi-qda", many)


def test_two_projects_or_none_are_refused(tmp_path):
    with pytest.raises(FormatError, match="2 projects"):
        back(tmp_path / "x.db", "refi-qda", qdpx(tmp_path / "two.qdpx", project(""), [("b.qde", b"")]))
    with zipfile.ZipFile(tmp_path / "none.qdpx", "w") as zipped:
        zipped.writestr("a.txt", "a")
    with pytest.raises(FormatError, match=r"no project\.qde"):
        back(tmp_path / "x.db", "refi-qda", tmp_path / "none.qdpx")
