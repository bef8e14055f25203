from hypothesis import given
from hypothesis import strategies as st

from annotations.agreement.matching import match, overlap
from annotations.model import Annotation, Span

AT = "2026-03-31T12:00:00.000Z"


def made(name, *fragments, label="claim"):
    return Annotation(name, 1, label, tuple(Span(*f) for f in fragments), "kim", AT, AT)


def ids(pairs):
    return {(one.id, other.id) for one, other in pairs}


def test_the_pair_that_shares_most_comes_first():
    mine = [made("long", (0, 100)), made("short", (0, 20))]
    theirs = [made("quite", (0, 22)), made("nearly", (0, 95))]
    assert ids(match(mine, theirs)) == {("long", "nearly"), ("short", "quite")}


def test_each_is_in_one_pair_at_most():
    assert ids(match([made("whole", (0, 50))], [made("a", (0, 20)), made("b", (20, 50))])) == {("whole", "b")}


def test_touching_is_not_sharing():
    assert match([made("a", (0, 10))], [made("b", (10, 20))]) == []


def test_labels_are_not_crossed_unless_that_is_asked_for():
    mine, theirs = [made("a", (0, 10))], [made("b", (0, 10), label="quote")]
    assert match(mine, theirs) == []
    assert ids(match(mine, theirs, comparable=lambda *_: True)) == {("a", "b")}


def test_what_is_on_the_whole_article_matches_only_its_like():
    mine = [made("genre"), made("words", (0, 10))]
    theirs = [made("theirs"), made("elsewhere", (40, 50))]
    assert ids(match(mine, theirs)) == {("genre", "theirs")}


def test_an_interrupted_annotation_overlaps_by_its_words_alone():
    assert overlap((Span(0, 10), Span(20, 30)), (Span(10, 20),)) == 0
    assert overlap((Span(0, 10), Span(20, 30)), (Span(0, 30),)) == 20 / 30


def test_each_was_looked_at_with_all_before_it():
    places = [(start, start + 8) for start in range(0, 20_000, 10)]
    seen = []
    mine, theirs = ([made(f"{who}{start}", (start, end)) for start, end in places] for who in "ab")
    assert len(match(mine, theirs, comparable=lambda one, other: not seen.append((one, other)))) == 2000
    assert len(seen) == 2000


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda p: (p[0], p[0] + p[1]))
layers = st.lists(spans, max_size=8)


@given(layers, layers)
def test_who_is_who_makes_no_difference(mine, theirs):
    mine = [made(f"m{i}", span) for i, span in enumerate(mine)]
    theirs = [made(f"t{i}", span) for i, span in enumerate(theirs)]
    there = ids(match(mine, theirs))
    assert there == {(one, other) for other, one in ids(match(theirs, mine))}
    assert len({one for one, _ in there}) == len({other for _, other in there}) == len(there)


@given(layers)
def test_a_layer_matches_itself_wholly(mine):
    mine = [made(f"m{i}", span) for i, span in enumerate(mine)]
    pairs = match(mine, mine)
    assert len(pairs) == len(mine)
    assert all(one.fragments == other.fragments for one, other in pairs)
