"""Annotating deeper than a sentence: spans, fragments, roles by label, relations, many places at once, commands."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import StetError
from annotations.model import Annotation, Relation
from tests.tui.desks import add_article, desk_on
from tui.acts.commanding import ask
from tui.desk import Desk
from tui.inspecting import Inspector
from tui.inspector_lines import inspector_lines
from tui.reading.labels import LETTERS, JumpLabels, names
from tui.session import Session
from tui.status import hint_lines, status_line

TEXT = (
    "The quay is saved\n"
    "“We will pay,” said Ilse Brandt, the harbour master, “before the winter.” Nobody had asked her.\n"
    "Brandt told reporters that the quay would cost 40 million crowns, and the minister agreed.\n"
    "The quay is old. The quay is long. “It is ours,” he said. “It always was.”\n"
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("deep") / "library.db", "kim")
    yield session
    session.close()


def seated(session: Session, text: str = TEXT, source: str = "/news/quay.txt") -> Desk:
    return desk_on(session, session.submit(lambda w: add_article(w, source, text)).result())


@pytest.fixture
def desk(session: Session) -> Desk:
    return seated(session)


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


# Jump labels


@given(st.integers(0, 2000))
def test_no_label_begins_another(count):
    labels = names(count)
    assert len(labels) == min(count, len(LETTERS) ** 2)
    assert len(set(labels)) == len(labels)
    assert not any(after.startswith(before) for before, after in pairwise(sorted(labels)))


def test_labels_are_typed_letter_by_letter():
    labels = JumpLabels(range(60))
    assert len(labels) == 60
    two = next(label for label in labels.shown() if len(label.text) == 2)
    assert labels.press(two.text[0]) is None
    assert all(len(label.text) == 1 for label in labels.shown())
    with pytest.raises(KeyError):
        labels.press("!")
    assert labels.back()
    assert len(labels.shown()) == 60
    assert labels.press(two.text[0]) is None
    assert labels.press(two.text[1]) == two.offset


async def test_f_goes_to_a_sentence(desk: Desk) -> None:
    await press(desk, "f")
    await pick(desk, "Brandt told")
    assert desk.reading.current is not None
    assert desk.reading.current.of(desk.reading.text).startswith("Brandt told")
    assert desk.reading.labels == ()
    assert desk.taker is None


async def test_f_goes_to_an_annotation_inside_a_sentence_and_makes_it_active(desk: Desk) -> None:
    await press(desk, "j i q")
    made = desk.reading.active
    await press(desk, "g g x")
    desk.reading.active = None
    await press(desk, "f")
    await pick(desk, "We will pay")
    assert desk.reading.active == made


async def test_esc_takes_the_labels_away(desk: Desk) -> None:
    await press(desk, "f")
    assert desk.reading.labels
    await press(desk, "escape")
    assert not desk.reading.labels
    assert desk.taker is None
    await press(desk, "j")
    assert desk.reading.sentence == 1


async def test_from_one_word_to_another_is_a_selection(desk: Desk) -> None:
    await press(desk, "j j F")
    await pick(desk, "quay would")
    await pick(desk, "crowns")
    await press(desk, "q")
    assert words(desk, stored(desk)[0]) == ["quay would cost 40 million crowns"]


async def test_a_selection_goes_to_a_word_by_its_label(desk: Desk) -> None:
    await press(desk, "j j v f")
    await pick(desk, "cost")
    await press(desk, "v f")
    await pick(desk, "million")
    await press(desk, "c")
    assert words(desk, stored(desk)[0]) == ["cost 40 million"]


# Fragments and spans


async def test_both_parts_of_an_interrupted_quote_are_taken_at_once(desk: Desk) -> None:
    await press(desk, "j i q")
    assert words(desk, stored(desk)[0]) == ["We will pay", "before the winter"]


async def test_so_they_are_after_a_sentence_that_only_says_who_spoke(desk: Desk) -> None:
    await press(desk, "j j j i q")
    assert words(desk, stored(desk)[0]) == ["It is ours", "It always was"]


async def test_shrinking_keeps_only_the_first_part(desk: Desk) -> None:
    await press(desk, "j i ( q")
    assert words(desk, stored(desk)[0]) == ["We will pay"]


async def test_a_comma_adds_the_selection_and_takes_exactly_it_away(desk: Desk) -> None:
    await press(desk, "j j j c")
    first = words(desk, stored(desk)[0])
    await press(desk, "k k v v w ,")
    assert words(desk, stored(desk)[0])[1:] == first
    assert "added" in said(desk)
    await press(desk, "v v w ,")
    assert words(desk, stored(desk)[0]) == first
    await press(desk, "u u")
    assert words(desk, stored(desk)[0]) == first


async def test_the_only_part_is_not_taken_away(desk: Desk) -> None:
    await press(desk, "j i ( q")
    await press(desk, "i ( ,")
    assert "x deletes" in said(desk)
    assert len(stored(desk)[0].fragments) == 1


async def test_a_span_is_taken_up_and_written_back(desk: Desk) -> None:
    await press(desk, "j j c g v")
    assert desk.reading.selection is not None
    await press(desk, "h h h enter")
    assert words(desk, stored(desk)[0])[0].endswith("the minister agre")
    assert len(stored(desk)) == 1
    await press(desk, "u")
    assert words(desk, stored(desk)[0])[0].endswith("agreed.")


async def test_esc_leaves_a_span_as_it_was(desk: Desk) -> None:
    await press(desk, "j j c g v h h escape enter")
    assert words(desk, stored(desk)[0])[0].endswith("agreed.")
    assert desk.reading.taken_up is None


# Roles


async def test_a_role_is_picked_by_its_label_with_nothing_selected(desk: Desk) -> None:
    await press(desk, "j i q r s")
    await pick(desk, "Ilse Brandt")
    await press(desk, "r c")
    await pick(desk, "said")
    assert fillers(desk, stored(desk)[0]) == [("source", None, "Ilse Brandt"), ("cue", None, "said")]


async def test_the_label_on_a_comma_picks_the_run_before_it(desk: Desk) -> None:
    await press(desk, "j i q r s")
    await pick(desk, ", “before")
    assert fillers(desk, stored(desk)[0]) == [("source", None, "the harbour master")]


async def test_a_role_of_several_words_is_picked_from_the_first_to_the_last(desk: Desk) -> None:
    await press(desk, "j i q r s")
    assert "F words" in desk.taker.says  # type: ignore[union-attr]
    await press(desk, "F")
    await pick(desk, "the harbour")
    assert stored(desk)[0].roles == ()
    await pick(desk, "master")
    assert fillers(desk, stored(desk)[0]) == [("source", None, "the harbour master")]
    assert desk.reading.selection is None
    await press(desk, "u")
    assert stored(desk)[0].roles == ()


async def test_esc_on_the_way_to_several_words_gives_no_role(desk: Desk) -> None:
    await press(desk, "j i q r s F")
    await pick(desk, "the harbour")
    await press(desk, "escape")
    assert desk.taker is None
    assert stored(desk)[0].roles == ()


async def test_the_same_words_again_take_the_role_away(desk: Desk) -> None:
    await press(desk, "j i q r s")
    await pick(desk, "Ilse Brandt")
    await press(desk, "r s")
    await pick(desk, "Ilse Brandt")
    assert stored(desk)[0].roles == ()
    await press(desk, "u")
    assert fillers(desk, stored(desk)[0]) == [("source", None, "Ilse Brandt")]


async def test_a_role_may_have_several_fillers(desk: Desk) -> None:
    await press(desk, "j j q r s")
    await pick(desk, "Brandt told")
    await press(desk, "r s")
    await pick(desk, "minister")
    assert [words for _, _, words in fillers(desk, stored(desk)[0])] == ["Brandt", "minister"]


async def test_words_that_have_a_name_in_this_article_get_it_again(desk: Desk) -> None:
    await press(desk, "j j q r s")
    await pick(desk, "minister")
    await press(desk, "r S")
    await type_line(desk, "Anna Berg")
    await press(desk, "A q r s")
    await pick(desk, "minister")
    assert fillers(desk, stored(desk)[1]) == [("source", "Anna Berg", "minister")]
    assert "that is Anna Berg" in said(desk)


async def test_call_gives_a_name_to_all_who_are_called_so(desk: Desk) -> None:
    for again in ("q", "A q"):
        await press(desk, f"g g j j {again} r s")
        await pick(desk, "Brandt told")
    await press(desk, ":")
    await type_line(desk, "call Brandt = Ilse Brandt")
    assert [fillers(desk, a) for a in stored(desk)] == [[("source", "Ilse Brandt", "Brandt")]] * 2
    await press(desk, "u")
    assert [fillers(desk, a) for a in stored(desk)] == [[("source", None, "Brandt")]] * 2


async def test_a_role_on_the_wrong_label_is_refused_with_what_there_is(desk: Desk) -> None:
    await press(desk, "j c r s")
    assert said(desk) == "a claim has no source; it has claimant"


async def test_a_name_of_ten_thousand_characters_is_refused_and_the_line_stays(desk: Desk) -> None:
    await press(desk, "j q r S")
    await type_line(desk, "x" * 9_000)
    assert "500 at most" in said(desk)
    assert desk.prompt is not None
    assert stored(desk)[0].roles == ()


# Relations


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


# Many places at once


async def test_every_occurrence_is_tagged_one_by_one_and_taken_back_at_once(desk: Desk) -> None:
    await press(desk, "g g v w T c")
    assert desk.taker is not None
    assert "1 of 4" in desk.taker.says
    await press(desk, "y n a")
    assert [words(desk, a) for a in stored(desk)] == [["quay"]] * 3
    assert "tagged 3 of 4" in said(desk)
    await press(desk, "u")
    assert stored(desk) == []


async def test_a_pattern_is_asked_for_when_nothing_is_selected_or_searched(desk: Desk) -> None:
    await press(desk, "T c")
    await type_line(desk, "[0-9]+ million")
    assert desk.taker is not None
    await press(desk, "y")
    assert [words(desk, a) for a in stored(desk)] == [["40 million"]]


async def test_words_inside_longer_words_are_left_alone(session: Session) -> None:
    desk = seated(session, "An owl\nOwls howl at an owl.\n")
    await press(desk, "g g v w T c a")
    assert [words(desk, a) for a in stored(desk)] == [["owl"], ["owl"]]


async def test_q_ends_a_walk_with_nothing_done(desk: Desk) -> None:
    await press(desk, "g g v w T c q")
    assert stored(desk) == []
    assert desk.taker is None


# The label line, guidelines, commands


async def test_the_label_line_takes_a_name_a_key_or_a_beginning(desk: Desk) -> None:
    for typed in ("claim", "q", "sta"):
        await press(desk, "j t")
        await type_line(desk, typed)
    assert [a.label for a in stored(desk)] == ["claim", "quote", "stance"]


async def test_a_label_that_is_not_there_is_refused_with_the_nearest(desk: Desk) -> None:
    await press(desk, "j t")
    await type_line(desk, "claims")
    assert "Did you mean “claim”?" in said(desk)
    assert desk.prompt is not None
    assert stored(desk) == []


async def test_the_guideline_of_a_label_comes_with_its_last_uses(desk: Desk) -> None:
    await press(desk, "j c j c g l")
    ((name, uses),) = desk.screens.guidelines  # type: ignore[attr-defined]
    assert name == "claim"
    assert uses[0].startswith("claim “Brandt told reporters")
    assert uses[1].startswith("claim “We will pay")


async def test_commands_go_tag_and_filter(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "3")
    assert desk.reading.sentence == 2
    await press(desk, ":")
    await type_line(desk, "tag quote")
    await press(desk, "j c")
    await press(desk, ":")
    await type_line(desk, "filter quote")
    assert "1 of 2" in said(desk)
    assert desk.reading.annotations_here() == []
    await press(desk, "g g > a")
    assert desk.reading.active_annotation is not None
    assert desk.reading.active_annotation.label == "quote"
    await press(desk, "> a")
    assert "no annotation after this" in said(desk)
    await press(desk, ":")
    await type_line(desk, "filter")
    await press(desk, "> a")
    assert desk.reading.active_annotation.label == "claim"


async def test_a_command_that_is_not_there_names_the_nearest_and_stays_to_be_mended(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "filtre")
    assert "Did you mean “filter”?" in said(desk)
    assert desk.prompt is not None


async def test_commands_complete_themselves_and_what_they_take(desk: Desk) -> None:
    await press(desk, ":")
    for key in ["f", "i", "tab", "space", "q", "u", "tab"]:
        await desk.press(key)
    assert desk.prompt is not None
    assert desk.prompt.editor.text == "filter quote"


async def test_the_arrow_brings_back_the_last_command(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "goto 2")
    await press(desk, ": up")
    assert desk.prompt is not None
    assert desk.prompt.editor.text == "goto 2"


async def test_any_action_is_a_command_by_its_id(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "tag.claim")
    assert [a.label for a in stored(desk)] == ["claim"]


# What went wrong when it was tried

RALLY = (
    "The rally is over\n"
    "“This is a sad day,” said Rep. Q.B. Ostrander (D-Mo.), head of the Harbour Caucus. “We are beaten. We go on.”\n"
    "“It is late,” she said. Rain fell. “Go home.”\n"
    "“Stay,” Sen. Ilse Krag replied.\n"
)


async def test_a_title_with_a_stop_ended_the_interruption_of_a_quotation(session: Session) -> None:
    desk = seated(session, RALLY, "/news/rally-title.txt")
    await press(desk, "j i q")
    (made,) = stored(desk)
    assert words(desk, made) == ["This is a sad day", "We are beaten. We go on"]


async def test_a_sentence_between_two_quotations_still_parts_them(session: Session) -> None:
    desk = seated(session, RALLY, "/news/rally-parts.txt")
    await press(desk, "j j i q")
    (made,) = stored(desk)
    assert words(desk, made) == ["It is late"]


async def test_a_name_was_cut_after_its_title_and_its_initials(session: Session) -> None:
    desk = seated(session, RALLY, "/news/rally-name.txt")
    await press(desk, "j i q r s")
    await pick(desk, "Rep. Q.B.")
    await press(desk, "j j i q r s")
    await pick(desk, "Sen. Ilse")
    names = [filler for annotation in stored(desk) for filler in fillers(desk, annotation)]
    assert names == [("source", None, "Rep. Q.B. Ostrander"), ("source", None, "Sen. Ilse Krag")]


async def test_quoted_words_just_tagged_were_selected_again(session: Session) -> None:
    desk = seated(session, RALLY, "/news/rally-again.txt")
    await press(desk, "j j i q i q")
    assert [words(desk, made) for made in stored(desk)] == [["It is late"], ["Go home"]]
    await press(desk, "g v c")
    assert [(made.label, words(desk, made)) for made in stored(desk) if made.label == "claim"] == [
        ("claim", ["Go home"])
    ]


async def test_an_error_in_a_line_was_cut_and_hid_the_completions(desk: Desk) -> None:
    await press(desk, ":")
    await type_line(desk, "suggest stanzas off")
    line = "".join(part for part, _ in status_line(desk, 60))
    above = " ".join("".join(part for part, _ in row).strip() for row in hint_lines(desk, 60))
    assert line.rstrip() == " :suggest stanzas off"
    assert above == said(desk)
    assert "Suggested are" in above
    await press(desk, "escape")


async def test_why_keys_do_nothing_was_cut_after_a_prefix(desk: Desk) -> None:
    await press(desk, "r")
    rows = ["".join(part for part, _ in row) for row in hint_lines(desk, 40)]
    assert all(len(row) <= 40 for row in rows)
    assert "step to one with > a" in " ".join(row.strip() for row in rows)
    await press(desk, "escape")


async def test_the_keys_of_a_pick_were_cut_at_80_columns(desk: Desk) -> None:
    await press(desk, "j j c r l")
    line = "".join(part for part, _ in status_line(desk, 80))
    assert "claimant of claim: its letters" in line
    assert "Esc none" in line
    await press(desk, "escape")


async def test_words_quoted_inside_of_a_quotation_were_passed_over(session: Session) -> None:
    text = "A vote\nShe recalled, “Out of nowhere he said, ‘All bets are off.’” Then “no.”\n"
    desk = seated(session, text, "/news/nested.txt")
    await press(desk, "j i q i q i q")
    made = [words(desk, annotation)[0] for annotation in stored(desk)]
    assert made == ["Out of nowhere he said, ‘All bets are off.’", "All bets are off", "no"]
    await press(desk, "g g 2 i")
    assert desk.reading.targets[0].of(text) == "All bets are off"


async def test_a_dateline_was_part_of_the_first_clause(session: Session) -> None:
    text = "A vote\nORSTAD ― The vote is lost, aides said.\nMOLDE - The vote is won, aides said.\n"
    desk = seated(session, text, "/news/dateline.txt")
    for _ in range(2):
        await press(desk, "j v w ) c")
    assert [words(desk, annotation) for annotation in stored(desk)] == [["The vote is lost"], ["The vote is won"]]


async def test_the_inspector_forgot_whom_a_role_is_for_while_words_elsewhere_were_selected(desk: Desk) -> None:
    await press(desk, "j j c j v")
    shown = "".join(part for line in inspector_lines(desk, 40, 20) for part, _ in line)
    assert "CLAIM" in shown
    await press(desk, "escape")
    assert "CLAIM" not in "".join(part for line in inspector_lines(desk, 40, 20) for part, _ in line)


async def test_two_annotations_of_a_label_looked_alike_in_the_inspector(desk: Desk) -> None:
    await press(desk, "j i ( q j j i ) q")
    shown = ["".join(part for part, _ in line) for line in inspector_lines(desk, 40, 20)]
    assert any(line.startswith("▸QUOTE  “") for line in shown)
    await press(desk, "k A q A q A q")
    assert all(inspector_lines(desk, 40, 3)), "rows stay blank where there are too few"


async def test_the_row_that_is_edited_stays_in_sight_with_the_keys_of_its_choices(desk: Desk) -> None:
    desk.make_taker = lambda: Inspector(desk)
    await press(desk, "j j c e v")
    rows = ["".join(part for part, _ in line) for line in inspector_lines(desk, 78, 7)]
    assert len(rows) <= 7
    assert any(row.startswith("›v verdict") for row in rows)
    assert "t true" in "".join(rows)
    assert "r…" not in "".join(part for part, _ in status_line(desk, 80))
    await press(desk, "escape escape")


async def test_completions_said_the_whole_line_again_and_were_cut(desk: Desk) -> None:
    await press(desk, ": s e t space")
    line = "".join(part for part, _ in status_line(desk, 60))
    assert len(line) <= 60
    assert "title=  author=  date=" in line
    await press(desk, " ".join(["tab"] * 8))
    line, chosen = "", ""
    for part, style in status_line(desk, 60):
        line, chosen = line + part, part if style == ("heading",) else chosen
    assert chosen.strip() == "measure="
    assert len(line) <= 60
    await press(desk, "escape")


async def test_a_command_of_the_line_was_not_in_the_palette(desk: Desk) -> None:
    ask(desk, "filter ")
    await type_line(desk, "quote")
    assert "annotations are shown" in said(desk)


async def test_a_name_of_ten_thousand_characters_is_refused_and_drawn_at_once(desk: Desk) -> None:
    await press(desk, "j j c r L")
    desk.paste("x" * 10_000)
    assert len("".join(part for part, _ in status_line(desk, 80))) <= 80
    await press(desk, "enter")
    assert said(desk).startswith("the name is 10000 characters long")
    assert stored(desk)[0].roles == ()
    await press(desk, "escape")


async def test_the_bottom_line_did_not_say_that_something_is_selected(desk: Desk) -> None:
    def bottom(width: int = 80) -> str:
        return "".join(part for part, _ in status_line(desk, width))

    await press(desk, "j j c j v")
    assert "1 word selected, v fixes the start" in bottom()
    await press(desk, "v w w")
    assert "3 words selected, start fixed" in bottom()
    assert "active: claim" in bottom(100)
    assert len(bottom(40)) <= 40
    await press(desk, "escape")
    assert "selected" not in bottom()


async def test_undo_did_not_say_what_was_no_longer_related(desk: Desk) -> None:
    await press(desk, "j c R c j c")
    await press(desk, "o")
    related = desk.reading.relations_of(desk.reading.active or "")
    assert related
    info = await desk.article()
    edit = await desk.run(lambda w: w.unrelate(info, related[0].relation))
    assert edit.summary.startswith("removed the relation claim “")
    assert " contradicts claim “Brandt told" in edit.summary


async def test_a_repeated_list_of_values_was_said_as_the_program_writes_it(desk: Desk) -> None:
    desk.make_taker = lambda: Inspector(desk)
    await press(desk, "j c e e")
    await type_line(desk, "https://a.example | https://b.example")
    await press(desk, "escape j .")
    assert said(desk).endswith("evidence https://a.example | https://b.example")


async def test_a_line_with_a_mistake_was_gone_before_it_could_be_mended(desk: Desk) -> None:
    await press(desk, "j :")
    await type_line(desk, "tag zzz")
    assert "no label" in said(desk)
    assert desk.prompt is not None
    await press(desk, "backspace backspace backspace")
    await type_line(desk, "claim")
    assert desk.prompt is None
    assert [made.label for made in stored(desk)] == ["claim"]


def test_a_sentence_with_a_hint_ended_with_two_stops(desk: Desk) -> None:
    desk.fail(StetError("there is no such file.", "Look again."))
    assert said(desk) == "there is no such file. Look again."
