"""A filled library, and the command line on a copy of it."""

import io
import sys

import pytest

from annotations.cli import make_commands, run
from tests.annotations.harbour import filled


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("made") / "stet.db")


@pytest.fixture
def db(made, tmp_path):
    path = tmp_path / "stet.db"
    path.write_bytes(made.read_bytes())
    return path


@pytest.fixture
def stet_on(capsys, monkeypatch):
    """Return a way to run commands as kim on the library at a path; they return status, output, errors."""
    commands = make_commands()

    def on(path):
        monkeypatch.setenv("STET_DB", str(path))
        monkeypatch.setenv("STET_ANNOTATOR", "kim")

        def call(*args, stdin=b""):
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            status = run(commands, args)
            out, err = capsys.readouterr()
            return status, out, err

        return call

    return on


@pytest.fixture
def stet(db, stet_on, monkeypatch, tmp_path):
    """Run a command on a copy of the filled library."""
    monkeypatch.chdir(tmp_path)
    return stet_on(db)
