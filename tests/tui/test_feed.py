"""What the reader is fed: what is stored, Stet's own, and what suggesters of other packages find."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.model import Role, Span
from annotations.reader_process import ReaderProcess
from annotations.suggest.base import Suggestion
from annotations.suggest.codec import to_plain
from annotations.suggest.stored import keep
from tests.annotations.suggest.packages import START, install, install_weasels
from tests.tui.desks import add_article, desk_on
from tui.desk import Desk
from tui.first_look import FirstLook
from tui.opening import open_number
from tui.session import Session
from tui.suggesting import Feed
from tui.suggesting_others import Wanted

TEXT = (
    "The quay is saved\n"
    "“We will pay for the quay,” said Ilse Brandt.\n"
    "Critics say that the quay will cost 40 million crowns.\n"
    "Nobody doubts it.\n"
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture(scope="module")
def process() -> Iterator[ReaderProcess]:
    process = ReaderProcess()
    yield process
    process.close()


@pytest.fixture
def desk(session: Session) -> Desk:
    return desk_on(session, session.submit(lambda w: add_article(w, "/news/quay.txt", TEXT)).result())


def store(desk: Desk, maker: str, *suggestions: Suggestion) -> None:
    info = desk.reading.info
    assert info is not None
    desk.session.submit(lambda w: keep(w, info, maker, suggestions)).result()


def offered(desk: Desk, label: str) -> list[Suggestion]:
    return [one.suggestion for one in desk.reading.suggestions if one.label == label and desk.offers.shows(one)]


async def fed(process: ReaderProcess, desk: Desk, *kinds: str, others: Wanted | None = None) -> Feed:
    """Feed a desk until there is nothing more."""
    feed = Feed(desk, lambda: None, process, kinds, others)
    await feed.run()
    return feed


async def test_what_is_stored_stands_beside_stets_own_and_says_who_made_it(process: ReaderProcess, desk: Desk) -> None:
    doubt = Suggestion("claim", (span("Nobody doubts it."),), score=0.3, reasons=("a hunch",))
    store(desk, "bert", doubt)
    feed = await fed(process, desk, "quotes", "claims")
    feed.stop()
    assert [one.reasons for one in offered(desk, "claim") if one.fragments == doubt.fragments] == [
        ("from bert", "a hunch")
    ]
    assert len(offered(desk, "claim")) > 1
    assert offered(desk, "quote")


async def test_the_same_suggestion_is_shown_once_with_both_who_made_it(process: ReaderProcess, desk: Desk) -> None:
    feed = await fed(process, desk, "quotes")
    feed.stop()
    (own,) = [one for one in offered(desk, "quote") if "pay" in one.fragments[0].of(TEXT)]
    desk.reading.suggestions.clear()
    store(desk, "bert", Suggestion("quote", own.fragments, (Role("source", "Brandt"),), score=0.4))
    feed = await fed(process, desk, "quotes")
    (shown,) = [one for one in offered(desk, "quote") if one.fragments == own.fragments]
    assert shown.reasons == (*own.reasons, "from bert")
    assert (shown.score, shown.roles) == (own.score, own.roles)
    await feed.switch("quotes", on=True)  # once more changes nothing
    feed.stop()
    assert shown in offered(desk, "quote")


async def test_what_stet_stored_itself_does_not_say_so(process: ReaderProcess, desk: Desk) -> None:
    store(desk, "stet", Suggestion("claim", (span("Nobody doubts it."),), reasons=("plain statement",)))
    (await fed(process, desk)).stop()
    assert [one.reasons for one in offered(desk, "claim")] == [("plain statement",)]


async def test_a_kind_switched_off_leaves_what_others_suggest_and_on_again_brings_it_back(
    process: ReaderProcess, desk: Desk
) -> None:
    store(desk, "bert", Suggestion("quote", (span("Nobody doubts it."),)))
    feed = await fed(process, desk, "quotes")
    before = offered(desk, "quote")
    assert len(before) > 1
    await feed.switch("quotes", on=False)
    assert [one.reasons for one in offered(desk, "quote")] == [("from bert",)]
    await feed.switch("quotes", on=True)
    feed.stop()
    assert offered(desk, "quote") == before


async def test_a_damaged_row_spoils_nothing(process: ReaderProcess, desk: Desk) -> None:
    store(desk, "bert", Suggestion("claim", (span("Nobody doubts it."),)), Suggestion("claim", (span("The quay"),)))

    def damage(rows: list[str]) -> None:
        desk.session.submit(
            lambda w: w.store._connection.execute("UPDATE suggestions SET body = ? WHERE key = 1", rows)
        ).result()

    damage([json.dumps({"fragments": [[5, 1]], "roles": [], "attributes": {}, "reasons": []})])
    (await fed(process, desk)).stop()
    assert [one.fragments[0].of(TEXT) for one in offered(desk, "claim")] == ["The quay"]


async def test_a_suggester_of_another_package_is_asked_and_can_be_switched_off(
    process: ReaderProcess, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", install_weasels(tmp_path)["PYTHONPATH"])
    wanted = Wanted(None)
    feed = await fed(process, desk, others=wanted)
    (weasel,) = offered(desk, "claim")
    assert weasel.reasons == ("from weasels", "“Critics say”: who?")
    assert feed.others.on == ["weasels"]
    await feed.switch("weasels", on=False)
    assert offered(desk, "claim") == []
    assert "weasels" not in wanted  # in the next article either
    await feed.switch("weasels", on=True)
    feed.stop()
    assert offered(desk, "claim") == [weasel]


@pytest.mark.parametrize("named", [[], ["quotes"]])
async def test_settings_that_do_not_name_it_leave_it_alone(
    process: ReaderProcess, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: list[str]
) -> None:
    monkeypatch.setenv("PYTHONPATH", install_weasels(tmp_path)["PYTHONPATH"])
    (await fed(process, desk, others=Wanted(named))).stop()
    assert offered(desk, "claim") == []


async def test_a_feed_that_is_stopped_asks_nobody(process: ReaderProcess, desk: Desk) -> None:
    feed = Feed(desk, lambda: None, process, ("quotes",), Wanted(None))
    feed.stop()
    await feed.run()
    await feed.others.run()
    assert feed.others.known == {}
    assert offered(desk, "quote") == []


async def test_settings_that_name_what_nobody_suggests_are_told(process: ReaderProcess, desk: Desk) -> None:
    (await fed(process, desk, others=Wanted(["quotes", "rumours"]))).stop()
    assert desk.message is not None
    assert desk.message.text == "reader.suggest names “rumours”, which nothing suggests"


async def test_a_bad_one_is_named_and_the_rest_goes_on(
    process: ReaderProcess, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = install(
        tmp_path,
        "bad",
        START.replace("mine", "bad") + "        raise ValueError('no model')\n",
        {"bad": "bad:Suggester"},
    )
    install_weasels(tmp_path)
    monkeypatch.setenv("PYTHONPATH", environment["PYTHONPATH"])
    feed = await fed(process, desk, "quotes", others=Wanted(None))
    feed.stop()
    assert desk.message is not None
    assert desk.message.text == "the suggester “bad” of bad-suggester is left aside: ValueError: no model"
    assert offered(desk, "quote")
    assert [one.reasons[0] for one in offered(desk, "claim")] == ["from weasels"]


async def test_quotes_that_may_be_none_are_offered_on_request(process: ReaderProcess, session: Session) -> None:
    text = "Brandt said that the quay was old.\nThe council rejected the plan.\nLund criticised the mayor.\n"
    desk = desk_on(session, session.submit(lambda w: add_article(w, "/news/plan.txt", text)).result())

    def quoted() -> list[str]:
        return [one.fragments[0].of(text) for one in offered(desk, "quote")]

    feed = await fed(process, desk, "quotes")
    assert quoted() == ["the quay was old"]
    assert await feed.more() == (0, 2)
    assert quoted() == ["the quay was old", "the plan", "the mayor"]
    assert await feed.more() == (0, 0)
    feed.stop()


async def test_what_was_dismissed_does_not_come_back_with_the_first_page(
    process: ReaderProcess, session: Session, desk: Desk
) -> None:
    feed = await fed(process, desk, "quotes")
    feed.stop()
    (pay,) = [one for one in desk.reading.suggestions if "pay" in one.suggestion.fragments[0].of(TEXT)]
    await desk.offers.dismiss(pay)
    info = desk.reading.info
    assert info is not None
    page = await session.run(lambda w: open_number(w, info.number))
    again = desk_on(session, await session.run(lambda w: w.open(info)))
    feed = Feed(again, lambda: None, process, ("quotes",), Wanted(()))
    await feed.begin(FirstLook(process, page, ("quotes",)))
    feed.stop()
    assert pay.suggestion.fragments not in [one.fragments for one in offered(again, "quote")]
    assert [one.fragments[0].of(TEXT) for one in offered(again, "quote")] == ["the quay will cost 40 million crowns"]


async def test_claims_come_in_the_order_of_the_text_so_that_those_of_a_page_are_drawn_at_once(
    process: ReaderProcess, desk: Desk
) -> None:
    reading = desk.reading
    suggestions = process.suggestions.anew()
    suggestions.open(reading.text, reading.blocks, reading.sentences, "en")
    (part,) = suggestions.best("claims", 1)
    starts = [one.fragments[0].start for one in part]
    assert len(starts) > 1
    assert starts == sorted(starts)


async def test_what_was_kept_is_shown_at_once_and_goes_if_it_is_not_found_anew(
    process: ReaderProcess, desk: Desk
) -> None:
    feed = await fed(process, desk, "quotes", "stances")
    kept = feed.to_keep()
    feed.stop()
    assert kept
    before = offered(desk, "quote")
    desk.reading.suggestions.clear()
    outdated = to_plain(Suggestion("quote", (span("Nobody doubts it."),)))
    info = desk.reading.info
    assert info is not None
    suggested = [*kept, outdated]
    desk.session.submit(lambda w: w.remember_place(info, 0, suggested=suggested)).result()
    page = desk.session.submit(lambda w: open_number(w, info.number)).result()
    feed = Feed(desk, lambda: None, process, ["quotes"])
    feed.take_kept(page.suggested)
    shown = offered(desk, "quote")
    assert [one for one in shown if one.fragments != outdated_at()] == before
    assert len(shown) == len(before) + 1
    assert offered(desk, "stance") == [], "a kind that is not wanted"
    await feed.run()
    feed.stop()
    assert offered(desk, "quote") == before
    assert feed.to_keep() == [one for one in kept if one["label"] == "quote"]


def outdated_at() -> tuple[Span, ...]:
    return (span("Nobody doubts it."),)


async def test_what_was_asked_for_is_not_kept(process: ReaderProcess, desk: Desk) -> None:
    feed = await fed(process, desk, "quotes", "claims")
    assert any(one["label"] == "claim" for one in feed.to_keep() or ())
    await feed.more()
    assert not any(one["label"] == "claim" for one in feed.to_keep() or ())
    feed.stop()
