import io
import json

import pytest

from annotations.errors import FormatError
from annotations.exporting import Selection, export
from annotations.formats import format_for, jsonl
from annotations.formats.fields import parse_object
from annotations.schema.files import shipped
from tests.annotations.harbour import DAM, HARBOUR, add_dam, filled, library

FORM = format_for(name="jsonl")
ARTICLE_KEYS = [
    "id", "number", "title", "source", "language", "status", "version", "sha256", "text", "metadata", "schema",
    "blocks", "styles", "annotations", "relations",
]  # fmt: skip
ANNOTATION_KEYS = [
    "id", "label", "fragments", "roles", "attributes", "note", "unsure", "annotator", "origin", "created", "updated",
]  # fmt: skip
RELATION_KEYS = ["id", "label", "from", "to", "note", "annotator", "origin", "created", "updated"]


def exported(path, selection=None):
    out = io.StringIO(newline="")
    with library(path) as workspace:
        export(workspace, FORM, out, selection)
    return out.getvalue()


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [record for _, record in FORM.read(io.BytesIO(data), shipped())]


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    return exported(filled(tmp_path_factory.mktemp("jsonl") / "stet.db")).splitlines()


@pytest.fixture
def harbour(lines):
    return json.loads(lines[0])


def test_keys_and_their_order_are_the_contract(lines):
    for line in map(json.loads, lines):
        assert list(line) == ARTICLE_KEYS
        assert list(line["schema"]) == ["name", "version"]
        for annotation in line["annotations"]:
            assert list(annotation) == ANNOTATION_KEYS
            assert list(annotation["attributes"]) == list(shipped().attributes)
            assert all(list(fragment) == ["start", "end", "text"] for fragment in annotation["fragments"])
            assert all(list(role) == ["role", "name", "start", "end", "text"] for role in annotation["roles"])
        assert all(list(block) == ["kind", "level", "start", "end"] for block in line["blocks"])
        assert all(list(style) == ["kind", "start", "end", "href"] for style in line["styles"])
        assert all(list(relation) == RELATION_KEYS for relation in line["relations"])


def test_a_line_holds_everything(harbour):
    told, cost = (next(a for a in harbour["annotations"] if a["label"] == label) for label in ("quote", "stance"))
    assert [part["text"] for part in told["fragments"]] == ["We told them in May", "and nobody came."]
    assert told["roles"][0] == {"role": "source", "name": None, "start": 56, "end": 65, "text": "Vera Lind"}
    assert cost["roles"][1] == {"role": "holder", "name": "the council", "start": None, "end": None, "text": None}
    assert cost["attributes"]["explicit"] is False
    assert cost["attributes"]["kind"] is None
    assert harbour["metadata"] == {"author": "Ida Krag", "date": "2026-03-31"}
    assert harbour["text"] == HARBOUR
    assert harbour["blocks"][0] == {"kind": "heading", "level": 1, "start": 0, "end": 26}
    assert [relation["label"] for relation in harbour["relations"]] == ["attacks", "restates"]


def test_offsets_count_code_points(harbour):
    for annotation in harbour["annotations"]:
        for part in annotation["fragments"]:
            assert HARBOUR[part["start"] : part["end"]] == part["text"]


def test_a_relation_stands_only_with_its_from(tmp_path):
    path = filled(tmp_path / "stet.db")
    (harbour, dam) = map(json.loads, exported(path, Selection(labels=frozenset({"stance"}))).splitlines())
    assert [annotation["label"] for annotation in harbour["annotations"]] == ["stance"]
    assert [relation["label"] for relation in harbour["relations"]] == ["attacks"]
    assert dam["annotations"] == []


def test_characters_that_some_take_for_line_ends_are_escaped(tmp_path):
    from annotations.columns import Sentences
    from annotations.readers.base import Draft
    from annotations.text import Block, BlockKind

    text = "One\u2028two\x85three\u2029four."
    with library(tmp_path / "stet.db") as workspace:
        draft = Draft(text, iter([Block(BlockKind.PARAGRAPH, 0, len(text))]))
        workspace.add(draft, "/a.txt", sentences=Sentences())
    line = exported(tmp_path / "stet.db")
    assert len(line.splitlines()) == 1
    assert read(line)[0].content.text == text


def test_an_empty_library_is_an_empty_file(tmp_path):
    assert exported(tmp_path / "stet.db") == ""
    assert read("") == []
    assert read("\n \r\n") == []


def test_a_byte_order_mark_and_line_ends_of_windows_do_no_harm(lines):
    assert len(read(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())) == 2


def changed(line, *path, to):
    """Return the line with the value at `path` replaced, or taken away where `to` is None of its own."""
    data = json.loads(line)
    at = data
    for key in path[:-1]:
        at = at[key]
    if to is MISSING:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return json.dumps(data)


MISSING = object()
BROKEN = [
    (("id",), 7, "“id” must be text, not 7"),
    (("id",), "a b;c", "“id” is no id"),
    (("id",), MISSING, "“id” is missing"),
    (("number",), "1", "“number” must be a whole number, not “1”"),
    (("number",), True, "“number” must be a whole number, not true"),
    (("number",), 0, "“number” is 0, not from 1"),
    (("number",), 10**30, "“number” is 1000000"),
    (("title",), None, "“title” must be text, not null"),
    (("language",), "", "“language” is blank"),
    (("status",), "finished", "“status” is “finished”"),
    (("version",), 1.5, "“version” must be a whole number, not 1.5"),
    (("sha256",), "0" * 64, "“text” is not what “sha256” was made of"),
    (("text",), HARBOUR.replace("May", "Mai"), "“text” is not what “sha256” was made of"),
    (("text",), "a\r\nb", "“text” is not canonical"),
    (("text",), " ", "“text” is blank"),
    (("metadata",), [], "“metadata” must be an object, not a list"),
    (("metadata", "author"), {}, "“metadata” must be text throughout, “author” is not"),
    (("schema",), "news", "schema: an object is needed, not “news”"),
    (("blocks",), {}, "“blocks” must be a list, not an object"),
    (("blocks", 1), None, "blocks[1]: an object is needed, not null"),
    (("blocks", 1, "kind"), "headline", "blocks[1]: “kind” is “headline”"),
    (("blocks", 1, "end"), 10**6, "blocks[1]: “end” is 1000000, not from 0 to"),
    (("blocks", 1, "start"), 3, "“blocks” are out of order"),
    (("blocks", 1, "level"), 256, "“level” is 256"),
    (("styles", 0, "end"), 0, "styles[0]"),
    (("styles", 0, "href"), 5, "“href” must be text"),
    (("annotations", 0, "id"), MISSING, "annotations[0]: “id” is missing"),
    (("annotations", 0, "tags"), [], "annotations[0]: unknown key “tags”"),
    (("annotations", 0, "label"), "qoute", "annotations[0]: there is no label “qoute”"),
    (("annotations", 0, "fragments"), [], "annotations[0]: quote is put on words of the text"),
    (("annotations", 0, "fragments", 0, "text"), "We told", "annotations[0].fragments[0]: the text at 29-48 is"),
    (("annotations", 0, "fragments", 1, "start"), -1, "annotations[0].fragments[1]: “start” is -1"),
    (("annotations", 0, "fragments", 0, "end"), 29, "29-29 is no range of the text"),
    (("annotations", 0, "roles", 0, "text"), "Vera", "annotations[0].roles[0]: the text at 56-65 is “Vera Lind”"),
    (("annotations", 0, "roles", 0, "start"), None, "annotations[0].roles[0]: “start” is missing"),
    (("annotations", 0, "roles", 0, "role"), "speaker", "quote has no role “speaker”"),
    (("annotations", 0, "attributes", "kinds"), "direct", "quote has no attribute “kinds”"),
    (("annotations", 0, "attributes", "kind"), "spoken", "“spoken” is not a value of kind"),
    (("annotations", 0, "attributes", "kind"), {"a": 1}, "kind takes one of its values"),
    (("annotations", 0, "attributes", "kind"), ["direct"], "kind takes one value"),
    (("annotations", 0, "attributes", "polarity"), "favor", "quote has no attribute “polarity”"),
    (("annotations", 0, "attributes"), [], "“attributes” must be an object"),
    (("annotations", 0, "unsure"), "no", "“unsure” must be true or false, not “no”"),
    (("annotations", 0, "annotator"), " ", "“annotator” is blank"),
    (("annotations", 0, "annotator"), "kim ", "“annotator” has white space to spare"),
    (("annotations", 0, "origin"), "machine", "“origin” is “machine”"),
    (("annotations", 0, "created"), "yesterday", "“created” is no time"),
    (("annotations", 0, "created"), "2026-03-31T08:15:00", "“created” is no time with its zone"),
    (("annotations", 0, "note"), "x" * 10_001, "the note is 10001 characters long"),
    (("relations", 0, "label"), "attack", "relations[0]: there is no relation “attack”"),
    (("relations", 0, "to"), None, "relations[0]: “to” must be text"),
]


@pytest.mark.parametrize(("path", "to", "said"), BROKEN)
def test_a_broken_line_is_refused_with_its_place(lines, path, to, said):
    broken = changed(lines[0], *path, to=to)
    with pytest.raises(FormatError) as error:
        read(f"{lines[1]}\n\n{broken}\n")
    assert error.value.message.startswith("line 3: ")
    assert said in error.value.message


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "not JSON"),
        (b"[]", "an object is needed, not a list"),
        (b"null", "an object is needed, not null"),
        (b'{"id": NaN}', "NaN is no number"),
        (b'{"id": -Infinity}', "-Infinity is no number"),
        (b'{"id": "\\ud800"}', "half of a surrogate pair"),
        (b'{"\\uDC00": 1}', "half of a surrogate pair"),
        (b'{"id": "\xff"}', "not UTF-8 at byte 9"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"id": ' + b"9" * 10_000 + b"}", "not JSON"),
        (b"{}", "“id” is missing"),
        (b"\x00", "not JSON"),
    ],
)
def test_hostile_json_is_refused_in_a_sentence(line, said):
    with pytest.raises(FormatError) as error:
        read(line)
    assert error.value.message.startswith("line 1: ")
    assert said in error.value.message
    assert len(error.value.message) < 300


def test_a_pair_of_escapes_is_one_character():
    assert parse_object(b'{"a": "\\ud83c\\udf0a"}') == {"a": "🌊"}


def test_a_line_without_end_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_LINE", 1 << 20)
    with pytest.raises(FormatError, match="line 1: longer than 1 MB"):
        read(b'{"id": "' + b"x" * (2 << 20))


def test_two_annotations_with_one_id_are_refused(lines):
    first = json.loads(lines[0])["annotations"][0]
    data = json.loads(lines[0])
    data["annotations"].append(first)
    with pytest.raises(FormatError, match=f"two annotations have the id {first['id']}"):
        read(json.dumps(data))


def test_fragments_out_of_order_are_refused(lines):
    data = json.loads(lines[0])
    data["annotations"][0]["fragments"].reverse()
    with pytest.raises(FormatError, match="“fragments” overlap or are out of order"):
        read(json.dumps(data))


def test_an_unset_attribute_may_be_null_missing_or_empty(lines):
    data = json.loads(lines[1])
    data["annotations"][0]["attributes"] = {"evidence": [], "checkworthiness": None, "no_longer_there": None}
    (record,) = read(json.dumps(data))
    assert dict(record.annotations[0].attributes) == {}
    assert record.content.text == DAM


def test_an_article_without_annotations_has_a_line(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        add_dam(workspace)
    (record,) = read(exported(tmp_path / "stet.db"))
    assert record.annotations == ()
    assert record.info.title == "The dam will hold."
