"""A sync that is cut off leaves both sides whole, and the next one completes it."""

import signal

import pytest

from annotations.checking import check
from annotations.errors import OfflineError
from annotations.sync.pushing import _Push
from tests.annotations.merging.machines import WORDS
from tests.sync.test_roles import insert, state_of


class Cutter:
    """Does something to the connection at the Nth lot of edits."""

    def __init__(self, after, cut):
        self.left = after
        self.cut = cut

    def __call__(self, _):
        self.left -= 1
        if self.left == 0:
            self.cut()


def work(group, who, count=6):
    return [group.tag(who, WORDS[number % len(WORDS)]) for number in range(count)]


def terminate(group):
    """End every other session with the group's database, as an administrator may."""
    with group.postgres.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (group.database,)
        )


def restart(group):
    group.postgres.stop(signal.SIGQUIT)
    group.postgres.start()


def assert_whole(group):
    for who in ("kim", "lee"):
        with group.library(who) as workspace:
            assert [finding for finding in check(workspace.store) if finding.wrong] == []
    assert group.edits("kim") == group.edits("lee") == group.on_server()
    assert group.state("kim") == group.state("lee")


@pytest.mark.parametrize("cut", [terminate, restart])
@pytest.mark.parametrize("lots", [1, 3])
def test_cut_while_it_sends(group, cut, lots):
    work(group, "kim")
    with pytest.raises(OfflineError, match="was cut"):
        group.sync("kim", at_once=1, advance=Cutter(lots, lambda: cut(group)))
    assert 0 < len(group.on_server()) < 6
    group.sync("kim", at_once=2)
    group.sync("lee")
    assert len(group.on_server()) == 6
    assert_whole(group)


@pytest.mark.parametrize("cut", [terminate, restart])
def test_cut_while_it_takes(group, cut):
    work(group, "kim")
    group.sync("kim")
    with pytest.raises(OfflineError, match="was cut"):
        group.sync("lee", at_once=1, advance=Cutter(3, lambda: cut(group)))
    assert len(group.edits("lee")) == 3
    assert group.sync("lee", at_once=2).taken == {"kim": 3}
    assert_whole(group)


def test_cut_after_the_server_has_it_and_before_that_is_known(group, monkeypatch):
    work(group, "kim")
    noted = _Push._note

    def cut(push, **what):
        if what.get("sent"):
            raise KeyboardInterrupt
        noted(push, **what)

    monkeypatch.setattr(_Push, "_note", cut)
    with pytest.raises(KeyboardInterrupt):
        group.sync("kim")
    monkeypatch.setattr(_Push, "_note", noted)
    assert len(group.on_server()) == 6
    group.sync("kim")
    group.sync("lee")
    assert len(group.on_server()) == 6
    assert_whole(group)


def test_an_edit_that_is_committed_late_is_not_missed(group):
    group.sync("kim")
    group.sync("lee")
    with group.session("lee") as slow:
        with slow.transaction():
            insert(slow, kind="article", after='{"title":"late"}')
            assert group.sync("kim").taken == {}
        work(group, "kim", 1)
        assert group.sync("kim").taken == {"lee": 1}
    group.sync("lee")
    assert_whole(group)


def test_a_server_that_was_restored_from_a_backup_gets_everything_again(group):
    work(group, "kim", 2)
    group.sync("kim")
    group.sync("lee")
    work(group, "lee", 2)
    work(group, "kim", 2)
    group.sync("lee")
    group.sync("kim")
    with group.postgres.connect(group.database) as connection:
        connection.execute("SET session_replication_role = replica; DELETE FROM stet.edits WHERE number > 4")
    lost = group.sync("lee")
    assert lost.set_back
    assert len(group.on_server()) == 4
    assert group.sync("kim").set_back
    group.sync("lee")
    assert len(group.on_server()) == 6
    assert_whole(group)


def test_what_one_has_sent_and_a_restored_server_has_lost_is_sent_again(group):
    group.sync("kim")
    group.sync("lee")
    work(group, "lee", 1)
    work(group, "kim", 1)
    group.sync("kim")
    group.sync("lee")
    with group.postgres.connect(group.database) as connection:
        connection.execute("SET session_replication_role = replica; DELETE FROM stet.edits WHERE annotator = 'lee'")
        insert(connection, "s1", "kim", kind="article", after=state_of("kim", title="x"))
    group.sync("lee")
    assert any('"annotator":"lee"' in edit[3] for edit in group.on_server())
