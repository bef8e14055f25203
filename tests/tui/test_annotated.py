from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Annotation, Span
from tui.reading.annotated import LONG, Annotated
from tui.reading.jumps import Jumps


def annotation(number, *spans, label="claim"):
    return Annotation(f"{number:04}", 1, label, tuple(Span(*s) for s in spans), "kim", "x", "x")


@given(
    st.lists(st.tuples(st.integers(0, 3 * LONG), st.integers(1, 2 * LONG)), max_size=30),
    st.tuples(st.integers(0, 3 * LONG), st.integers(1, 50)),
    st.sets(st.integers(0, 29)),
)
def test_what_lies_over_a_place_is_found_however_long(places, at, removed):
    annotated = Annotated()
    there = {}
    for number, (start, length) in enumerate(places):
        there[number] = annotation(number, (start, start + length))
        annotated.add(there[number])
    for number in removed & there.keys():
        annotated.remove(f"{number:04}")
        del there[number]
    span = Span(at[0], at[0] + at[1])
    expected = {a.id for a in there.values() if a.fragments[0].overlaps(span)}
    assert {a.id for a in annotated.over(span)} == expected
    assert annotated.counts["claim"] == len(there) == len(annotated)


def test_the_gap_between_two_fragments_is_not_the_annotation():
    annotated = Annotated([annotation(1, (0, 5), (20, 25))])
    assert annotated.over(Span(10, 12)) == []
    assert len(annotated.over(Span(21, 22))) == 1


def test_steps_go_by_label_and_direction():
    first, second = annotation(1, (0, 5)), annotation(2, (10, 15), label="quote")
    annotated = Annotated([second, first])
    assert annotated.step(0, 1) == second
    assert annotated.step(0, 1, lambda annotation: annotation.label == "claim") is None
    assert annotated.step(12, -1) == second
    assert annotated.step(10, -1) == first


def test_adding_under_a_known_id_replaces():
    annotated = Annotated([annotation(1, (0, 5))])
    annotated.add(annotation(1, (7, 9), label="quote"))
    assert annotated.counts == {"claim": 0, "quote": 1}
    assert annotated.over(Span(0, 5)) == []


def test_back_and_forward_are_those_of_a_browser():
    jumps = Jumps()
    jumps.leave(10)
    jumps.leave(20)
    assert [jumps.back(30), jumps.back(20), jumps.back(10)] == [20, 10, None]
    assert [jumps.forward(), jumps.forward(), jumps.forward()] == [20, 30, None]
    jumps.back(30)
    jumps.leave(20)
    assert jumps.forward() is None
