"""A text is as old as the first says who had it: whoever brought which in when, all have the texts in one order."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotations.errors import ServerError
from annotations.store.tables import dates
from annotations.sync import membership
from annotations.sync.founding import Founded, init, members
from tests.annotations.harbour import add_harbour
from tests.annotations.merging.machines import copied, merged, new_text
from tests.sync.groups import Group
from tests.sync.postgres import MEMORY

MACHINES = ("kim", "lee", "lee at home")
FIRST = "What happens next"
TEXTS = (FIRST, "What happened since", "What came of it")


def person(machine):
    return machine.partition(" ")[0]


def have(group, machine, times):
    """Have somebody bring texts in, each in a year; the first is there already, or comes now."""
    path = group.path(machine)
    with group.library(person(machine), path) as workspace:
        if not list(workspace.store.articles.all()):
            add_harbour(workspace)
        for words in times:
            if words not in dict(texts(workspace)):
                new_text(workspace, words)
        store = workspace.store
        with store.writing(), store.search.changing(workspace.find("harbour.md").number):
            for words, row in texts(workspace):
                if words in times:
                    store.received.date_version(row.number, row.key, f"{times[words]}-01-01T00:00:00.000Z")


def texts(workspace):
    """The texts of the harbour article by their words, the oldest first."""
    number = workspace.find("harbour.md").number
    rows = [row for row in workspace.store.received.versions() if row.number == number]
    return [(next(words for words in TEXTS if words in str(workspace.store.text(row.key))), row) for row in rows]


def order(group, machine):
    """The same, each with its year."""
    with group.library(person(machine), group.path(machine)) as workspace:
        return {words: row.created[:4] for words, row in texts(workspace)}


def sync_all(group, machines=MACHINES, times=2):
    for _ in range(times):
        for machine in machines:
            group.sync(person(machine), path=group.path(machine))


def test_whoever_had_a_text_earlier_tells_the_others(group):
    have(group, "kim", {FIRST: 2021, TEXTS[1]: 2022})
    have(group, "lee", {FIRST: 2020, TEXTS[1]: 2019})
    group.sync("kim")
    assert list(order(group, "kim")) == [FIRST, TEXTS[1]]
    group.sync("lee")
    for dry_run in (True, False):
        done = group.sync("kim", dry_run=dry_run)
        assert done.turned == 1
        assert done.words.startswith("took another order of the texts of 1 article")
    assert order(group, "kim") == order(group, "lee") == {TEXTS[1]: "2019", FIRST: "2020"}
    sync_all(group, ("lee", "kim"))
    assert [group.sync(who).words for who in ("lee", "kim")] == ["nothing is new"] * 2
    assert group.state("kim") == group.state("lee")


def test_whoever_learns_by_mail_that_a_text_is_older_tells_the_server(group, tmp_path):
    sync_all(group, ("kim", "lee"))
    have(group, "mia", {FIRST: 2001})
    merged(group.path("kim"), copied(group.path("mia"), tmp_path / "mia.db"))
    sync_all(group, ("kim", "lee"))
    assert order(group, "kim") == order(group, "lee") == {FIRST: "2001"}


def test_what_was_not_told_for_a_cut_is_told_next_time(group, monkeypatch):
    have(group, "lee", {FIRST: 2001})
    group.sync("kim")
    with monkeypatch.context() as patched:
        patched.setattr("annotations.sync.adding.Adding.dates", lambda *_: cut())
        with pytest.raises(KeyboardInterrupt):
            group.sync("lee")
    sync_all(group, ("lee", "kim"), 1)
    assert order(group, "kim") == {FIRST: "2001"}


def cut():
    raise KeyboardInterrupt


def test_what_was_synced_before_this_was_told_is_told_once(group):
    """A library that an older program has synced does not know what the server was told."""
    have(group, "lee", {FIRST: 2001})
    sync_all(group, ("kim", "lee"))
    with group.library("lee") as workspace, workspace.store.writing():
        workspace.store._connection.execute("DROP TABLE sync_dates")
    with group.postgres.connect(group.database) as connection:
        connection.execute("SET session_replication_role = replica; DELETE FROM stet.dates")
    with group.library("lee") as workspace, workspace.store.writing():
        for statement in dates.SQL.split(";;"):
            workspace.store._connection.execute(statement)
    sync_all(group, ("lee", "kim"))
    assert order(group, "kim") == order(group, "lee") == {FIRST: "2001"}
    with group.postgres.connect(group.database) as connection:
        assert connection.execute("SELECT count(*) FROM stet.dates").fetchone() == (1,)


had = st.dictionaries(st.sampled_from(TEXTS), st.integers(2000, 2005), min_size=1).filter(lambda found: FIRST in found)


@given(st.tuples(had, had, had), st.lists(st.sampled_from((*MACHINES, "mail")), max_size=8))
@settings(max_examples=8, phases=[Phase.generate],
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip
def test_all_have_the_texts_in_one_order(postgres, times, done):
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        group = Group(postgres, Path(folder))
        for machine, found in zip(MACHINES, times, strict=True):
            have(group, machine, found)
        for what in done:
            if what == "mail":
                merged(
                    group.path("kim"),
                    copied(group.path("lee at home"), Path(folder) / "by mail.db"),
                    same=("kim", "lee"),
                )
            else:
                group.sync(person(what), path=group.path(what))
        sync_all(group)
        orders = [order(group, machine) for machine in MACHINES]
        assert list(orders[0].items()) == list(orders[1].items()) == list(orders[2].items())
        earliest = {
            words: str(min(found[words] for found in times if words in found)) for found in times for words in found
        }
        assert orders[0] == earliest


def test_tables_of_an_older_program_are_brought_up_to_date(group, monkeypatch):
    database = group.postgres.database("lee")
    old = Group.__new__(Group)
    old.__dict__ |= vars(group) | {"database": database}
    with monkeypatch.context() as patched:
        patched.setattr(membership, "_VERSIONS", ("server.sql",))
        rights = tuple(right for right in membership._RIGHTS_TO_ADD if "stet.dates" not in right)
        patched.setattr(membership, "_RIGHTS_TO_ADD", rights)
        patched.setattr("annotations.sync.membership.SCHEMA_VERSION", 1)
        patched.setattr("annotations.sync.refusing.SCHEMA_VERSION", 1)
        with old.library("kim") as workspace:
            init(workspace, old.address("kim"))
        old.join("lee")
    with pytest.raises(ServerError, match=r"of an older Stet \(version 1; this one needs 2\)") as caught:
        old.sync("kim")
    assert f"stet sync init {old.address('kim').shown}" in caught.value.hint
    with old.library("lee") as workspace, pytest.raises(ServerError, match="does not let you do that"):
        init(workspace, old.address("lee"))
    with old.library("kim") as workspace:
        assert init(workspace, old.address("kim")) is Founded.BROUGHT_UP_TO_DATE
        assert init(workspace, old.address("kim")) is Founded.THERE
    assert [name for name, _, _ in members(old.address("kim"))] == ["kim", "lee"]
    test_whoever_had_a_text_earlier_tells_the_others(old)
