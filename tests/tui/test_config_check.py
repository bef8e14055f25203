"""`stet config check` and `stet keys` as the whole program has them: with themes and keys."""

import json

import pytest

from annotations.schema.files import shipped
from tui.cli import main
from tui.config_check import theme_problem
from tui.user_keys import user_actions


@pytest.fixture
def stet(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("STET_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("STET_DB", str(tmp_path / "stet.db"))

    def call(*args, config=""):
        (tmp_path / "config.toml").write_text(config)
        status = main(args)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_themes_are_those_of_the_screen(stet):
    assert stet("config", "check", config='[reader]\ntheme = "nord"\n')[0] == 0
    status, _, err = stet("config", "check", config='[reader]\ntheme = "nrod"\n')
    assert status == 1
    assert "reader.theme: there is no theme “nrod”. Did you mean “nord”?" in err
    assert "Themes are " in theme_problem("\x1b" * 100)


def test_keys_are_held_against_the_actions(stet):
    status, _, err = stet("config", "check", config='[keys]\nserch = ["n"]\n"tag.clam" = ["x"]\n"tag.frame" = ["V"]\n')
    assert status == 1
    assert "keys.serch: there is no such action. Did you mean “search”?" in err
    assert "keys.tag.clam: there is no such action. Did you mean “tag.claim”?" in err
    assert "frame" not in err  # of another library's scheme, perhaps
    assert stet("config", "check", config='[keys]\n"search.next" = ["V"]\n') == (
        0, stet("config", "path")[1].rstrip() + ": nothing is wrong\n", "",
    )  # fmt: skip


def test_keys_lists_a_persons_own(stet):
    keys = json.loads(stet("keys", "--json", config='[keys]\n"search.next" = ["V", "ctrl+n"]\n"export" = []\n')[1])
    by_id = {action["id"]: action["keys"] for action in keys}
    assert by_id["search.next"] == ["V", "ctrl+n"]
    assert by_id["export"] == []
    line = next(
        line
        for line in stet("keys", config='[keys]\nsearch = ["ctrl+f"]\n')[1].splitlines()
        if line.endswith(" search")
    )
    assert "Ctrl+F" in line


def test_keys_of_a_broken_file_are_the_readers_own(stet):
    assert stet("keys", config="[keys")[1] == stet("keys")[1]
    assert stet("keys", config='[keys]\nquit = []\nexport = ["V"]\n')[1] == stet("keys")[1]


def test_no_keys_cost_nothing():
    actions, problems = user_actions(shipped(), {})
    assert problems == ()
    assert {action.id for action in actions} >= {"quit", "tag.claim"}
