"""The desk, as keys come to it: what they do, what is said, what is stored."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from annotations.columns import Sentences
from annotations.model import Annotation
from tests.tui.desks import add_article, desk_on, span
from tui.actions import Context
from tui.desk import Desk
from tui.session import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("desk") / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def desk(session: Session) -> Desk:
    return desk_on(session, session.submit(lambda w: add_article(w, "/news/bridge.txt")).result())


async def press(desk: Desk, *keys: str) -> None:
    for key in keys:
        await desk.press(key)


def said(desk: Desk) -> str:
    return desk.message.text if desk.message is not None else ""


def stored(desk: Desk) -> list[Annotation]:
    info = desk.reading.info
    assert info is not None
    return desk.session.submit(lambda w: list(w.annotations(info))).result()


def still_reading(desk: Desk, known: int) -> None:
    """Let the desk know only the first sentences."""
    sentences = Sentences(desk.reading.sentences[index] for index in range(known))
    desk.reading.sentences = sentences
    desk.reading.complete = False


async def test_esc_stops_waiting_for_sentences(desk: Desk) -> None:
    still_reading(desk, 1)
    going = asyncio.create_task(desk.press("G"))
    await asyncio.sleep(0)
    assert desk.waits.waiting
    assert "Esc stops waiting" in said(desk)
    assert desk.waits.give_up()
    await going
    assert "stopped waiting" in said(desk)
    assert desk.reading.sentence == 0
    assert not desk.waits.give_up()


async def test_a_key_goes_on_when_the_sentences_are_there(desk: Desk) -> None:
    last = desk.reading.sentences[3]
    rest = [desk.reading.sentences[index] for index in (1, 2)]
    still_reading(desk, 1)
    going = asyncio.create_task(desk.press("G"))
    await asyncio.sleep(0)
    desk.reading.add_sentences([*rest, last])
    desk.reading.finish_sentences()
    desk.waits.grew()
    await going
    assert desk.reading.current == last
    assert said(desk) == ""


async def test_a_label_that_the_scheme_does_not_have_disables_keys_with_a_reason(desk: Desk) -> None:
    await press(desk, "j", "q")
    annotation = desk.reading.active_annotation
    assert annotation is not None
    desk.reading.annotated.add(replace(annotation, label="rumour"))
    for action in desk.actions.of(Context.READER):
        desk.reason(action)
    await press(desk, "+")
    assert "does not have the label rumour" in said(desk)


async def test_repeating_a_tag_takes_its_label_and_values_along(desk: Desk) -> None:
    await press(desk, "j", "s", "-", "j", ".")
    assert [(a.label, a.attributes) for a in stored(desk)] == [
        ("stance", {"polarity": "against"}),
        ("stance", {"polarity": "against"}),
    ]
    assert span("Nine ferries a day carry 4,000 people across.") in stored(desk)[1].fragments
