from hypothesis import given
from hypothesis import strategies as st

from annotations.suggest.claims_ranking import AT_LEAST, FLOOR, best_first, offered

scores = st.lists(st.floats(0, 1), max_size=60)


def test_the_best_of_a_short_article():
    assert offered([0.1, 0.9, 0.5, 0.3, 0.7]) == [1, 4, 2]


def test_one_in_six_of_a_long_one():
    assert len(offered([0.5] * 60)) == 10


def test_nothing_below_the_floor_unless_more_is_asked_for():
    few = [0.9, 0.1, 0.15, 0.05]
    assert offered(few) == [0]
    assert offered(few, more=1) == [0, 2, 1, 3]


def test_equals_stand_in_the_order_of_the_text():
    assert offered([0.5, 0.9, 0.5, 0.9]) == [1, 3, 0]


def test_an_empty_article_has_nothing_to_offer():
    assert offered([]) == []
    assert offered([], more=2) == []


@given(scores, st.integers(0, 30))
def test_more_adds_to_what_was_offered_and_ends_with_all(given_scores, more):
    now, then = offered(given_scores, more), offered(given_scores, more + 1)
    assert then[: len(now)] == now
    assert now == best_first(given_scores)[: len(now)]
    assert sorted(offered(given_scores, len(given_scores))) == list(range(len(given_scores)))


@given(scores)
def test_what_is_offered_first_is_above_the_floor(given_scores):
    first = offered(given_scores)
    assert all(given_scores[index] >= FLOOR for index in first)
    assert len(first) <= max(AT_LEAST, len(given_scores) // 6 + 1)
