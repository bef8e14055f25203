"""Thirty annotators who sync at once, while they, the server and connections are killed: nothing is lost, or twice."""

import multiprocessing
import random
import shutil
import signal
from multiprocessing.connection import wait

from annotations.checking import check
from tests.sync import worker
from tests.sync.groups import Group, exported
from tests.sync.test_cuts import terminate

PEOPLE = 30
EDITS = 4
PROCESSES = multiprocessing.get_context("fork")
EACH = 0.08
"""Seconds between two blows."""
BLOWS = ("kill", "terminate", "kill", "kill", "stop", "kill", "terminate", "kill", "kill", "stop", "kill", "terminate")


class Crowd:
    """Annotators at work, each in a process; one that was killed is started again."""

    def __init__(self, group, people):
        self.group = group
        self.killed = 0
        self.log = group.folder / "log"
        self.log.touch()
        self.running = {who: self.start(who) for who in people}

    def start(self, who):
        args = (self.group.path(who), who, self.group.address(who).shown)
        more = {"edits": EDITS, "seed": self.killed, "log": self.log}
        process = PROCESSES.Process(target=worker.main, args=args, kwargs=more)
        process.start()
        return process

    def strike(self, blow, chance):
        if blow == "kill":
            self.running[chance.choice(sorted(self.running))].kill()
            self.killed += 1
        elif blow == "terminate":
            terminate(self.group)
        else:
            self.group.postgres.stop(signal.SIGQUIT)
            self.group.postgres.start()

    def collect(self, timeout):
        """Wait until somebody has ended, at most so long."""
        wait([process.sentinel for process in self.running.values()], timeout)
        for who, process in list(self.running.items()):
            if not process.is_alive():
                process.join()
                assert process.exitcode in {0, -signal.SIGKILL}
                del self.running[who]
                if process.exitcode:
                    self.running[who] = self.start(who)


def test_nothing_is_lost_and_nothing_is_twice(postgres, folder):
    people = [f"p{number:02}" for number in range(PEOPLE)]
    group = Group(postgres, folder, *people)
    group.sync("kim")
    group.sync("lee")
    for who in people:  # each has what the server had in the beginning
        shutil.copyfile(group.path("lee"), group.path(who))
    chance = random.Random(7)
    crowd = Crowd(group, people)
    for blow in BLOWS:
        crowd.collect(EACH)
        if crowd.running:
            crowd.strike(blow, chance)
    while crowd.running:
        crowd.collect(None)
    for who in (*people, *people):
        group.sync(who)
    on_server = group.on_server()
    assert len(on_server) == len(set(on_server)) > PEOPLE
    states, first = group.state(people[0]), exported(group.path(people[0]))
    for who in people:
        assert group.edits(who) == on_server, who
        assert group.state(who) == states
        assert exported(group.path(who)) == first
    with group.library(people[0]) as workspace:
        assert [finding for finding in check(workspace.store) if finding.wrong] == []
    assert crowd.killed
    assert "was cut" in crowd.log.read_text()  # in the middle of it


def test_several_programs_may_sync_one_library(group):
    """The reader does in the background what somebody does by hand just then."""
    group.sync("kim")
    group.sync("lee")
    more = {"edits": 6, "log": group.folder / "log"}
    address = group.address("lee").shown
    running = [
        PROCESSES.Process(target=worker.main, args=(group.path("lee"), "lee", address), kwargs=more | {"seed": seed})
        for seed in range(4)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
        assert process.exitcode == 0
    for who in ("lee", "kim", "lee"):
        group.sync(who)
    assert group.edits("kim") == group.edits("lee") == group.on_server()
    assert len(set(group.on_server())) == len(group.on_server())
    assert group.state("kim") == group.state("lee")
