import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotations import __version__
from annotations.cli import Commands, make_commands, run
from annotations.commands.progress import Progress
from annotations.model import Block, BlockKind
from annotations.readers.base import Draft
from annotations.schema.files import parse_toml, shipped
from annotations.schema.toml import to_toml
from tests.annotations.harbour import HARBOUR, library

PROJECT = Path(__file__).parents[2]
commands = make_commands()


def test_list_is_a_table_for_people(stet):
    status, out, err = stet("list")
    header, first, second = out.splitlines()
    assert (status, err) == (0, "")
    assert header.split() == ["number", "status", "annotations", "title", "source"]
    assert first.split() == [
        "1", "begun", "claim", "2,", "quote", "1,", "stance", "1", "=Harbour", "/articles/harbour.md",
    ]  # fmt: skip
    assert "The dam will hold." in second


def test_list_as_json(stet):
    articles = json.loads(stet("list", "--json")[1])
    assert [(a["number"], a["title"], a["annotations"]) for a in articles] == [
        (1, "=Harbour", {"claim": 2, "quote": 1, "stance": 1}),
        (2, "The dam will hold.", {"claim": 1}),
    ]
    assert articles[0]["metadata"] == {"author": "Ida Krag", "date": "2026-03-31"}


def test_an_empty_library_says_where_it_is(stet, tmp_path):
    other = str(tmp_path / "other.db")
    assert stet("list", "--db", other) == (0, "", f"The library {other} is empty. “stet import FILE” adds to it.\n")
    assert json.loads(stet("list", "--db", other, "--json")[1]) == []
    assert stet("export", "--db", other, "--format", "csv")[1].count("\r\n") == 1
    assert stet("export", "--db", other)[1] == ""
    assert stet("history", "--db", other) == (0, "", "")


@pytest.mark.parametrize("article", ["1", "/articles/harbour.md", "harbour.md"])
def test_show_tells_facts_and_annotations(stet, article):
    status, out, _ = stet("show", article)
    assert status == 0
    assert "title        =Harbour" in out
    assert "author       Ida Krag" in out
    assert "quote 29-48;68-84  We told them in May … and nobody came.\n    source: Vera Lind\n    cue: said\n" in out
    assert "    claimant: Vera Lind (“she”)\n" in out
    assert "    evidence: https://a.example/1 | https://b.example/2\n" in out


def test_show_text_is_exactly_the_canonical_text(stet):
    assert stet("show", "1", "--text") == (0, HARBOUR, "")


def test_show_json_is_the_line_of_the_export(stet):
    assert stet("show", "1", "--json")[1] == stet("export", "1")[1]


def test_export_to_standard_output_and_to_a_file(stet, tmp_path):
    lines = stet("export")[1]
    status, out, _ = stet("export", "-o", "a.jsonl")
    assert (status, out) == (0, "a.jsonl: 5 annotations of 2 articles\n")
    assert (tmp_path / "a.jsonl").read_text() == lines
    assert stet("export", "-o", "-", "--format", "jsonl")[1] == lines
    assert stet("export", "--article", "2", "--format", "csv")[1].count("\r\n") == 2
    assert stet("export", "1", "2", "--label", "claim", "--format", "csv")[1].count("\r\n") == 4


def test_an_export_comes_back_through_the_command_line(stet, tmp_path):
    stet("export", "-o", "a.jsonl")
    status, out, err = stet("--db", "new.db", "import", "a.jsonl")
    assert (status, out, err) == (0, "a.jsonl: added 2 articles, 5 annotations, 2 relations\n", "")
    stet("export", "--db", "new.db", "-o", "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert stet("--db", "new.db", "check")[0] == 0


def test_an_export_comes_back_through_a_pipe(stet):
    lines = stet("export")[1]
    status, out, _ = stet("--db", "new.db", "import", "-", stdin=lines.encode())
    assert (status, out) == (0, "standard input: added 2 articles, 5 annotations, 2 relations\n")
    assert stet("--db", "new.db", "export")[1] == lines


def test_import_of_articles(stet, tmp_path):
    (tmp_path / "a.txt").write_text("It rained in Ostermoor.\n")
    assert stet("import", "a.txt")[:2] == (0, "article 3: It rained in Ostermoor.\n")
    assert stet("import", "a.txt")[:2] == (0, "article 3 is there already: It rained in Ostermoor.\n")
    assert stet("import", "-", stdin=b"A storm came.\n")[:2] == (0, "article 4: A storm came.\n")
    (tmp_path / "a.txt").write_text("It snowed.\n")
    assert stet("import", "a.txt")[:2] == (0, "article 3: version 2 of It snowed. (no annotations)\n")
    (tmp_path / "a.txt").write_text("It hailed.\n")
    assert stet("import", "--new", "a.txt")[:2] == (0, "article 5: It hailed.\n")


def test_one_bad_file_stops_no_other_and_is_told_at_the_end(stet, tmp_path):
    (tmp_path / "a.txt").write_text("One.\n")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.jsonl").write_text('{"id": "a", "number": 1}\n')
    (tmp_path / "d.txt").write_text("Two.\n")
    status, out, err = stet("import", "a.txt", "b.txt", "missing.txt", "c.jsonl", "d.txt")
    assert status == 1
    assert out == "article 3: One.\narticle 4: Two.\n"
    for said in ("b.txt", "missing.txt", "stet: c.jsonl, line 1: “title” is missing"):
        assert said in err
    assert err.count("stet: ") == 3


def test_what_an_import_leaves_alone_is_listed(stet, tmp_path):
    lines = stet("export", "2")[1]
    (tmp_path / "a.jsonl").write_text(lines.replace('"note":""', '"note":"other"'))
    status, out, err = stet("import", "a.jsonl")
    assert (status, out) == (1, "a.jsonl: nothing new\n")
    assert "is different here and stays so" in err


def test_history_is_newest_last(stet, made):
    status, out, _ = stet("history")
    lines = out.splitlines()
    assert status == 0
    assert "tagged quote “We told them in May … and nobody came.”" in lines[1]
    assert "related claim “=1911” restates claim “The dam will hold.”" in lines[-1]
    assert len(stet("history", "2")[1].splitlines()) == 2
    steps = json.loads(stet("history", "1", "--json")[1])
    assert [step["action"] for step in steps] == ["tag"] * 4 + ["relate"] * 2
    assert {step["annotator"] for step in steps} == {"kim"}


def test_check_prints_what_is_wrong_and_fails(stet, tmp_path):
    assert stet("check") == (0, "2 articles, 5 annotations: nothing is wrong\n", "")
    with library(tmp_path / "stet.db") as workspace:
        workspace.store._connection.execute("UPDATE fragments SET exact = 'x' WHERE exact = 'madness'")
    status, out, err = stet("check")
    assert status == 1
    assert out.startswith("article 1, annotation ")
    assert "not on the words that were tagged" in out
    assert "stet: 1 thing is wrong" in err
    (finding,) = json.loads(stet("check", "--json")[1])
    assert (finding["article"], finding["wrong"]) == (1, True)


def test_backup_is_a_database_of_its_own(stet, tmp_path):
    assert stet("backup", "copy.db")[0] == 0
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("copy.db-*"))
    assert stet("--db", "copy.db", "export")[1] == stet("export")[1]
    status, _, err = stet("backup", "copy.db")
    assert status == 1
    assert "copy.db cannot be made: File exists" in err


@pytest.mark.parametrize("command", [("check",), ("backup", "copy.db")])
def test_a_database_that_is_not_there_is_not_made_to_be_looked_at(stet, tmp_path, command):
    status, out, err = stet("--db", "missing.db", *command)
    assert (status, out) == (1, "")
    assert err.startswith("stet: there is no database missing.db\n")
    assert not (tmp_path / "missing.db").exists()


def test_sentences_of_an_article(stet):
    status, out, _ = stet("sentences", "1")
    assert status == 0
    assert out.splitlines()[2] == "3  The council denies it."
    spans = json.loads(stet("sentences", "1", "--json")[1])["spans"]
    assert HARBOUR[slice(*spans[2])] == "The council denies it."


def test_sentences_of_lines_from_elsewhere(stet):
    lines = [{"id": "a", "text": "It is so. Is it?"}, {"id": 2, "text": "Ja.", "lang": "de"}]
    status, out, _ = stet("sentences", "--jsonl", stdin="\n".join(map(json.dumps, lines)).encode())
    assert status == 0
    assert [json.loads(line) for line in out.splitlines()] == [
        {"id": "a", "spans": [[0, 9], [10, 16]]},
        {"id": 2, "spans": [[0, 3]]},
    ]
    status, _, err = stet("sentences", "--jsonl", stdin=b"{")
    assert status == 1
    assert err.startswith("stet: line 1")


def test_a_broken_line_from_elsewhere_stops_no_other(stet):
    lines = b'{\n{"id": 2, "text": "So it is."}\n' + b"[]\n" * 30
    status, out, err = stet("sentences", "--jsonl", stdin=lines)
    assert (status, out) == (1, '{"id": 2, "spans": [[0, 9]]}\n')
    assert err.startswith("stet: line 1 is not JSON")
    assert err.splitlines()[20] == "stet: 11 more lines got no answer either"
    status, out, err = stet("suggest", "--jsonl", "--kind", "stances", stdin=lines)
    assert (status, out) == (1, '{"id": 2, "stances": []}\n')
    assert "stet: line 3 is no object with “id” and “text”" in err


def test_schema_shows_keys_and_values(stet):
    status, out, _ = stet("schema")
    assert status == 0
    assert "quote (q)" in out
    assert "favor (+) / against (-) / neutral (=)" in out
    assert json.loads(stet("schema", "show", "--json")[1])["name"] == "news"


def test_schema_as_toml_is_the_same_schema(stet, tmp_path):
    out = stet("schema", "show", "--toml")[1]
    assert parse_toml(out, "mine.toml") == shipped()
    (tmp_path / "mine.toml").write_text(out)
    status, out, _ = stet("schema", "check", "mine.toml")
    lines = out.splitlines()
    assert (status, lines[0]) == (0, "mine.toml: schema news, version 1, with 3 labels and 7 relations")
    assert lines[-1].startswith("free for labels: p B ")
    out = stet("schema", "show", "--toml")[1]
    (tmp_path / "mine.toml").write_text(out.replace('key = "c"', 'kee = "c"', 1))
    status, _, err = stet("schema", "check", "mine.toml")
    assert status == 1
    assert "Did you mean “key”?" in err


def test_odd_strings_survive_toml():
    schema = parse_toml(
        'name = "s"\nversion = "\\u007f \\"\\\\ 🌊 \\u2028"\n[labels.a]\n'
        'attributes.b = { kind = "number", minimum = -1.5, default = 2.5 }\n'
        'attributes.c = { kind = "choice", several = true, values = ["x", { name = "y", key = "y" }] }\n',
        "s.toml",
    )
    assert parse_toml(to_toml(schema), "again") == schema


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["show", "99"], 1, "stet: there is no article “99”\n“stet list” shows what there is.\n"),
        (["show", "9" * 5000], 1, "stet: there is no article"),
        (["show", ""], 1, "stet: there is no article “”"),
        (["shwo", "1"], 2, "stet: there is no command “shwo”\nDid you mean “show”?\n"),
        (["frobnicate"], 2, "--help” lists the commands."),
        (["show"], 2, "stet: missing argument 'ARTICLE'\n"),
        (["export", "-o", "a.xlsx"], 2, "stet: the suffix of “a.xlsx” names no format\n"),
        (["export", "--format", "jsnl"], 2, "Did you mean “jsonl”?"),
        (["export", "--frmat", "csv"], 2, "--format"),
        (["export", "--label", "qoute"], 2, "Did you mean “quote”?"),
        (["export", "-o", "missing/a.csv"], 1, "There is no folder missing."),
        (["show", "1", "--text", "--json"], 2, "stet: --text and --json exclude each other\n"),
        (["sentences"], 2, "stet: give either an ARTICLE or --jsonl\n"),
        (["--as", " ", "list"], 2, "Give another name with --as."),
        (["--db", ".", "list"], 1, "is a folder"),
        (["import"], 2, "stet: missing argument 'PATH…'\n"),
        (["import", "--reader", "word", "a.txt"], 2, "word"),
        (["schema", "check", "missing.toml"], 1, "cannot read the schema missing.toml"),
    ],
)
def test_errors_are_a_sentence_and_a_hint(stet, args, status, said):
    got, out, err = stet(*args)
    assert (got, out) == (status, "")
    assert said in err
    assert err.startswith("stet: ")
    assert err.count("\n") <= 2


def test_an_error_of_the_program_is_no_traceback(stet, monkeypatch):
    def broken(*_):
        raise ValueError("odd")

    monkeypatch.setattr("annotations.store.library.LibraryRows.slice", broken)
    status, _, err = stet("list")
    assert (status, err.splitlines()[0]) == (1, "stet: this is an error of the program itself: ValueError: odd")
    monkeypatch.setenv("STET_TRACEBACK", "1")
    with pytest.raises(ValueError, match="odd"):
        stet("list")


def test_ctrl_c_is_quiet(stet, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("annotations.store.library.LibraryRows.slice", interrupted)
    assert stet("list") == (130, "", "")


def test_options_count_before_and_after_the_command(stet, tmp_path):
    (tmp_path / "a.txt").write_text("One.\n")
    stet("--db", "x.db", "import", "a.txt", "--db", "y.db")
    assert (tmp_path / "y.db").exists()
    assert not (tmp_path / "x.db").exists()
    lines = stet("export", "2")[1]
    stet("import", "-", "--db", "y.db", "--as", "lee", stdin=lines.encode())
    stet("--as", "ada", "--db", "z.db", "import", "-", stdin=lines.encode())
    assert json.loads(stet("history", "--json", "--db", "y.db")[1])[0]["annotator"] == "lee"
    assert json.loads(stet("--db", "z.db", "history", "--json")[1])[0]["annotator"] == "ada"


def test_hostile_text_reaches_no_terminal(stet, tmp_path):
    hostile = "\x1b[31mRed\x9b and \u202eback\x07"
    (tmp_path / "a\x1b[2J.txt").write_text(f"{hostile}.\n")
    shown = [stet("import", "a\x1b[2J.txt"), stet("list"), stet("show", "3"), stet("sentences", "3")]
    shown += [
        stet("show", "\x1b]0;x\x07"),
        stet("\x1b[1m"),
        stet("import", "\x1b.txt"),
        stet("export", "-o", "\x1b.\x1b"),
    ]
    for _, out, err in shown:
        assert not any(character in out + err for character in "\x1b\x9b\x07\u202e")
    assert hostile in stet("show", "3", "--text")[1]


def test_help_has_examples_and_every_option_is_explained():
    for command in commands.commands.values():
        assert command.examples, command.name
        assert command.help
        assert command.short_help
        for parameter in command.params:
            assert parameter.param_type_name == "argument" or parameter.help, (command.name, parameter.name)


def test_every_command_takes_the_database_and_the_annotator():
    for command in commands.commands.values():
        names = {name for parameter in command.params for name in parameter.opts}
        assert {"--db", "--as"} <= names, command.name


@pytest.mark.parametrize("args", [["--help"], ["export", "-h"], ["schema", "check", "--help"]])
def test_help_is_on_standard_output(stet, args):
    status, out, err = stet(*args)
    assert (status, err) == (0, "")
    assert "--db PATH" in out


def test_version(stet):
    assert stet("--version") == (0, f"stet {__version__}\n", "")


def test_a_default_command_takes_what_names_no_other(capsys, tmp_path, monkeypatch):
    import click

    seen = []
    group = Commands("stet", params=commands.params, callback=lambda: None)
    group.default = "read"

    @group.command("read")
    @click.argument("paths", nargs=-1)
    @click.option("--new", is_flag=True)
    def read(paths, new):
        seen.append((paths, new))

    group.add_command(commands.commands["list"])
    monkeypatch.chdir(tmp_path)
    for args in ([], ["a.txt"], ["--new", "a.txt"], ["--db", "x.db", "a.txt"], ["read", "b"], ["--", "-x"], ["--as=k"]):
        assert run(group, args) == 0
    assert seen == [
        ((), False), (("a.txt",), False), (("a.txt",), True), (("a.txt",), False), (("b",), False), (("-x",), False),
        ((), False),
    ]  # fmt: skip
    assert run(group, ["lsit"]) == 2
    assert "Did you mean “list”?" in capsys.readouterr().err
    (tmp_path / "lsit").touch()
    assert run(group, ["lsit"]) == 0
    assert run(group, ["--help"]) == 0


def process(*args, **more):
    environment = (
        os.environ | {"STET_DB": str(more.pop("db", "/nonexistent/x.db")), "NO_COLOR": "1"} | more.pop("env", {})
    )
    return subprocess.run(
        [sys.executable, "-m", "annotations", *args],
        capture_output=True,
        cwd=PROJECT,
        env=environment,
        **more,
        check=False,
    )


def test_the_program_name_is_how_it_was_run():
    assert process("--help").stdout.startswith(b"Usage: python -m annotations [OPTIONS]")
    assert b"python -m annotations export -o library.jsonl" in process("export", "--help").stdout


def test_no_arguments_is_a_usage_error_with_the_help():
    done = process()
    assert done.returncode == 2
    assert b"Commands:" in done.stderr


def test_output_is_utf_8_whatever_the_locale(made):
    done = process("show", "1", "--text", db=made, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert done.stdout.decode() == HARBOUR
    done = process("export", db=made, env={"PYTHONIOENCODING": "latin-1"})
    assert len(done.stdout.decode().splitlines()) == 2
    done = process("list", db=made, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0


@pytest.mark.parametrize("command", [["export"], ["show", "1", "--text"], ["show", "1", "--json"], ["sentences", "1"]])
def test_a_reader_that_leaves_early_is_no_error(command, tmp_path):
    text = "x" * 1_000_000  # more than any pipe holds
    with library(tmp_path / "long.db") as workspace:
        workspace.add(Draft(text, iter([Block(BlockKind.PARAGRAPH, 0, len(text))])), "/x.txt")
    command = [sys.executable, "-m", "annotations", "--db", tmp_path / "long.db", *command]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT) as running:
        running.stdout.read(1)
        running.stdout.close()
        errors = running.stderr.read()
        assert running.wait(timeout=30) == 141
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_standard_output_is_said_in_a_sentence(made):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "annotations", "--db", made, "export"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=PROJECT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"stet: No space left on device\n")


def test_without_standard_output_there_is_a_sentence(made):
    command = f"'{sys.executable}' -m annotations --db '{made}' export >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=PROJECT, check=False)
    assert (done.returncode, done.stderr) == (1, b"stet: there is no standard output to write to\n")


def test_the_bar_appears_only_on_a_terminal_and_after_a_second(monkeypatch):
    class Screen(io.StringIO):
        def isatty(self):
            return True

    now = [0.0]
    monkeypatch.setattr("annotations.commands.progress.time.monotonic", lambda: now[0])
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with Progress(10, "exporting") as progress:
        progress(1)
        assert screen.getvalue() == ""
        now[0] = 1.5
        progress(4)
        assert "exporting [###############---------------]  50%" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with Progress(10, "exporting") as progress:
        now[0] = 9
        progress(5)
    assert sys.stderr.getvalue() == ""
