"""One annotator of many, in a process of their own: works, syncs, and goes on until everything is sent.

It tags and changes things in its library; it may be killed at any time, and is started again.
"""

import os
import random
from contextlib import suppress
from pathlib import Path

from annotations.errors import ConflictError, OfflineError, ServerError, StoreError
from annotations.model import Span
from annotations.store import Store
from annotations.sync.address import parsed
from annotations.sync.options import Options
from annotations.sync.syncing import sync
from annotations.workspace import Workspace


def work(workspace, chance):
    """Do something to what is one's own."""
    from dataclasses import replace

    infos = list(workspace.store.articles.all())
    info = chance.choice(infos)
    mine = [a for a in workspace.annotations(info) if a.annotator == workspace.annotator]
    match chance.choice(("tag", "tag", "note", "delete", "undo", "status")) if mine else "tag":
        case "tag":
            start = chance.randrange(len(workspace.store.text(info.key)) - 10)
            workspace.tag(info, "claim", [Span(start, start + 5)], again=True)
        case "note":
            before = chance.choice(mine)
            workspace.change(info, before, replace(before, note=str(chance.random())), "noted")
        case "delete":
            workspace.delete(info, chance.choice(mine))
        case "undo":
            workspace.undo(info)
        case "status":
            workspace.toggle_done(info)


def main(database, name, address, *, edits, seed, log):
    """Make so many edits, and sync after some of them; what goes wrong with a server is written to `log`."""
    with Store(Path(database)) as store:
        workspace = Workspace(store, name)
        chance = random.Random(f"{name} {seed}")
        done = 0
        while True:
            for _ in range(min(chance.randrange(1, 3), edits - done)):
                with suppress(ConflictError):  # another program may have been sooner
                    work(workspace, chance)
                done += 1
            try:
                sync(workspace, parsed(address), Options(at_once=chance.choice((1, 3, 20))))
            except (OfflineError, ServerError, StoreError) as error:
                with log.open("a") as out:
                    print(os.getpid(), name, error.message, file=out)
                continue
            if done >= edits:
                return
