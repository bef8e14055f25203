"""`stet export` and `stet import` with formats of other programs, as they are typed."""

import csv
import io
import json
import zipfile

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from annotations.cli import make_commands
from annotations.formats import extras
from annotations.formats.tables import _Rows
from annotations.offsets import ReturnMap
from annotations.schema.files import shipped
from tests.annotations.rich import library, rich, stored


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return rich(tmp_path_factory.mktemp("rich") / "stet.db")


@pytest.fixture
def stet(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments, db=made):
        return CliRunner().invoke(make_commands(), [*map(str, arguments), "--db", str(db)])

    return run


def test_what_is_lost_is_told_before_and_strict_refuses_it(stet, tmp_path):
    done = stet("export", "-o", "out.brat.zip")
    assert done.exit_code == 0
    assert "1 of 3 relations is left out: to another article (first: relation " in done.stderr
    assert "out.brat.zip: 11 annotations of 2 articles" in done.stdout
    refused = stet("export", "-o", "strict.brat", "--strict")
    assert refused.exit_code == 1
    assert "the format brat cannot hold everything, and nothing was written" in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.brat.zip"]


def test_strict_changes_nothing_where_nothing_is_lost(stet, tmp_path):
    assert stet("export", "-o", "a.jsonl", "--strict").exit_code == 0
    assert (tmp_path / "a.jsonl").exists()


def test_an_option_goes_with_its_formats_only(stet):
    assert "csv, sentences: Begin with a byte order mark" in " ".join(stet("export", "--help").output.split())
    refused = stet("export", "-o", "a.jsonl", "--excel")
    assert refused.exit_code == 2
    assert "--excel does not go with jsonl" in refused.stderr
    refused = stet("export", "-o", "a.csv", "--delimiter", "x")
    assert refused.exit_code == 2
    assert "“x” cannot part cells" in refused.stderr


def test_excel_gets_a_mark_and_its_delimiter(stet, tmp_path):
    assert stet("export", "-o", "a.csv", "--excel", "--delimiter", ";").exit_code == 0
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfarticle_id;article_title;")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == 11
    assert json.loads((tmp_path / "a.csv-metadata.json").read_text())["dialect"]["delimiter"] == ";"
    assert stet("import", "a.csv").exit_code == 0


def test_metadata_can_be_left_out(stet, tmp_path):
    assert stet("export", "-o", "a.csv", "--no-metadata").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_several_files_go_to_standard_output_as_a_zip_file(stet):
    done = stet("export", "--format", "brat")
    assert done.exit_code == 0
    with zipfile.ZipFile(io.BytesIO(done.stdout_bytes)) as archive:
        assert "annotation.conf" in archive.namelist()


def test_a_missing_library_says_what_brings_it(stet, monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    for form, extra in (("parquet", "parquet"), ("xmi", "xmi")):
        refused = stet("export", "--format", form, "-o", "out")
        assert refused.exit_code == 1
        assert f"“pip install 'stet-tui[{extra}]'” brings it" in refused.stderr


def test_names_are_mapped_and_what_does_not_fit_is_listed(stet, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"One claim.\r\nTwo.")
    (tmp_path / "in" / "a.ann").write_text("T1\tStatement 0 3\tOne\nT2\tThing 12 15\tTwo\n")
    done = stet("import", "--format", "brat", "--map", "Statement=claim", "in", db=tmp_path / "new.db")
    assert done.exit_code == 0, done.stderr
    assert "in: added 1 article, 2 annotations\n" in done.stdout
    assert "the label “Thing” is not in the coding scheme, and stays unmapped (1 time)" in done.stderr
    with library(tmp_path / "new.db") as workspace:
        assert [(one.label, one.words) for one in stored(workspace)[1]] == [("Thing", "Two"), ("claim", "One")]


def test_a_broken_file_stops_no_other_and_the_status_says_so(stet, tmp_path):
    (tmp_path / "bad.doccano.jsonl").write_text('{"text": "a')
    (tmp_path / "good.doccano.jsonl").write_text('{"text": "One claim.", "label": [[0, 3, "claim"]]}\n')
    done = stet("import", "bad.doccano.jsonl", "good.doccano.jsonl", db=tmp_path / "new.db")
    assert done.exit_code == 1
    assert "bad.doccano.jsonl, line 1: not JSON" in done.stderr
    assert "good.doccano.jsonl: added 1 article, 1 annotation" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "sentences", "x"), "the format sentences is not read back"),
        (("--format", "bart", "x"), "Did you mean “brat”?"),
        (("--map", "a=b", "x.txt"), "--map goes with a format of another program"),
        (("--format", "brat", "--map", "quote", "x"), "Write --map theirs=ours."),
        (("--format", "brat", "--new", "x"), "with no other option of articles"),
    ],
)
def test_an_import_that_is_put_wrongly_is_refused(stet, tmp_path, arguments, said):
    refused = stet("import", *arguments, db=tmp_path / "new.db")
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_sentences_are_the_denominator_of_rates(stet, tmp_path):
    assert stet("export", "-o", "a.sentences.csv").exit_code == 0
    with (tmp_path / "a.sentences.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = [row for row in rows if row["article_title"] == "Lines"]
    counts = [(row["annotations"], row["claim"], row["quote"]) for row in lines]
    # Two people have tagged a claim over the first two.
    assert counts == [("2", "2", "0"), ("2", "2", "0"), ("1", "0", "1")]
    assert all(row["sentence"][:1] != "=" for row in rows)


def test_flat_lines_have_the_same_types_on_every_line(stet, tmp_path):
    assert stet("export", "-o", "a.flat.jsonl").exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "a.flat.jsonl").read_text("utf-8").splitlines()]
    for name in lines[0]:
        kinds = {type(line[name]) for line in lines} - {type(None)}
        assert len(kinds) <= 1, name
    formula = next(line for line in lines if line["text"] == "=SUM(1)")
    assert formula["unsure"] is False
    assert formula["start"] == formula["fragments"][0]["start"]


@given(st.lists(st.text(alphabet=st.sampled_from("a,;\"'=+-@\t\r\n |“é"), max_size=6), min_size=2, max_size=4))
def test_cells_are_quoted_as_the_standard_library_does_it(cells):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    rows = _Rows(shipped(), ",")
    assert ",".join(map(rows.cell, cells)) + "\r\n" == out.getvalue()


@given(st.text(alphabet="a🌊\r\n"), st.data())
def test_offsets_before_and_after_returns_are_gone_mean_the_same_place(text, data):
    offset = data.draw(st.integers(0, len(text)))
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    inside = text[offset - 1 : offset + 1] == "\r\n"
    assert ReturnMap(text).to_canonical(offset) == len(before) - inside
    assert ReturnMap(text).to_canonical(len(text)) == len(clean)


@pytest.mark.parametrize("folder", ["out.brat", "out.xmi"])
def test_a_folder_that_is_an_export_by_its_name_comes_back_with_its_annotations(stet, tmp_path, folder):
    assert stet("export", "-o", folder).exit_code == 0
    done = stet("import", folder, db=tmp_path / "other.db")
    assert done.exit_code == 0, done.stderr
    assert f"{folder}: added 2 articles, 11 annotations" in done.stdout


def test_a_folder_of_brat_files_is_known_by_its_pairs(stet, tmp_path):
    corpus = tmp_path / "corpus" / "part"
    corpus.mkdir(parents=True)
    (corpus / "a.txt").write_text("The dam will hold.")
    (corpus / "a.ann").write_text("T1\tclaim 0 18\tThe dam will hold.\n")
    (corpus / "README.md").write_text("# A corpus")
    done = stet("import", "corpus", db=tmp_path / "new.db")
    assert done.stderr == "corpus is read as brat\n"
    assert done.stdout == "corpus: added 1 article, 1 annotation\n"


def test_a_folder_of_articles_with_one_brat_file_stays_one_of_articles_and_says_so(stet, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"The dam {name} will hold.")
    (folder / "a.ann").write_text("T1\tclaim 0 7\tThe dam\n")
    done = stet("import", "articles", db=tmp_path / "new.db")
    assert "1 text with annotations of brat, which stay out; “--format brat” brings them in" in done.stderr
    assert done.stdout.count("article ") == 3


@pytest.mark.parametrize("ending", ["w3c.zip", "w3c", "brat.zip", "brat", "xmi.zip", "xmi", "qdpx"])
def test_what_an_export_has_made_comes_back_by_its_name(stet, tmp_path, ending):
    if "xmi" in ending:
        pytest.importorskip("cassis")
    assert stet("export", "-o", f"out.{ending}").exit_code == 0
    done = stet("import", f"out.{ending}")
    assert (done.exit_code, done.stdout.partition(";")[0]) == (0, f"out.{ending}: nothing new")
