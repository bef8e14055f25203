"""A group of people, each with a library of their own, and a database on a server between them."""

import json
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from annotations.model import Span
from annotations.store import Store
from annotations.sync.address import parsed
from annotations.sync.founding import enrol, init
from annotations.sync.options import Options
from annotations.sync.outgoing import only_carries
from annotations.sync.syncing import sync
from annotations.workspace import Workspace
from tests.annotations.harbour import add_dam, add_harbour
from tests.annotations.merging.machines import WORDS, copied, state


class Group:
    """Kim, who has set the server up and put two articles in, and lee; others come with `join`."""

    def __init__(self, postgres, folder, *others):
        self.postgres = postgres
        self.folder = Path(folder)
        if postgres.kept is None:
            self._found()
            postgres.kept = (self.database, copied(self.path("kim"), postgres.folder / "kim.db"))
        database, kim = postgres.kept
        self.database = postgres.database(*others, template=database)
        shutil.copyfile(kim, self.path("kim"))
        for other in others:
            self.join(other)

    def _found(self):
        self.database = self.postgres.database("kim", "lee")
        with self.library("kim") as workspace:
            add_harbour(workspace)
            add_dam(workspace)
            init(workspace, self.address("kim"))
        self.join("lee")

    def join(self, who, login=None, role="annotator"):
        enrol(self.address("kim"), login or who, who, role)

    def address(self, login):
        return parsed(self.postgres.address(self.database, login))

    def path(self, who):
        return self.folder / f"{who}.db"

    @contextmanager
    def library(self, who, path=None):
        with Store(path or self.path(who)) as store:
            yield Workspace(store, who)

    def sync(self, who, login=None, path=None, **options):
        """Sync somebody's library."""
        with self.library(who, path) as workspace:
            return sync(workspace, self.address(login or who), Options(**options))

    def sync_as_told(self, who, path=None, **options):
        """Sync, and hold against what that did what a dry run has told before, which changes nothing."""
        before = self.state(who, path), self.edits(who, path), self.on_server()
        told = self.sync(who, path=path, dry_run=True, **options)
        assert (self.state(who, path), self.edits(who, path), self.on_server()) == before
        done = self.sync(who, path=path, **options)
        assert plain(told) == plain(done)
        return done

    def tag(self, who, words=WORDS[0], label="claim", path=None, **more):
        with self.library(who, path) as workspace:
            info = workspace.find("harbour.md")
            start = str(workspace.store.text(info.key)).index(words)
            return workspace.tag(info, label, [Span(start, start + len(words))], again=True, **more).annotation

    def state(self, who, path=None):
        """What a library comes to, apart from what is its own."""
        return state(path or self.path(who))

    def edits(self, who, path=None):
        """Every edit that a library knows: step, subject, before and after, as they are in any.

        What each library takes over to a new text by itself is its own until its owner sends it.
        """
        from annotations.merging.here import Past
        from annotations.merging.told import standing_of, told_from
        from annotations.store.history import SubjectKind

        with self.library(who, path) as workspace:
            store = workspace.store
            tokens = {row.key: row.token for row in store.received.versions()}
            past = Past(store)
            rows = standing_of(told_from(store.received.history(), tokens), past.is_book, past.stands)
            return sorted(
                (row.step, row.subject, row.before or "", row.after or "")
                for row in rows
                if (row.kind is SubjectKind.ARTICLE or row.owner == row.annotator) and not only_carries(row)
            )

    def on_server(self):
        """Every edit that the server has, likewise."""
        with self.postgres.connect(self.database) as connection:
            rows = connection.execute("SELECT step, subject, coalesce(before, ''), coalesce(after, '') FROM stet.edits")
            return sorted(rows.fetchall())

    def session(self, who):
        """Somebody's session in psql."""
        return self.postgres.connect(self.database, who)


def plain(outcome):
    """What passed, apart from when; ids that are made on the way are others each time."""
    return replace(outcome, at="", conflicts=tuple(conflict.message for conflict in outcome.conflicts))


def exported(path):
    """What `stet export --format jsonl` writes of a library, apart from the numbers that articles have in it."""
    import io
    from contextlib import redirect_stdout

    from annotations.cli import run

    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out):
        assert run(args=["export", "--db", str(path), "--format", "jsonl"]) == 0
    out.flush()
    lines = [json.loads(line) for line in out.buffer.getvalue().decode().splitlines()]
    for line in lines:
        line.pop("number", None)
    return sorted(json.dumps(line) for line in lines)
