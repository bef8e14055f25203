"""How far everybody is: what was given to them, what they have begun and done, and what they did besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotations.group.assigning import queues
from annotations.model import Status
from annotations.printable import cells, one_line
from annotations.statistics.charts import BLOCKS, Marks, fit
from annotations.workspace import Workspace

__all__ = ["Progress", "progress", "progress_lines"]

_NAME = 24
"""Cells of the longest name."""
_BAR = 40
"""Cells of the longest bar."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person is.

    Attributes:
        done: Articles of their queue that they have marked done; `begun` and `new` likewise.
        characters: Code points of these articles, and `characters_left` of those that are not done.
        others_done: Articles that are not in their queue and that they have marked done; `others_begun` likewise.
    """

    annotator: str
    done: int
    begun: int
    new: int
    characters: int
    characters_left: int
    others_done: int
    others_begun: int

    @property
    def assigned(self) -> int:
        """Articles of their queue."""
        return self.done + self.begun + self.new


def progress(workspace: Workspace) -> list[Progress]:
    """Everybody's progress by name: of who has a queue, or has worked on an article.

    Raises:
        StoreError: The database refused.
    """
    found = {queue.annotator: queue for queue in queues(workspace)}
    besides: dict[str, Counter[Status]] = {}
    mine = {name: {queued.info.number for queued in queue.articles} for name, queue in found.items()}
    for number, by in workspace.store.work.coders().items():
        for name, status in by.items():
            counts = besides.setdefault(name, Counter())
            if number not in mine.get(name, ()):
                counts[status] += 1
    told = []
    for name in sorted(found.keys() | besides.keys()):
        queue, others = found.get(name), besides.get(name, Counter())
        done, begun, new = (
            (queue.count(status) if queue is not None else 0) for status in (Status.DONE, Status.BEGUN, Status.NEW)
        )
        told.append(
            Progress(
                name, done, begun, new,
                sum(queued.info.length for queued in queue.articles) if queue is not None else 0,
                queue.left if queue is not None else 0,
                others[Status.DONE], others[Status.BEGUN],
            )
        )  # fmt: skip
    return told


def progress_lines(found: Sequence[Progress], width: int, marks: Marks = BLOCKS) -> Iterator[str]:
    """A line for each person: name, a bar of what is done, begun and not begun, and the numbers.

    A bar is of the articles of a queue, as long as the numbers leave room for; each kind has a character of its own.
    """
    if not found:
        return
    done, begun, new = marks.shades[-1], marks.shades[1], marks.ground
    names = min(_NAME, max(cells(one_line(one.annotator)) for one in found))
    said = [_said(one) for one in found]
    room = max(8, min(_BAR, width - names - 4 - max(map(cells, said))))
    for one, words in zip(found, said, strict=True):
        total = one.assigned or one.others_done + one.others_begun
        parts = (one.done, one.begun) if one.assigned else (one.others_done, one.others_begun)
        wide = [_cells_of(part, total, room) for part in parts]
        wide[1] = min(wide[1], room - wide[0])
        bar = done * wide[0] + begun * wide[1]
        yield f"{fit(one.annotator, names, marks)}  {bar + new * (room - len(bar))}  {words}"
    yield ""
    yield f"{done} done  {begun} begun  {new} not begun"


def _cells_of(part: int, total: int, room: int) -> int:
    """Cells for a part of a whole: one at least where there is any, and all only for all of it."""
    if not part or not total:
        return 0
    return room if part == total else max(1, min(room - 1, part * room // total))


def _said(one: Progress) -> str:
    if not one.assigned:
        return f"{one.others_done} done, {one.others_begun} begun, no queue"
    rest = one.others_done + one.others_begun
    besides = f", {rest} besides" if rest else ""
    return f"{one.done} of {one.assigned} done, {one.begun} begun{besides}; {one.characters_left:,} characters left"
