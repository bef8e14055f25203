"""How many keys an annotation takes: sequences replayed on the sample articles, each held to what it should make.

`python -m tests.benchmarks.keystrokes` prints the table. A label that is picked counts as many keys as it has letters.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from annotations.importing.articles import import_article
from annotations.model import Annotation
from tests.tui.desks import desk_on
from tui.desk import Desk
from tui.session import Session

SAMPLES = Path(__file__).parents[2] / "sample_articles"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to annotate, from the sentence before it is read on.

    Attributes:
        kind: What sort of annotation it is.
        at: Words of the sentence that the cursor is on.
        keys: Keys, and words in “…” whose jump label is typed.
        words: The fragments that must come out.
        roles: (role, its words) that must come out.
    """

    kind: str
    article: str
    at: str
    keys: str
    words: tuple[str, ...]
    roles: tuple[tuple[str, str], ...] = ()


LIMITS = {
    "sentence": 1,
    "quoted words": 2,
    "direct quote, source, cue": 10,
    "indirect quote, source, cue": 16,
}
TASKS = (
    Task("sentence", "tram-vote.txt", "The vote on Tuesday", "c", ("The vote on Tuesday night was 31 to 30.",)),
    Task("quoted words", "tram-vote.txt", "By a single vote", "i q", ("a debt to the eastern districts",)),
    Task(
        "direct quote, source, cue",
        "tram-vote.txt",
        "“We have asked",
        "i q r s “Ines Vandermoor” r c “said Mayor”",
        ("We have asked people in the east to wait since 1964", "and I was not prepared to ask them once more"),
        (("source", "Ines Vandermoor"), ("cue", "said")),
    ),
    Task(
        "direct quote, source, cue",
        "tram-vote.txt",
        "“Nobody in this chamber",
        "i q r s “he said” r c “said. His”",
        ("Nobody in this chamber can name a city of our size in which such a forecast came true",),
        (("source", "he"), ("cue", "said")),
    ),
    Task(
        "direct quote, source, cue",
        "tram-vote.txt",
        "“I am not against",
        "i q r s “Fadia Haddad” r c “said Fadia”",
        ("I am not against trams, I am against being a building site",),
        (("source", "Fadia Haddad"), ("cue", "said")),
    ),
    Task(
        "indirect quote, source, cue",
        "tram-vote.txt",
        "She said the line",
        "F “the line would” “together.” q r s “She said” r c “said the line”",
        (
            (
                "the line would carry 46,000 passengers a day in its third year, more than the four bus routes that it "
                "replaces carry together"
            ),
        ),
        (("source", "She"), ("cue", "said")),
    ),
    Task(
        "indirect quote, source, cue",
        "tram-vote.txt",
        "The city’s own auditors",
        "F “the project could” “years.” q r s “auditors” r c “warned”",
        (
            (
                "the project could cost as much as 480 million crowns if steel prices rise as they did in the past "
                "three years"
            ),
        ),
        (("source", "auditors"), ("cue", "warned")),
    ),
    Task(
        "indirect quote, source, cue",
        "tram-vote.txt",
        "Ms. Vandermoor said she",
        "F “she was not” “vote.” q r s “Vandermoor said she” r c “said she”",
        ("she was not afraid of a vote",),
        (("source", "Vandermoor"), ("cue", "said")),
    ),
    Task(
        "stance with holder and target",
        "tram-vote.txt",
        "The Chamber of Commerce",
        "s + r h “Chamber of”",
        (),
        (("holder", "Chamber of Commerce"),),
    ),
)


def parse(keys: str) -> list[tuple[str, bool]]:
    """Part keys from words in “…” whose label is to be typed."""
    parts: list[tuple[str, bool]] = []
    rest = keys
    while rest:
        rest = rest.lstrip()
        if rest.startswith("“"):
            words, _, rest = rest[1:].partition("”")
            parts.append((words, True))
        else:
            key, _, rest = rest.partition(" ")
            parts.append((key, False))
    return parts


async def replay(desk: Desk, keys: str) -> int:
    """Press the keys; return how many there were."""
    pressed = 0
    for part, picked in parse(keys):
        for key in label_of(desk, part) if picked else [part]:
            await desk.press(key)
            pressed += 1
    return pressed


def label_of(desk: Desk, words: str) -> str:
    """The label that stands where words begin, nearest to the cursor."""
    text, here = desk.reading.text, desk.reading.here().start
    offsets = {label.offset: label.text for label in desk.reading.labels}
    if not offsets:
        raise LookupError(f"no labels are shown where “{words}” should be picked")
    found = [offset for offset in offsets if text.startswith(words, offset)]
    if not found:
        raise LookupError(f"no label stands at “{words}”")
    return offsets[min(found, key=lambda offset: abs(offset - here))]


async def perform(session: Session, task: Task) -> tuple[int, Annotation]:
    """Do a task at a new desk; return the number of keys and what came out."""
    info = await session.run(lambda w: import_article(w, SAMPLES / task.article).info)
    document = await session.run(lambda w: w.open(info))
    desk = desk_on(session, document)
    desk.reading.go_to(desk.reading.text.index(task.at))
    before = {annotation.id for annotation in await session.run(lambda w: list(w.annotations(info)))}
    pressed = await replay(desk, task.keys)
    made = [a for a in await session.run(lambda w: list(w.annotations(info))) if a.id not in before]
    (annotation,) = made
    return pressed, annotation


def differences(task: Task, annotation: Annotation, text: str) -> list[str]:
    """Say what came out otherwise than it should."""
    words = tuple(fragment.of(text) for fragment in annotation.fragments)
    roles = tuple((role.role, role.span.of(text)) for role in annotation.roles if role.span is not None)
    wrong = []
    if task.words and words != task.words:
        wrong.append(f"words {words}")
    if task.roles and roles != task.roles:
        wrong.append(f"roles {roles}")
    return wrong


async def measure(run: Callable[[Session], Awaitable[None]]) -> None:
    """Lend a session on a library of its own."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder) / "library.db", "kim")
        try:
            await run(session)
        finally:
            session.close()


async def _print(session: Session) -> None:
    counts: dict[str, list[int]] = {}
    for task in TASKS:
        pressed, annotation = await perform(session, task)
        text = await session.run(lambda w, key=annotation.version: w.store.text(key))  # type: ignore[misc]
        for wrong in differences(task, annotation, text):
            print(f"{task.kind}: {wrong}")
        counts.setdefault(task.kind, []).append(pressed)
    print("| annotation | keys, median | most | promised |\n|---|---|---|---|")
    for kind, pressed in counts.items():
        print(f"| {kind} | {median(pressed):g} | {max(pressed)} | {LIMITS.get(kind, '–')} |")


if __name__ == "__main__":
    asyncio.run(measure(_print))
