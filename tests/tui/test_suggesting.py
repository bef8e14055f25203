"""Suggestions at the desk: shown, stepped to, accepted, dismissed, walked over, taken along by a tag."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from annotations.model import Annotation, Origin, Role, Span
from annotations.suggest.base import Suggestion
from annotations.suggest.quotes_scores import SURE_SCORE
from tests.tui.desks import add_article, desk_on
from tui.acts.suggesting import current
from tui.desk import Desk
from tui.inspector_lines import inspector_lines
from tui.session import Session

TEXT = (
    "The quay is saved\n"
    "“We will pay,” said Ilse Brandt.\n"
    "Brandt told reporters that the quay would cost 40 million crowns.\n"
    "“It is ours,” he said, “and it stays.” Nobody doubts it.\n"
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


PAY = Suggestion(
    "quote", (span("We will pay"),),
    (Role("source", None, span("Ilse Brandt")), Role("cue", None, span("said"))), {"kind": "direct"}, 0.95, ("marks",),
)  # fmt: skip
COST = Suggestion(
    "quote", (span("the quay would cost 40 million crowns"),),
    (Role("source", "Ilse Brandt", span("Brandt told"[:6])),), {"kind": "indirect"}, 0.7, ("told … that",),
)  # fmt: skip
OURS = Suggestion("quote", (span("It is ours"), span("and it stays")), (), {"kind": "direct"}, 0.6)
CLAIM = Suggestion("claim", (span("Brandt told reporters that the quay would cost 40 million crowns."),), score=0.8)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("suggest") / "library.db", "kim")
    yield session
    session.close()


@pytest.fixture
def desk(session: Session) -> Desk:
    desk = desk_on(session, session.submit(lambda w: add_article(w, "/news/quay.txt", TEXT)).result())
    desk.offers.offer([PAY, COST, OURS, CLAIM])
    return desk


async def press(desk: Desk, keys: str) -> None:
    for key in keys.split():
        await desk.press(key)


def said(desk: Desk) -> str:
    return desk.message.text if desk.message is not None else ""


def stored(desk: Desk) -> list[Annotation]:
    info = desk.reading.info
    assert info is not None
    return desk.session.submit(lambda w: list(w.annotations(info))).result()


def words(annotation: Annotation) -> list[str]:
    return [fragment.of(TEXT) for fragment in annotation.fragments]


def shown(desk: Desk) -> list[str]:
    return [one.suggestion.fragments[0].of(TEXT)[:12] for one in desk.reading.suggestions if desk.offers.shows(one)]


async def test_tab_goes_from_one_to_the_next_and_back(desk: Desk) -> None:
    seen = []
    for _ in range(4):
        await press(desk, "tab")
        found = current(desk)
        assert found is not None
        seen.append((found.label, found.suggestion.fragments[0].of(TEXT)[:10]))
    assert seen == [
        ("quote", "We will pa"),
        ("claim", "Brandt tol"),
        ("quote", "the quay w"),
        ("quote", "It is ours"),
    ]
    await press(desk, "tab")
    assert said(desk) == "there is no suggestion after this"
    await press(desk, "shift+tab")
    found = current(desk)
    assert found is not None
    assert found.suggestion is not None
    assert found.suggestion.fragments == COST.fragments


async def test_accepting_is_one_step_and_says_where_it_came_from(desk: Desk) -> None:
    await press(desk, "tab a")
    (made,) = stored(desk)
    assert (made.label, words(made), made.origin) == ("quote", ["We will pay"], Origin.SUGGESTED)
    assert made.roles == PAY.roles
    assert made.attributes == {"kind": "direct"}
    assert "We will pay" not in shown(desk)
    await press(desk, "u")
    assert stored(desk) == []
    assert "We will pay" in shown(desk)


async def test_what_is_dismissed_stays_away_also_the_next_time(desk: Desk, session: Session) -> None:
    await press(desk, "tab d")
    assert "We will pay" not in shown(desk)
    info = desk.reading.info
    assert info is not None
    dismissed = session.submit(lambda w: w.store.suggestions.dismissed(info.key, "kim")).result()
    start, end = PAY.fragments[0]
    assert [(one.label, one.place) for one in dismissed] == [("quote", f"{start}-{end}")]
    again = desk_on(session, session.submit(lambda w: w.open(info)).result())
    again.reading.suggestions.dismissed = {(one.label, one.place) for one in dismissed}
    again.offers.offer([PAY, COST])
    assert shown(again) == ["the quay wou"]


async def test_without_a_suggestion_the_keys_say_why_they_do_nothing(desk: Desk) -> None:
    await press(desk, "a")
    assert said(desk) == "there is no suggestion here; Tab goes to the next"
    assert stored(desk) == []


async def test_a_tag_on_the_sentence_takes_fragments_roles_and_values(desk: Desk) -> None:
    await press(desk, "j j j q")
    (made,) = stored(desk)
    assert words(made) == ["It is ours", "and it stays"]
    assert made.attributes == {"kind": "direct"}
    assert made.origin == Origin.MANUAL


async def test_a_tag_on_the_quoted_words_takes_roles_and_keeps_the_words(desk: Desk) -> None:
    await press(desk, "j i q")
    (made,) = stored(desk)
    assert words(made) == ["We will pay"]
    assert made.roles == PAY.roles


async def test_a_tag_on_other_words_takes_nothing(desk: Desk) -> None:
    await press(desk, "j v v w q")
    (made,) = stored(desk)
    assert made.roles == ()
    assert made.attributes == {}


async def test_the_one_that_was_stepped_to_is_taken_before_others(desk: Desk) -> None:
    desk.offers.offer([Suggestion("quote", (span("40 million crowns"),), (), {"kind": "mixed"}, 0.4)])
    await press(desk, "tab tab tab")
    found = current(desk)
    assert found is not None
    assert found.suggestion.fragments == COST.fragments
    await press(desk, "q")
    assert words(stored(desk)[0]) == ["the quay would cost 40 million crowns"]


async def test_a_walk_takes_and_leaves_and_is_one_step(desk: Desk) -> None:
    await press(desk, "S q y n y")
    assert [words(made)[0] for made in stored(desk)] == ["We will pay", "It is ours"]
    assert "accepted 2 of 3" in said(desk)
    assert "the quay wou" not in shown(desk)
    await press(desk, "u")
    assert stored(desk) == []


async def test_a_walk_may_be_over_the_surest_only(desk: Desk) -> None:
    await press(desk, "9 0 S q")
    assert desk.taker is not None
    assert "1 of 1" in desk.taker.says
    await press(desk, "a")
    assert [words(made) for made in stored(desk)] == [["We will pay"]]


async def test_what_the_scheme_does_not_know_is_left_out(desk: Desk) -> None:
    desk.offers.offer(
        [
            Suggestion("rumour", (span("Nobody"),)),
            Suggestion("claim", (span("Nobody doubts it."),), (Role("witness", "Ann"),), {"type": "gossip"}, 0.5),
        ]
    )
    await press(desk, "tab tab tab tab tab a")
    made = stored(desk)[0]
    assert (made.label, made.roles, made.attributes) == ("claim", (), {})


async def test_a_filter_hides_suggestions_of_other_labels(desk: Desk) -> None:
    await press(desk, ":")
    for key in "filter":
        await desk.press(key)
    await press(desk, "space c l a i m enter")
    assert shown(desk) == ["Brandt told "]
    await press(desk, ":")
    for key in "filter":
        await desk.press(key)
    await press(desk, "enter")
    assert len(shown(desk)) == 4


async def test_how_many_were_accepted_changed_and_dismissed_is_counted(session: Session) -> None:
    mine = Session(session.path, "lee")
    try:
        desk = desk_on(mine, mine.submit(lambda w: add_article(w, "/news/lee.txt", TEXT)).result())
        desk.offers.offer([PAY, COST, OURS])
        await press(desk, "tab a tab a ! tab d")
        assert mine.submit(lambda w: w.store.suggestions.outcomes("lee")).result() == {"quote": (1, 1, 1)}
    finally:
        mine.close()


async def test_a_walk_said_that_a_accepts_just_this_one(desk: Desk) -> None:
    def inspected() -> str:
        return "".join(part for line in inspector_lines(desk, 40, 20) for part, _ in line)

    await press(desk, "tab")
    assert "a accept" in inspected()
    await press(desk, "S q")
    assert "quote suggested" in inspected()
    assert "a accept" not in inspected()
    await press(desk, "q")


def surely(suggestion: Suggestion) -> Suggestion:
    return replace(suggestion, score=SURE_SCORE)


async def test_all_that_is_sure_is_accepted_as_one_step_and_the_rest_is_counted(desk: Desk) -> None:
    desk.offers.offer([surely(PAY), surely(OURS), surely(CLAIM)])
    await press(desk, "A A")
    assert [words(made)[0] for made in stored(desk)] == ["We will pay", "It is ours"]
    assert {made.origin for made in stored(desk)} == {Origin.SUGGESTED}
    assert said(desk) == "accepted 2 sure quotes, 1 more to look at – u takes all of it back"
    assert [one[:12] for one in shown(desk)] == ["Brandt told ", "the quay wou"]
    assert desk.reading.active is None
    await press(desk, "u")
    assert said(desk) == "undone: accepted 2 sure quotes"
    assert stored(desk) == []
    assert "We will pay" in shown(desk)


async def test_what_others_suggest_is_never_sure_whatever_they_say(desk: Desk) -> None:
    desk.offers.offer([replace(surely(COST), reasons=("from a model",)), CLAIM])
    await press(desk, "A A")
    assert stored(desk) == []
    assert said(desk) == "no quote suggested here is sure enough to take without a look; Tab goes to the next"


async def test_a_walk_takes_what_the_page_shows_and_goes_on_behind_it(desk: Desk, monkeypatch: Any) -> None:
    end = TEXT.index("“It is ours,”")
    monkeypatch.setattr(desk.view, "visible", lambda: Span(0, end))
    await press(desk, "S q")
    assert desk.taker is not None
    assert desk.taker.says == "quote 1 of 3?  y yes  n no  p page  a all the rest  q quit"
    lines = ["".join(part for part, _ in line) for line in inspector_lines(desk, 40, 30)]
    assert lines[-2:] == ["  p takes these as well", "  Ilse Brandt: the quay would cost 40 …"]
    low = ["".join(part for part, _ in line) for line in inspector_lines(desk, 40, 6)]
    assert low[0] == "▸quote suggested 95 %"
    assert low[3:] == ["  p takes these as well", "  Ilse Brandt: the quay would cost 40 …"]
    await press(desk, "p")
    assert [words(made)[0] for made in stored(desk)] == ["We will pay", "the quay would cost 40 million crowns"]
    assert "3 of 3" in desk.taker.says
    await press(desk, "n")
    assert "accepted 2 of 3" in said(desk)
    await press(desk, "u")
    assert stored(desk) == []


async def test_a_page_that_shows_not_even_the_first_whole_gives_just_that(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(desk.view, "visible", lambda: Span(0, 3))
    await press(desk, "S q p q")
    assert [words(made)[0] for made in stored(desk)] == ["We will pay"]
