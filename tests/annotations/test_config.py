"""`config.toml`: what it sets, what comes before it, and what happens to one that is broken."""

import io
import json
import os
import sys
from pathlib import Path

import platformdirs
import pytest

from annotations.cli import make_commands, run
from annotations.config import ReaderSettings, Settings, config_path, first_schema, load, parse, settings
from annotations.errors import SchemaError
from annotations.person import annotator_name, database_path
from annotations.schema.files import shipped
from tests.annotations.harbour import filled

PATH = Path("/settings/config.toml")
MINE = 'name="mine"\nversion="1"\n[labels.frame]\nkey="V"\n'
WHOLE = """
annotator = "  Vera   Lind "
database = "articles.db"
schema = "~/frames.toml"
[reader]
measure = 72
inspector = false
theme = "nord"
ascii = true
layers = "all"
[colours]
claim = "#e69f00"
[keys]
"sentence.first" = ["g g", "home"]
"export" = []
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A folder of one's own, with nothing set."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("STET_CONFIG", "STET_DB", "STET_ANNOTATOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def stet(capsys, monkeypatch):
    def call(*args):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        status = run(make_commands(), args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def write(text):
    path = config_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_everything_that_can_be_set(home):
    found = parse(WHOLE.encode(), PATH)
    assert found == Settings(
        path=PATH,
        annotator="Vera Lind",
        database=Path("/settings/articles.db"),
        schema=home / "frames.toml",
        reader=ReaderSettings(72, False, "nord", True, layers="all"),
        colours={"claim": "#e69f00"},
        keys={"sentence.first": ("g g", "home"), "export": ()},
    )
    assert found.problems == ()


def test_without_a_file_everything_is_as_it_is():
    assert settings() == Settings(config_path())
    assert load(PATH / "nowhere.toml").problems == ()


def test_the_place_is_that_of_the_platform(home, monkeypatch):
    for value in (str(home / "elsewhere"), "", "  "):
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert config_path() == platformdirs.user_config_path("stet", appauthor=False) / "config.toml"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert config_path() == platformdirs.user_config_path("stet", appauthor=False) / "config.toml"
    monkeypatch.setenv("STET_CONFIG", "")
    assert settings() == Settings(config_path())
    monkeypatch.setenv("STET_CONFIG", "~/mine.toml")
    assert config_path() == home / "mine.toml"
    assert settings().problems == (f"there is no file {home}/mine.toml, which STET_CONFIG names",)


def test_command_line_then_environment_then_file_then_default(home, monkeypatch):
    assert database_path() == home / "data/stet/stet.db"
    path = write('annotator = "file"\ndatabase = "file.db"\n')
    assert (annotator_name(), database_path()) == ("file", path.parent / "file.db")
    monkeypatch.setenv("STET_ANNOTATOR", "environment")
    monkeypatch.setenv("STET_DB", "/environment.db")
    assert (annotator_name(), database_path()) == ("environment", Path("/environment.db"))
    assert (annotator_name("given"), database_path("/given.db")) == ("given", Path("/given.db"))


def test_a_file_that_changes_is_read_again():
    write('annotator = "one"\n')
    assert annotator_name() == "one"
    write('annotator = "two"\n')
    assert annotator_name() == "two"


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ("annotater = 3", "annotater: there is no such setting. Did you mean “annotator”?"),
        ("zzz = 3", "zzz: there is no such setting. Known: annotator, database, schema, reader, sync, colours, keys."),
        ("annotator = 3", "annotator: must be text, not 3"),
        ('annotator = " "', "annotator: must be text, not “ ”"),
        (f'annotator = "{"x" * 501}"', "annotator: the name is 501 characters long; 500 at most are kept"),
        ("database = true", "database: must be text, not true"),
        ('database = "a\\u0000b"', "database: no file has such a name"),
        ("reader = 3", "reader: must be a table, [reader]"),
        ("[[reader]]", "reader: must be a table, [reader]"),
        ("[reader]\nmesure = 3", "reader.mesure: there is no such setting. Did you mean “measure”?"),
        ("[reader]\nmeasure = 3", "reader.measure: must be a whole number from 20 to 400, not 3"),
        ("[reader]\nmeasure = true", "reader.measure: must be a whole number from 20 to 400, not true"),
        ('[reader]\nmeasure = "80"', "reader.measure: must be a whole number from 20 to 400, not “80”"),
        ('[reader]\ninspector = "maybe"', "reader.inspector: must be true, false or “auto”, not “maybe”"),
        ("[reader]\nascii = 1", "reader.ascii: must be true or false, not 1"),
        ('[reader]\nlayers = "lee"', "reader.layers: must be “mine” or “all”, not “lee”"),
        ("[sync]\nevery = 0", "sync.every: must be a whole number of minutes from 1 to 1440, not 0"),
        ('[sync]\naddress = "db"', "sync.address: must be like “postgresql://kim@db.example.org/articles”"),
        (
            '[sync]\naddress = "postgresql://kim:s3cret@db/x"',
            "sync.address: must be without a password; that comes from PGPASSFILE or ~/.pgpass",
        ),
        ("[reader]\ntheme = []", "reader.theme: must be text, not []"),
        ('[colours]\nclaim = "red"', "colours.claim: must be a colour such as “#E69F00”, not “red”"),
        ("colours = []", "colours: must be a table, [colours]"),
        ('[keys]\nquit = "Z Z"', 'keys.quit: must be a list of keys such as ["g g", "home"], not “Z Z”'),
        ("[keys]\nquit = [3]", 'keys.quit: must be a list of keys such as ["g g", "home"], not [3]'),
        ('[keys]\nquit = [" "]', "keys.quit: must be a list of keys"),
        ("[keys]\nsentence.first = []", 'keys.sentence: must be a list of keys such as ["g g", "home"]'),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_used(toml, problem):
    head, rest = ("", toml) if toml.startswith("[") else (toml, "")
    found = parse(f'schema = "frames.toml"\n{head}\n{rest}\n'.encode(), PATH)
    assert len(found.problems) == 1
    assert found.problems[0].startswith(f"{PATH}, {problem}")
    assert found.schema == Path("/settings/frames.toml")
    assert found._replace(schema=None, problems=()) == Settings(PATH)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x = [", "is not TOML: "),
        (b"annotator = 1\nannotator = 2", "is not TOML: Cannot overwrite"),
        (b"ok = 1\n\xff", "is not UTF-8 (line 2)"),
        (b"x = " + b"[" * 100_000, "is not TOML"),
        (b"a" * (1 << 20) + b"aa", "longer than 1 MB"),
    ],
)
def test_a_broken_file_is_one_problem_and_all_defaults(data, said):
    path = write(data)
    found = settings()
    assert found._replace(problems=()) == Settings(path)
    assert len(found.problems) == 1
    assert said in found.problems[0]
    assert found.problems[0].startswith(str(path))
    assert len(found.problems[0]) < 300


def test_what_is_no_file_is_not_read(home, monkeypatch):
    os.mkfifo(home / "pipe")
    (home / "loop").symlink_to("loop")
    for name, said in ((home / "pipe", "it is no file"), (home, "it is no file"), (home / "loop", "symbolic links")):
        monkeypatch.setenv("STET_CONFIG", str(name))
        assert said in settings().problems[0]
    monkeypatch.setenv("STET_CONFIG", os.devnull)
    assert settings().problems == ()


def test_a_file_that_may_not_be_read_is_told(home):
    path = write(WHOLE)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read anything")
    assert settings().problems == (f"{path} cannot be read: Permission denied",)


def test_a_byte_order_mark_is_no_harm():
    write(b'\xef\xbb\xbfannotator = "kim"\n')
    assert annotator_name() == "kim"


def test_the_scheme_of_a_new_library(home, stet):
    assert first_schema() == shipped()
    write('schema = "frames.toml"\n')
    with pytest.raises(SchemaError, match=r"frames\.toml"):
        first_schema()
    (config_path().parent / "frames.toml").write_text(MINE)
    (home / "a.txt").write_text("The gate is shut.\n")
    assert stet("import", str(home / "a.txt"))[0] == 0
    assert stet("schema", "history", "--json")[1].count('"mine"') == 2
    # From then on it is the library's own, whatever the settings say.
    (config_path().parent / "frames.toml").write_text(MINE.replace("frame", "theme"))
    assert "frame" in stet("schema")[1]


def test_a_scheme_that_cannot_be_used_stops_what_would_store_another(home, stet):
    write('schema = "frames.toml"\n')
    (config_path().parent / "frames.toml").write_text(MINE.replace('"V"', '"j"'))
    (home / "a.txt").write_text("The gate is shut.\n")
    status, out, err = stet("import", str(home / "a.txt"))
    assert (status, out) == (1, "")
    assert "the key j of label frame is taken" in err


def test_config_on_the_command_line(home, stet):
    path = home / "config/stet/config.toml"
    assert stet("config", "path") == (0, f"{path}\n", "")
    assert stet("config", "check") == (0, f"{path}: there is no such file\n", "")
    assert stet("config", "init") == (0, f"{path} is written\n", "")
    assert stet("config", "check") == (0, f"{path}: nothing is wrong\n", "")
    assert settings() == Settings(path)
    status, out, err = stet("config", "init")
    assert (status, out) == (1, "")
    assert "is there already, and stays as it is" in err


def test_every_setting_of_the_file_to_begin_with_is_one(stet):
    """What its comments say can be taken at their word."""
    stet("config", "init")
    lines = config_path().read_text("utf-8").splitlines()
    said = [line.removeprefix("# ") if " = " in line and line[2:3] not in "ACEIKODTW" else line for line in lines]
    found = parse("\n".join(said).encode(), PATH)
    assert found.problems == ()
    assert found.annotator == "kim"
    assert found.reader == ReaderSettings(80, None, "textual-dark", False)
    assert found.keys == {"sentence.first": ("g g", "home")}


def test_show_says_where_each_comes_from(home, stet, monkeypatch):
    write('annotator = "file"\n[reader]\nmeasure = 72\n[keys]\nexport = []\n')
    monkeypatch.setenv("STET_DB", str(home / "e.db"))
    told = json.loads(stet("config", "show", "--json", "--as", "kim")[1])
    assert told["problems"] == []
    assert told["settings"]["annotator"] == {"value": "kim", "from": "--as"}
    assert told["settings"]["database"] == {"value": str(home / "e.db"), "from": "STET_DB"}
    assert told["settings"]["reader.measure"] == {"value": "72", "from": "config.toml"}
    assert told["settings"]["reader.theme"] == {"value": "–", "from": "default"}
    assert told["settings"]["keys.export"] == {"value": "none", "from": "config.toml"}
    assert stet("config")[1].splitlines()[0].split() == ["setting", "value", "from"]


def test_check_holds_colours_against_the_scheme_in_use(home, stet):
    filled(home / "stet.db")
    write(f'database = "{home}/stet.db"\n[colours]\nclam = "#000000"\n')
    status, out, err = stet("config", "check")
    assert (status, out) == (1, "")
    assert "colours.clam: the coding scheme has no such label. Did you mean “claim”?" in err


def test_check_says_what_is_wrong_with_library_and_scheme(home, stet):
    write(f'database = "{home}"\nschema = "nothing.toml"\n')
    err = stet("config", "check")[2]
    assert f"the database {home} is a folder" in err
    assert "cannot read the schema" in err
    (home / "foreign.db").write_text("no database")
    write(f'database = "{home}/foreign.db"\n')
    status, _, err = stet("config", "check")
    assert status == 1
    assert "is not a database" in err


def test_hostile_names_in_the_file_are_shown_and_not_obeyed(stet):
    write('"\\u001b[31m" = 3\n[keys]\n"\\u001b]0;x\\u0007" = ["j"]\n')
    for command in ("check", "show"):
        _, out, err = stet("config", command)
        assert "\x1b" not in out + err


def test_other_commands_work_with_a_broken_file(home, stet):
    (home / "data/stet").mkdir(parents=True)
    filled(home / "data/stet/stet.db")
    write("x = [")
    status, out, _ = stet("list")
    assert status == 0
    assert "Harbour" in out
