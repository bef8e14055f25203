"""Relations between annotations, in one article and in two."""

from tests.tui.acts.quay import TEXT, press, relations, said, seated, stored
from tests.tui.desks import add_article
from tui.desk import Desk
from tui.session import Session
from tui.status import status_line


async def test_a_relation_joins_what_is_here(desk: Desk) -> None:
    await press(desk, "j j c k q")
    await press(desk, "R f j enter")
    quote, claim = (next(a for a in stored(desk) if a.label == label) for label in ("quote", "claim"))
    assert [(r.label, r.source, r.target) for r in relations(desk)] == [("evidence_for", quote.id, claim.id)]
    assert desk.pinned is None
    assert "evidence_for" in said(desk)
    await press(desk, "u")
    assert relations(desk) == []
    await press(desk, "U")
    assert len(relations(desk)) == 1


async def test_a_label_key_makes_one_and_joins_in_one_step(desk: Desk) -> None:
    await press(desk, "j j c R s j q")
    assert [r.label for r in relations(desk)] == ["supports"]
    assert len(stored(desk)) == 2
    await press(desk, "u")
    assert relations(desk) == []
    assert len(stored(desk)) == 1


async def test_the_annotation_tagged_last_was_related_and_not_the_one_under_the_cursor(desk: Desk) -> None:
    await press(desk, "j q j c k")
    assert desk.reading.active_annotation is not None
    assert desk.reading.active_annotation.label == "claim"
    await press(desk, "R f")
    assert said(desk).startswith("quote “We will pay,”")
    await press(desk, "j enter")
    quote, claim = (next(a for a in stored(desk) if a.label == label) for label in ("quote", "claim"))
    assert [(r.source, r.target) for r in relations(desk)] == [(quote.id, claim.id)]


async def test_what_is_carried_is_named_until_it_is_tied(desk: Desk) -> None:
    await press(desk, "j q R f j")
    assert said(desk) == ""
    line = "".join(words for words, _ in status_line(desk, 120))
    assert line.startswith(" quote “We will pay,” said Ilse Brandt, … evidence_for …  Enter this one")
    assert "evidence_for …  Enter this one" in "".join(words for words, _ in status_line(desk, 80))


async def test_esc_drops_what_is_carried(desk: Desk) -> None:
    await press(desk, "j q R s escape j c")
    assert relations(desk) == []
    assert desk.pinned is None


async def test_the_scheme_says_what_may_be_joined(desk: Desk) -> None:
    await press(desk, "j s R f j q enter")
    assert "evidence_for goes to claim" in said(desk)
    assert relations(desk) == []


async def test_nothing_is_related_to_itself(desk: Desk) -> None:
    await press(desk, "j c R s enter")
    assert "no other annotation here" in said(desk)
    assert relations(desk) == []


async def test_a_relation_is_followed_both_ways_and_removed(desk: Desk) -> None:
    await press(desk, "j j c k q R f j enter")
    await press(desk, "k > a g r")
    assert desk.reading.active_annotation is not None
    first = desk.reading.active
    await press(desk, "g r")
    assert desk.reading.active != first
    desk.make_taker = None
    related = desk.reading.related[0]
    info = desk.reading.info
    assert info is not None
    await desk.run(lambda w: w.unrelate(info, related.relation))
    assert relations(desk) == []


async def test_a_relation_is_carried_to_another_article_and_followed_back(session: Session) -> None:
    desk = seated(session, source="/news/one.txt")
    other = session.submit(lambda w: add_article(w, "/news/two.txt", TEXT.replace("40", "50"))).result()
    await press(desk, "j q R a")
    await desk.shell.open(str(other.info.number))
    await press(desk, "j j c")
    assert desk.reading.info is not None
    assert desk.reading.info.number == other.info.number
    assert [related.relation.label for related in desk.reading.related] == ["attacks"]
    await press(desk, "g r")
    assert desk.reading.info.source == "/news/one.txt"
    assert desk.reading.active_annotation is not None
    assert desk.reading.active_annotation.label == "quote"


async def test_undo_did_not_say_what_was_no_longer_related(desk: Desk) -> None:
    await press(desk, "j c R c j c")
    await press(desk, "o")
    related = desk.reading.relations_of(desk.reading.active or "")
    assert related
    info = await desk.article()
    edit = await desk.run(lambda w: w.unrelate(info, related[0].relation))
    assert edit.summary.startswith("removed the relation claim “")
    assert " contradicts claim “Brandt told" in edit.summary
