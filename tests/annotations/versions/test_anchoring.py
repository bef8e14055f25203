import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.model import Span
from annotations.versions.alignment import Alignment
from annotations.versions.anchoring import place
from annotations.versions.likeness import normal
from annotations.versions.placement import Kind
from tests.benchmarks.anchoring import Outcome, measure, sample_texts
from tests.benchmarks.articles import plain

OLD = (
    "Harbour bridge stays shut\n"
    "“The bridge will stay shut until May,” said Ilse Brandt, the harbour master.\n"
    "Nine ferries a day carry 4,000 people across. They are full 🌊 by noon.\n"
    "Shopkeepers on the east bank want it open at once. “We are losing 300 crowns a day,” said Jan Voss.\n"
)


def span(words, text=OLD):
    start = text.index(words)
    return Span(start, start + len(words))


def placed(words, new, old=OLD):
    (placement,) = place(old, new, [span(words, old)])
    return placement


def test_words_that_nothing_happened_to_are_where_the_difference_takes_them():
    new = OLD.replace("Harbour bridge stays shut\n", "Harbour bridge stays shut\nIt has rained since Monday.\n")
    found = placed("They are full 🌊 by noon.", new)
    assert (found.kind, found.span.of(new)) == (Kind.EXACT, "They are full 🌊 by noon.")


def test_a_paragraph_that_was_moved_takes_its_annotations_along():
    lines = OLD.splitlines(keepends=True)
    new = "".join([lines[0], lines[3], lines[1], lines[2]])
    kinds = {
        placed(words, new).kind
        for words in ("Shopkeepers", "Nine ferries a day", "said Ilse Brandt", "We are losing 300 crowns a day")
    }
    assert kinds <= {Kind.MOVED, Kind.EXACT}
    assert Kind.MOVED in kinds
    assert placed("Shopkeepers", new).span.of(new) == "Shopkeepers"


def test_changed_words_keep_their_place_and_say_so():
    new = OLD.replace("4,000", "3,000")
    found = placed("Nine ferries a day carry 4,000 people across.", new)
    assert (found.kind, found.span.of(new)) == (Kind.CHANGED, "Nine ferries a day carry 3,000 people across.")
    assert found.reworded


def test_other_typography_is_no_rewording():
    new = OLD.replace("“", '"').replace("”", '"').replace("4,000 people", "4,000\u00a0people")
    for words in (
        "The bridge will stay shut until May",
        "“We are losing 300 crowns a day,”",
        "carry 4,000 people across",
    ):
        found = placed(words, new)
        assert normal(found.span.of(new)) == normal(words)
        assert found.found
        assert not found.reworded


def test_a_sentence_that_was_taken_out_is_lost_and_so_are_its_words():
    new = OLD.replace("Nine ferries a day carry 4,000 people across. ", "")
    for words in ("Nine ferries a day carry 4,000 people across.", "ferries", "4,000 people"):
        assert placed(words, new).kind is Kind.LOST


def test_a_word_that_stands_everywhere_is_not_taken_for_one_of_a_deleted_sentence():
    old = "One man said no.\nAnother man said yes to all of it, and left.\nThe third man said nothing at all.\n"
    new = "One man said no.\nThe third man said nothing at all.\n"
    start = old.index("said yes")
    (found,) = place(old, new, [Span(start, start + 4)])
    assert found.kind is Kind.LOST


def test_the_same_words_twice_are_told_apart_by_what_is_around_them():
    old = "He said no to the tram. Then the mayor left. He said no to the bus. Then the council met.\n"
    new = "Then the council met. He said no to the bus, he did. He said no to the tram.\n"
    first, second = (old.index("He said no"), old.index("He said no", 10))
    for start, follows in ((first, " to the tram"), (second, " to the bus")):
        (found,) = place(old, new, [Span(start, start + 10)])
        assert found.kind is Kind.LOST or new[found.span.end :].startswith(follows)


def test_a_rewritten_sentence_is_lost_with_its_successor_as_the_guess():
    new = OLD.replace("They are full 🌊 by noon.", "Many islanders walk.")
    found = placed("They are full 🌊 by noon.", new)
    assert found.kind is Kind.LOST
    assert found.span is None or "islanders" in found.span.of(new)


def test_a_paragraph_that_was_moved_and_edited_is_found_there():
    lines = OLD.splitlines(keepends=True)
    moved = lines[2].replace("carry 4,000 people across", "now carry 4,000 people across the bay")
    new = "".join([lines[0], moved, lines[1], lines[3]])
    found = placed("Nine ferries a day carry 4,000 people across", new)
    assert found.kind in {Kind.CHANGED, Kind.MOVED}
    assert found.span.of(new).startswith("Nine ferries a day now carry")


def test_a_span_beyond_the_text_is_refused():
    with pytest.raises(ValueError, match="beyond"):
        place("short", "short", [Span(0, 9)])


WORDS = st.sampled_from(["the", "mayor", "said", "“no”", "no.", "Tram", "🌊", "残心", "4,000", "\n", "—", "'", "it"])
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


@given(TEXTS, TEXTS, st.data())
@settings(max_examples=300, deadline=None)
def test_a_place_is_in_range_and_of_the_kind_that_it_says(old, new, data):
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    (found,) = place(old, new, [Span(start, end)])
    if found.span is not None:
        assert 0 <= found.span.start < found.span.end <= len(new)
    if found.kind in {Kind.EXACT, Kind.MOVED}:
        assert found.span.of(new) == old[start:end]
    if found.kind is Kind.CHANGED and found.similarity == 1:
        assert normal(found.span.of(new)) == normal(old[start:end])


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_pairs_are_the_same_words_and_share_nothing(old, new):
    alignment = Alignment(old, new)
    end = 0
    taken = set()
    for pair in alignment.pairs:
        assert pair.start >= end
        end = pair.end
        assert normal(old[pair.start : pair.end]) == normal(new[pair.new_start : pair.new_end])
        places = set(range(pair.new_start, pair.new_end))
        assert not places & taken
        taken |= places


@given(st.text(max_size=80), st.integers(0, 80), st.data())
@settings(max_examples=200, deadline=None)
def test_all_of_a_text_is_found_in_itself_with_something_put_in(text, at, data):
    at = min(at, len(text))
    new = f"{text[:at]}\n\nSomething else entirely.\n\n{text[at:]}"
    if not text[at:].strip():
        return
    tail = Span(at, len(text))
    (found,) = place(text, new, [tail])
    if len(normal(tail.of(text))) >= 40:
        assert found.found


def test_sample_articles_edited_by_a_script_are_wrong_in_one_case_of_a_hundred_at_most():
    counts = measure(sample_texts()[:2], 1)
    for edit in {edit for edit, _ in counts}:
        total = sum((count for (name, _), count in counts.items() if name == edit), start=type(counts[edit, "words"])())
        assert total[Outcome.WRONG] <= 0.02 * total.total(), edit
        assert total[Outcome.RIGHT] >= 0.93 * total.total(), edit


def test_a_megabyte_is_compared_by_what_stands_once_in_it():
    text = plain(1 << 20).content
    alignment = Alignment(text, text.replace("council", "board"), seconds=60)
    assert sum(pair.end - pair.start for pair in alignment.pairs) > 0.95 * len(text)
