"""Syncing while somebody reads, in a real terminal, with a real server."""

import signal
import time

from tests.annotations.merging.machines import WORDS
from tests.end_to_end.program import Home, quit_reader, ready, told


def reader(group, who, config=None):
    env = {"STET_CONFIG": str(config) if config is not None else "/dev/null"}
    return Home(group.folder).read("1", "--as", who, db=group.path(who), env=env, columns=100, rows=30)


def test_sync_at_once_and_see_what_others_did(group):
    group.sync("kim")
    group.sync("lee")
    with reader(group, "lee") as screen:
        ready(screen)
        screen.press(":layers all\r")
        told(screen, "all layers are shown", "C 0")
        group.tag("kim", WORDS[3])
        group.sync("kim")
        screen.press(f":sync {group.address('lee').shown}\r")
        told(screen, "took 1 step of kim", "synced", "C 1")
        screen.press("c")
        screen.wait_for("saved 2")
        screen.press("g", "y")
        told(screen, "sent 1 step of lee")
        quit_reader(screen)
    assert group.sync("kim").taken == {"lee": 1}
    assert group.edits("kim") == group.edits("lee") == group.on_server()


def test_a_server_that_is_away_costs_a_word_in_the_status_line(group, tmp_path):
    group.sync("kim")
    config = tmp_path / "config.toml"
    config.write_text(f'[sync]\naddress = "{group.address("kim").shown}"\nevery = 1\n')
    group.postgres.stop(signal.SIGQUIT)
    try:
        with reader(group, "kim", config) as screen:
            ready(screen)
            screen.press("c")
            screen.wait_for("saved 1")
            screen.wait_for("offline")
            screen.press("j", "c")
            screen.wait_for("saved 2")
            group.postgres.start()
            screen.press(":sync\r")
            told(screen, "sent 2 steps of kim", "synced")
            quit_reader(screen)
    finally:
        if group.postgres.process is None:
            group.postgres.start()
    assert len(group.on_server()) == 2


def test_a_sync_that_is_asked_for_while_one_is_under_way_comes_after_it(group, tmp_path):
    """It was told that one is under way, and never what came of it, nor was sent what was done since it began."""
    group.sync("kim")
    group.tag("kim")
    config = tmp_path / "config.toml"
    config.write_text(f'[sync]\naddress = "{group.address("kim").shown}"\nevery = 60\n')
    with group.session("kim") as holding, reader(group, "kim", config) as screen:
        with holding.transaction():
            holding.execute("SELECT pg_advisory_xact_lock(1400141172)")
            ready(screen)
            screen.wait_for("syncing…")
            screen.press("j", "c")
            screen.wait_for("saved 2")
            screen.press(":sync\r")
            told(screen, "another one comes after it")
        told(screen, "synced")
        screen.wait_for("is new")  # where the first had not read the library yet, it has sent both
        quit_reader(screen)
    assert len(group.on_server()) == 2


def test_the_reader_ends_while_it_syncs(group):
    """Whoever quits does not wait for a server, and the next sync goes on."""
    group.sync("kim")
    for number in range(20):
        group.tag("kim", WORDS[number % len(WORDS)])
    with group.session("kim") as holding, reader(group, "kim") as screen:
        ready(screen)
        with holding.transaction():
            holding.execute("SELECT pg_advisory_xact_lock(1400141172)")
            screen.press(":sync\r")
            screen.wait_for("syncing…")
            began = time.monotonic()
            quit_reader(screen)
            assert time.monotonic() - began < 5
    group.sync("kim")
    assert group.edits("kim") == group.on_server()
    assert len(group.on_server()) == 20


def test_a_password_that_was_typed_is_not_offered_again(group):
    with reader(group, "kim") as screen:
        ready(screen)
        screen.press(":sync postgresql://kim:s3cret@127.0.0.1:1/x\r")
        told(screen, "does not answer")
        screen.press(":", "\x1b[A")
        screen.wait_for(":sync postgresql://kim@127.0.0.1:1/x")
        assert b"s3cret@" not in screen.raw.split(b"does not answer")[-1]
        screen.press("\x1b")
        quit_reader(screen)
