"""Files of other programs: what is broken or hostile is said in a sentence with its place, and stores nothing."""

import io
import json
import zipfile

import pytest

from annotations.errors import FormatError, StetError, UsageError
from annotations.formats import files as files_module
from annotations.formats import format_for
from annotations.formats.files import ZipSource, open_source, safe_stem
from annotations.importing.documents import import_documents, mapping_of
from annotations.model import Origin
from tests.annotations.harbour import library
from tests.annotations.test_formats_back import back, everything

TEXT = "🌊 “We will pay,” said Zoë Müller.\nRents rise."


@pytest.fixture
def db(tmp_path):
    return tmp_path / "stet.db"


def brat(folder, ann, text=TEXT, name="doc"):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_text(ann, "utf-8")
    return folder


def annotations(path):
    with library(path) as workspace:
        return [
            (workspace.store.text(info.key), annotation)
            for info in workspace.store.articles.all()
            for annotation in workspace.annotations(info)
        ]


# brat, as corpora have it


def test_a_foreign_brat_corpus_comes_in_with_its_names_mapped(db, tmp_path):
    folder = brat(
        tmp_path / "corpus",
        "T1\tUtterance 3 14\tWe will pay\n"
        "T2\tspeaker 22 32\tZoë Müller\n"
        "A1\tmode T1 direct\n"
        "R1\thas_speaker Arg1:T1 Arg2:T2\n"
        "#1\tAnnotatorNotes T1\tis it so?\n",
    )
    names = {"Utterance": "quote", "speaker": "source", "has_speaker": "has_source", "mode": "kind"}
    outcome = back(db, "brat", folder, names)
    assert (outcome.articles, outcome.annotations, outcome.unfit) == (1, 1, ())
    ((text, quote),) = annotations(db)
    assert text == TEXT
    assert (quote.label, quote.attributes, quote.note, quote.origin) == (
        "quote", {"kind": "direct"}, "is it so?", Origin.IMPORTED,
    )  # fmt: skip
    assert [(role.role, role.span.of(text)) for role in quote.roles] == [("source", "Zoë Müller")]
    assert quote.annotator == "kim"


def test_values_to_choose_from_are_taken_in_any_case_or_as_they_are_mapped(db, tmp_path):
    folder = brat(
        tmp_path / "corpus",
        "T1\tquote 3 14\tWe will pay\nA1\tkind T1 Direct\nT2\tclaim 34 44\tRents rise\nA2\tcheckworthiness T2 yes\n",
    )
    outcome = back(db, "brat", folder, {"yes": "CFS"})
    assert outcome.unfit == ()
    assert [one.attributes for _, one in annotations(db)] == [{"kind": "direct"}, {"checkworthiness": "CFS"}]


def test_what_the_scheme_lacks_is_kept_unmapped_and_listed(db, tmp_path):
    folder = brat(
        tmp_path / "corpus",
        "T1\tPerson 22 32\tZoë Müller\nT2\tquote 3 14\tWe will pay\nA1\tkind T2 shouted\nA2\tloud T2 very\n"
        "R1\tsaid_by Arg1:T2 Arg2:T1\n",
    )
    outcome = back(db, "brat", folder)
    assert outcome.unfit == (
        "the label “Person” is not in the coding scheme, and stays unmapped (1 time)",
        "“shouted” is no value of kind; it stands in the note (1 time)",
        "the label “quote” has no attribute “loud” in the coding scheme (1 time)",
        "a relation “said_by” does not fit the coding scheme: there is no relation “said_by” (1 time)",
    )
    made = {annotation.label: annotation for _, annotation in annotations(db)}
    assert made["quote"].note == "kind = shouted"
    assert made["quote"].attributes == {"loud": "very"}
    assert outcome.relations == 1


def test_what_came_unmapped_leaves_and_comes_back_in_the_own_format(db, tmp_path):
    from annotations.exporting import export
    from annotations.importing.exports import import_export

    back(db, "brat", brat(tmp_path / "corpus", "T1\tPerson 22 32\tZoë Müller\nA1\tage T1 40\n"))
    stream = io.StringIO()
    with library(db) as workspace:
        export(workspace, format_for(name="jsonl"), stream)
    with library(tmp_path / "other.db") as other:
        import_export(other, format_for(name="jsonl"), io.BytesIO(stream.getvalue().encode()), "own.jsonl")
    assert everything(tmp_path / "other.db") == everything(db)


def test_an_event_as_polnear_has_it_is_one_annotation(db, tmp_path):
    folder = brat(
        tmp_path / "corpus",
        "T1\tSource 22 32\tZoë Müller\nT2\tCue 17 21\tsaid\nT3\tContent 3 14\tWe will pay\n"
        "E1\tAttribution:T2 Source:T1 Content:T3\n",
    )
    outcome = back(db, "brat", folder, {"Attribution": "quote"})
    assert outcome.unfit == ()
    ((text, quote),) = annotations(db)
    assert [span.of(text) for span in quote.fragments] == ["We will pay"]
    assert sorted((role.role, role.span.of(text)) for role in quote.roles) == [
        ("cue", "said"), ("source", "Zoë Müller"),
    ]  # fmt: skip


def test_offsets_in_a_text_with_returns_are_those_of_the_file(db, tmp_path):
    text = "One.\r\nTwo 🌊.\r\nThree."
    start = text.index("Three")
    back(db, "brat", brat(tmp_path / "corpus", f"T1\tclaim {start} {start + 5}\tThree\n", text))
    ((stored, claim),) = annotations(db)
    assert (stored, claim.fragments[0].of(stored)) == ("One.\nTwo 🌊.\nThree.", "Three")


def test_the_same_corpus_again_changes_nothing(db, tmp_path):
    folder = brat(
        tmp_path / "corpus", "T1\tquote 3 14\tWe will pay\nT2\tclaim 34 39\tRents\nR1\tsupports Arg1:T1 Arg2:T2\n"
    )
    assert back(db, "brat", folder).annotations == 2
    before = everything(db)
    again = back(db, "brat", folder)
    assert (again.articles, again.annotations, again.relations, again.same) == (0, 0, 0, 3)
    assert everything(db) == before


BROKEN_BRAT = [
    ("T1\tquote 3 15\tWe will pay\n", "doc.ann, line 1: the text there is “We will pay,”, not “We will pay”"),
    ("T1\tquote 3 9999\tWe\n", "doc.ann, line 1: 3-9999 is no range of the text, which has 45"),
    ("T1\tquote 14 3\tWe\n", "doc.ann, line 1: 14-3 is no range"),
    ("T1\tquote three\tWe\n", "doc.ann, line 1: no label with its range"),
    ("T1 quote 3 14 We will pay\n", "doc.ann, line 1: no line of brat’s"),
    ("T1\tquote 3 14\tWe will pay\nT1\tquote 3 14\tWe will pay\n", "doc.ann, line 2: there is another T1"),
    ("T1\tquote 3 14\tWe will pay\nR1\tattacks Arg1:T1 Arg2:T9\n", "doc.ann, line 2: there is no “T9”"),
    ("T1\tquote 3 14\tWe will pay\nA1\tkind T7 direct\n", "doc.ann: there is no “T7”, which has values"),
    ("E1\tquote:T1\n", "doc.ann, line 1: there is no “T1”"),
    ("<html>\n", "doc.ann, line 1: no line of brat’s"),
]


@pytest.mark.parametrize(("ann", "said"), BROKEN_BRAT)
def test_a_broken_brat_file_is_named_with_its_line_and_stores_nothing(db, tmp_path, ann, said):
    folder = brat(tmp_path / "corpus", "T1\tclaim 34 39\tRents\n", name="a-good-one")
    brat(folder, ann)
    with pytest.raises(FormatError) as error:
        back(db, "brat", folder)
    assert said in error.value.message
    assert error.value.message.startswith(str(folder))
    assert everything(db) == ([], [], [])


def test_a_brat_file_without_its_text_or_in_another_encoding_is_refused(db, tmp_path):
    folder = brat(tmp_path / "corpus", "")
    (folder / "alone.ann").write_text("T1\tquote 0 1\ta\n")
    with pytest.raises(FormatError, match=r"alone\.ann: there is no alone\.txt beside it"):
        back(db, "brat", folder)
    (folder / "alone.txt").write_bytes("Zoë".encode("latin-1"))
    with pytest.raises(FormatError, match=r"alone\.txt: not UTF-8 at byte 3"):
        back(db, "brat", folder)


# Label Studio, doccano, web annotations


def task(results, text=TEXT, **more):
    return [{"id": 7, "data": {"text": text}, "annotations": [{"result": results, **more}]}]


def labels(id_, start, end, label="quote", text=None):
    value = {"start": start, "end": end, "text": TEXT[start:end] if text is None else text, "labels": [label]}
    return {"id": id_, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def written(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return path


def test_a_label_studio_project_comes_in_with_its_people(db, tmp_path):
    value = {"start": 3, "end": 14, "text": "We will pay", "choices": ["direct"]}
    results = [
        labels("a", 3, 14, "Quote"),
        {"id": "a", "from_name": "kind", "to_name": "text", "type": "choices", "value": value},
        labels("b", 22, 32, "source"),
        {"type": "relation", "from_id": "b", "to_id": "a", "direction": "left", "labels": ["has_source"]},
    ]
    made = task(results, completed_by={"email": "lee@example.org"}, created_at="2026-03-01T10:00:00.123456Z")
    made[0]["annotations"].append({"was_cancelled": True, "result": [labels("c", 0, 1)]})
    made[0]["predictions"] = [{"result": [labels("d", 0, 1)]}]
    outcome = back(db, "label-studio", written(tmp_path / "project.json", made))
    assert (outcome.annotations, outcome.unfit) == (1, ())
    ((text, quote),) = annotations(db)
    assert (quote.label, quote.annotator, quote.created) == (
        "quote", "lee@example.org", "2026-03-01T10:00:00.123456Z",
    )  # fmt: skip
    assert quote.attributes == {"kind": "direct"}
    assert [role.span.of(text) for role in quote.roles] == ["Zoë Müller"]


BROKEN_LABEL_STUDIO = [
    ("[{", "project.json: not JSON"),
    ("[" * 100_000, "project.json: not JSON that can be read: nested too deeply"),
    ('[{"data": {"text": "\\ud83d"}}]', "half of a surrogate pair"),
    ([1], "task 1: an object is needed"),
    ([{"data": {"image": 3}}], "task 1, data: there is no “text”"),
    (task([labels("a", 3, 14, text="We will")]), "the text there is “We will pay”, not “We will”"),
    (task([labels("a", 3, 900, text="We")]), "3-900 is no range of the text"),
    (
        task([{"id": "a", "type": "labels", "value": {"start": 1, "end": "2", "labels": ["x"]}}]),
        "“end” must be a whole",
    ),
    (task([{"id": "a", "type": "hypertextlabels", "value": {"startOffset": 1}}]), "it is a region of HTML"),
    (task([{"type": "relation", "from_id": "a", "to_id": "b", "labels": []}]), "there is no region “a”"),
]


@pytest.mark.parametrize(("data", "said"), BROKEN_LABEL_STUDIO, ids=range(len(BROKEN_LABEL_STUDIO)))
def test_a_broken_label_studio_file_stores_nothing(db, tmp_path, data, said):
    with pytest.raises(FormatError) as error:
        back(db, "label-studio", written(tmp_path / "project.json", data))
    assert said in error.value.message
    assert error.value.message.startswith(str(tmp_path / "project.json"))
    assert everything(db) == ([], [], [])


def test_doccano_lines_of_both_kinds_come_in(db, tmp_path):
    lines = [
        {"id": 1, "text": TEXT, "label": [[3, 14, "quote"]]},
        {
            "text": "Rents rise. They must not.",
            "entities": [
                {"id": 3, "label": "claim", "start_offset": 0, "end_offset": 11},
                {"id": 9, "label": "claim", "start_offset": 12, "end_offset": 26},
            ],
            "relations": [{"id": 0, "from_id": 9, "to_id": 3, "type": "attacks"}],
        },
    ]
    outcome = back(db, "doccano", written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert (outcome.articles, outcome.annotations, outcome.relations) == (2, 3, 1)


BROKEN_DOCCANO = [
    ('{"text": "a b"}\n{"text": "a', "line 2: not JSON"),
    ('{"text": "a b", "label": [[0, 1]]}', "line 1: label 1 is no [start, end, label]"),
    ('{"text": "a b", "label": [[0, 9, "claim"]]}', "line 1, label 1: 0-9 is no range of the text"),
    (
        '{"text": "a b", "entities": [{"id": 1, "label": "claim"}]}',
        "line 1, entities 1: “start_offset” must be a whole",
    ),
    ('{"text": "a", "relations": [{"from_id": 1, "to_id": 2, "type": "attacks"}]}', "there is no entity 1"),
    ('{"text": "a b", "label": [[0, 1, " "]]}', "line 1, label 1: nothing can be called “ ”"),
    (json.dumps({"text": "a b", "label": [[0, 1, "x" * 501]]}), "line 1, label 1: nothing can be called “xxx"),
    ("", "there is nothing in it that this format has"),
    ('{"text": "  "}', "line 1: it has no text"),
]


@pytest.mark.parametrize(("data", "said"), BROKEN_DOCCANO)
def test_a_broken_doccano_file_stores_nothing(db, tmp_path, data, said):
    with pytest.raises(FormatError) as error:
        back(db, "doccano", written(tmp_path / "a.jsonl", data))
    assert said in error.value.message
    assert everything(db) == ([], [], [])


def test_web_annotations_by_words_alone_are_found_where_they_are_once(db, tmp_path):
    with library(db) as workspace:
        from annotations.readers import read_bytes

        workspace.add(read_bytes(TEXT.encode()), "https://example.org/a")
    quote = {"type": "TextQuoteSelector", "exact": "Rents", "prefix": "\n", "suffix": " rise"}
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": [
            {
                "id": "https://notes.example/1",
                "type": "Annotation",
                "motivation": "commenting",
                "creator": "https://people.example/lee",
                "body": [{"type": "TextualBody", "purpose": "tagging", "value": "claim"}, "why?"],
                "target": {"source": "https://example.org/a", "selector": quote},
            }
        ],
    }
    back(db, "web-annotation", written(tmp_path / "a.jsonld", page))
    ((text, claim),) = annotations(db)
    assert (claim.label, claim.fragments[0].of(text), claim.note) == ("claim", "Rents", "why?")
    quote["exact"] = ""
    page["items"][0]["id"] = "https://notes.example/2"
    with pytest.raises(FormatError, match="item 1: there are no words in it"):
        back(db, "web-annotation", written(tmp_path / "a.jsonld", page))


# CSV


def test_a_csv_that_was_cut_or_changed_is_named_with_its_line(db, tmp_path):
    from annotations.exporting import export_file
    from tests.annotations.harbour import filled

    filled(db)
    with library(db) as workspace:
        export_file(workspace, format_for(name="csv"), tmp_path / "a.csv")
    good = (tmp_path / "a.csv").read_text("utf-8")
    before = everything(db)
    for change, said in (
        (good.replace(",4,", ",x4,", 1) + "a,b\r\n", "cells, not"),
        (good.replace("article_id,", "id,", 1), "line 1: no table of annotations"),
        (good.replace("=1911\r\n", "", 1).replace("'=1911", "'=1912", 1), "the text there is “=1911”, not “=1912”"),
        (good + '"', "line"),
    ):
        (tmp_path / "b.csv").write_bytes(change.encode())
        with pytest.raises(FormatError) as error:
            back(db, "csv", tmp_path / "b.csv")
        assert said in error.value.message
        assert everything(db) == before


def test_a_bar_in_one_of_several_names_of_a_csv_is_no_reason_to_guess(db, tmp_path):
    from annotations.exporting import export_file
    from annotations.model import Role, Span
    from annotations.readers import read_bytes

    with library(db) as workspace:
        info = workspace.add(read_bytes(b"The mayor said so, and so did she."), "/a.txt").info
        roles = [Role("source", "Mayor | Major", Span(4, 9)), Role("source", "she", Span(30, 33))]
        workspace.tag(info, "quote", [Span(15, 17)], roles=roles)
        losses = export_file(workspace, format_for(name="csv"), tmp_path / "a.csv").losses
    assert [loss.partition(" (")[0] for loss in losses] == [
        "left out: which is which of several names of “source”, one with “ | ” in it"
    ]
    with pytest.raises(FormatError, match="line 2: the columns of “role_source” have not the same number of values"):
        back(db, "csv", tmp_path / "a.csv")


# Zip files, XML, names


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_names_in_a_zip_file_are_no_paths(db, tmp_path):
    path = zipped(
        tmp_path / "a.zip",
        {
            "../../evil.txt": TEXT,
            "../../evil.ann": "T1\tquote 3 14\tWe will pay\n",
            "/etc/x.txt": "a",
            "/etc/x.ann": "",
        },
    )
    outside = sorted(entry.name for entry in tmp_path.parent.iterdir())
    back(db, "brat", path)
    assert len(annotations(db)) == 1
    assert sorted(entry.name for entry in tmp_path.parent.iterdir()) == outside


def test_a_zip_bomb_is_stopped(db, tmp_path, monkeypatch):
    monkeypatch.setattr(files_module, "MAX_FILE", 100_000)
    path = zipped(tmp_path / "a.zip", {"a.txt": "0" * 1_000_000, "a.ann": ""})
    assert path.stat().st_size < 10_000
    with pytest.raises(FormatError, match=r"a\.txt in it is too large when it is unzipped"):
        back(db, "brat", path)
    monkeypatch.setattr(files_module, "MAX_FILES", 1)
    with pytest.raises(FormatError, match="more than 1 files"):
        back(db, "brat", path)
    assert everything(db) == ([], [], [])


def test_a_damaged_or_cut_zip_file_is_refused(db, tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.txt": TEXT * 100, "a.ann": ""})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(FormatError, match="no zip file that can be read"):
        back(db, "brat", path)
    broken = bytearray(data)
    broken[60:90] = b"x" * 30
    path.write_bytes(bytes(broken))
    with pytest.raises(FormatError, match=r"in it is damaged"):
        back(db, "brat", path)


def test_links_out_of_a_folder_are_not_followed(db, tmp_path):
    (tmp_path / "secret.txt").write_text(TEXT)
    folder = brat(tmp_path / "corpus", "")
    (folder / "stolen.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "stolen.ann").write_text("T1\tquote 3 14\tWe will pay\n")
    with pytest.raises(FormatError, match=r"there is no stolen\.txt beside it"):
        back(db, "brat", folder)


def test_xml_with_entities_is_not_read(db, tmp_path):
    pytest.importorskip("cassis")
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for files, said in (
        ({"TypeSystem.xml": bomb, "a.xmi": "<a/>"}, "TypeSystem.xml: it declares a document type"),
        ({"TypeSystem.xml": "<a", "a.xmi": "<a/>"}, "TypeSystem.xml: no XML: "),
        ({"TypeSystem.xml": "<a/>", "a.xmi": "<a/>"}, "a.xmi: "),
        ({"a.xmi": "<a/>"}, "there is no TypeSystem.xml"),
    ):
        path = zipped(tmp_path / "a.zip", files)
        with pytest.raises(FormatError) as error:
            back(db, "xmi", path)
        assert said in error.value.message
        path.unlink()
    assert everything(db) == ([], [], [])


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("../../etc/passwd", "0007-etc-passwd"),
        ("CON", "0007"),
        ("=cmd|' /C calc'!A0", "0007-cmd-c-calc-a0"),
        ("Zoë’s Größe\n\x1b[31m", "0007-zoes-grosse-31m"),
        ("🌊", "0007"),
        ("x" * 500, f"0007-{'x' * 60}"),
    ],
)
def test_names_of_files_are_made_safe(title, stem):
    assert safe_stem(7, title) == stem


def test_one_file_is_asked_for_where_a_folder_is_given(db, tmp_path):
    with pytest.raises(FormatError, match="is a folder"):
        back(db, "doccano", tmp_path)
    with pytest.raises(StetError, match="cannot be opened"):
        back(db, "doccano", tmp_path / "missing.jsonl")


def test_an_id_that_is_none_is_not_taken_for_one(db, tmp_path):
    line = {
        "text": TEXT,
        "meta": {"article": "../../etc/passwd x", "title": "\x1b[31mred"},
        "label": [[3, 14, "\x1b[2J"]],
    }
    back(db, "doccano", written(tmp_path / "a.jsonl", json.dumps(line)))
    with library(db) as workspace:
        (info,) = workspace.store.articles.all()
        assert len(info.id) == 36


def test_a_mapping_has_two_sides():
    assert mapping_of(["a=b", " Utterance = quote "]) == {"a": "b", "Utterance": "quote"}
    with pytest.raises(UsageError, match="does not say what is called how"):
        mapping_of(["quote"])


def test_an_import_of_documents_is_one_transaction(db, tmp_path):
    class Breaking:
        name = "breaking"
        suffixes = (".x",)

        def recognises(self, head):  # noqa: ARG002
            return True

        def documents(self, source, schema):
            yield from format_for(name="doccano").documents(source, schema)
            raise FormatError("line 2: cut off")

    path = written(tmp_path / "a.jsonl", json.dumps({"text": TEXT, "label": [[3, 14, "quote"]]}))
    with library(db) as workspace, open_source(path) as source, pytest.raises(FormatError, match="cut off"):
        import_documents(workspace, Breaking(), source)
    assert everything(db) == ([], [], [])


def test_a_zip_source_reads_what_is_one_file(tmp_path):
    with zipped(tmp_path / "a.zip", {"a.jsonl": "x"}).open("rb") as stream:
        assert ZipSource(stream, "a.zip").open().read() == b"x"
