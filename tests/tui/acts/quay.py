"""An article on a quay, and a person at it who types keys."""

from annotations.model import Annotation, Relation
from tests.tui.desks import add_article, desk_on
from tui.desk import Desk
from tui.session import Session

TEXT = (
    "The quay is saved\n"
    "“We will pay,” said Ilse Brandt, the harbour master, “before the winter.” Nobody had asked her.\n"
    "Brandt told reporters that the quay would cost 40 million crowns, and the minister agreed.\n"
    "The quay is old. The quay is long. “It is ours,” he said. “It always was.”\n"
)
RALLY = (
    "The rally is over\n"
    "“This is a sad day,” said Rep. Q.B. Ostrander (D-Mo.), head of the Harbour Caucus. “We are beaten. We go on.”\n"
    "“It is late,” she said. Rain fell. “Go home.”\n"
    "“Stay,” Sen. Ilse Krag replied.\n"
)


def seated(session: Session, text: str = TEXT, source: str = "/news/quay.txt") -> Desk:
    return desk_on(session, session.submit(lambda w: add_article(w, source, text)).result())


async def press(desk: Desk, keys: str) -> None:
    for key in keys.split():
        await desk.press(key)


async def type_line(desk: Desk, text: str) -> None:
    for letter in text:
        await desk.press("space" if letter == " " else letter)
    await desk.press("enter")


async def pick(desk: Desk, words: str) -> None:
    """Type the label that stands at the words."""
    offset = desk.reading.text.index(words)
    label = next(label for label in desk.reading.labels if label.offset == offset)
    for letter in label.text:
        await desk.press(letter)


def said(desk: Desk) -> str:
    return desk.message.text if desk.message is not None else ""


def stored(desk: Desk) -> list[Annotation]:
    info = desk.reading.info
    assert info is not None
    return desk.session.submit(lambda w: list(w.annotations(info))).result()


def relations(desk: Desk) -> list[Relation]:
    info = desk.reading.info
    assert info is not None
    return desk.session.submit(lambda w: w.relations(info)).result()


def words(desk: Desk, annotation: Annotation) -> list[str]:
    return [fragment.of(desk.reading.text) for fragment in annotation.fragments]


def fillers(desk: Desk, annotation: Annotation) -> list[tuple[str, str | None, str | None]]:
    return [
        (role.role, role.name, role.span.of(desk.reading.text) if role.span is not None else None)
        for role in annotation.roles
    ]
