"""Agreement of layers in a library, against other packages and as a person would expect it."""

from itertools import combinations
from statistics import mean

import krippendorff
import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance
from sklearn.metrics import cohen_kappa_score

from annotations.agreement import Measure, agreement
from annotations.agreement.counting import Level
from annotations.errors import UsageError
from annotations.identity import new_id, now
from annotations.model import Relation, Role, Span, Status
from annotations.workspace import Workspace
from tests.annotations.agreement.coded import LABELS, add_article, annotation, generate, library, put

SEEDS = {"two": (7, lambda _: ("kim", "lee")), "three": (11, lambda n: ("kim", "lee", "mia")[: 2 + (n % 3 > 0)])}


@pytest.fixture(params=SEEDS)
def coded(request, tmp_path):
    """Two sets of layers: of two people, and of three who did not code everything."""
    seed, coders_of = SEEDS[request.param]
    with library(tmp_path / "stet.db") as workspace:
        made = generate(workspace, seed, coders_of)
        yield workspace, made


def figure(found, measure, label=None, level=None, *, annotators=None, attribute=None):
    who = annotators or found.annotators
    (one,) = [
        f.measured
        for f in found.figures
        if (f.measure, f.label, f.level, f.annotators, f.attribute) == (measure, label, level, who, attribute)
    ]
    return one


def units(workspace, made, level):
    """Each sentence or code point: what every coder put on it, unit by unit, the slow way."""
    for info, coders, layers in made:
        sentences = workspace.store.load(info.key).sentences
        places = list(sentences) if level is Level.SENTENCE else [Span(i, i + 1) for s in sentences for i in range(*s)]
        for place in places:
            yield {
                who: frozenset(a.label for a in layers[who] if any(f.overlaps(place) for f in a.fragments))
                for who in coders
            }


def everybody(made):
    return tuple(sorted({who for _, coders, _ in made for who in coders}))


@pytest.mark.parametrize("level", [Level.SENTENCE, Level.CHARACTER])
@pytest.mark.parametrize("label", LABELS)
def test_figures_of_a_label_are_those_of_other_packages(coded, level, label):
    workspace, made = coded
    found = agreement(workspace, rounds=0)
    people = everybody(made)
    matrix = [
        [float(label in unit[who]) if who in unit else np.nan for unit in units(workspace, made, level)]
        for who in people
    ]
    alpha = krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal")
    assert figure(found, Measure.ALPHA, label, level).value == pytest.approx(alpha)

    kappas = []
    for one, other in combinations(range(len(people)), 2):
        both = [(a, b) for a, b in zip(matrix[one], matrix[other], strict=True) if not np.isnan(a + b)]
        kappas.append(cohen_kappa_score(*zip(*both, strict=True)))
        if len(people) > 2:
            of_pair = figure(found, Measure.COHEN, label, level, annotators=(people[one], people[other]))
            assert of_pair.value == pytest.approx(kappas[-1])
            assert of_pair.units == len(both)
    assert figure(found, Measure.COHEN, label, level).value == pytest.approx(mean(kappas))

    full = [row for row in zip(*matrix, strict=True) if not np.isnan(sum(row))]
    triples = [(str(coder), str(item), value) for item, row in enumerate(full) for coder, value in enumerate(row)]
    if level is Level.SENTENCE:  # NLTK takes minutes for code points
        assert figure(found, Measure.FLEISS, label, level).value == pytest.approx(AnnotationTask(triples).pi())
    assert figure(found, Measure.FLEISS, label, level).units == len(full)


def test_alpha_of_sets_is_that_of_nltk_with_masi(coded):
    workspace, made = coded
    found = agreement(workspace, rounds=0)
    triples = [
        (who, str(item), labels or frozenset({"nothing"}))
        for item, unit in enumerate(units(workspace, made, Level.SENTENCE))
        for who, labels in unit.items()
    ]
    expected = AnnotationTask(triples, distance=masi_distance).alpha()
    assert figure(found, Measure.ALPHA, None, Level.SENTENCE).value == pytest.approx(expected)


def test_alpha_of_an_attribute_is_that_of_its_matches(coded):
    workspace, made = coded
    found = agreement(workspace, rounds=0)
    pairs = []
    for _, coders, layers in made:
        for one, other in combinations(coders, 2):
            from annotations.agreement.matching import match

            pairs += [(a.attributes["intensity"], b.attributes["intensity"]) for a, b in match(
                [a for a in layers[one] if a.label == "stance"], [b for b in layers[other] if b.label == "stance"]
            )]  # fmt: skip
    expected = krippendorff.alpha(reliability_data=np.array(pairs, float).T, level_of_measurement="interval")
    got = figure(found, Measure.ALPHA, "stance", None, attribute="intensity")
    assert (got.value, got.units) == (pytest.approx(expected), len(pairs))
    same = figure(found, Measure.SAME, "stance", None, attribute="intensity")
    assert same.value == pytest.approx(mean(a == b for a, b in pairs))


def test_intervals_can_be_drawn_again(coded):
    workspace, _ = coded
    one, again, otherwise = (agreement(workspace, rounds=60, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one.figures != otherwise.figures
    value = figure(one, Measure.ALPHA, None, Level.SENTENCE)
    assert value.low < value.value < value.high


# By hand


LINES = ("The wall will not hold.", "She said it again in May.", "Nobody came.")


@pytest.fixture
def workspace(tmp_path):
    with library(tmp_path / "stet.db") as workspace:
        yield workspace


def test_f1_exact_and_by_overlap(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    put(workspace, info, [
        annotation(info, "kim", "claim", (0, 23)), annotation(info, "kim", "quote", (33, 49)),
        annotation(info, "lee", "claim", (0, 23)), annotation(info, "lee", "quote", (33, 38)),
        annotation(info, "lee", "quote", (40, 49)),
    ])  # fmt: skip
    found = agreement(workspace, rounds=0)
    assert figure(found, Measure.EXACT).value == pytest.approx(2 * 1 / 5)
    assert figure(found, Measure.OVERLAP).value == pytest.approx(2 * 2 / 5)
    assert figure(found, Measure.OVERLAP, "quote").value == pytest.approx(2 / 3)
    stance = figure(found, Measure.OVERLAP, "stance")
    assert (stance.value, stance.reason) == (None, "there is no stance to match")


def test_who_tagged_nothing_but_marked_the_article_done_has_coded_it(workspace, tmp_path):
    info = add_article(workspace, "/a.txt", LINES)
    put(workspace, info, [annotation(info, "kim", "claim", (0, 23))])
    assert agreement(workspace).reason == "only kim has annotated: there is nobody to agree with"
    lee = Workspace(workspace.store, "lee")
    lee.set_status(info, Status.DONE)
    found = agreement(workspace)
    assert [a.annotators for a in found.articles] == [("kim", "lee")]
    assert figure(found, Measure.OVERLAP).value == 0
    lee.undo(info)
    assert agreement(workspace).articles == ()


def test_what_nobody_tagged_has_no_kappa(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    put(workspace, info, [annotation(info, who, "claim", (0, 23)) for who in ("kim", "lee")])
    found = agreement(workspace, rounds=0)
    for measure in (Measure.COHEN, Measure.FLEISS, Measure.ALPHA):
        assert figure(found, measure, "claim", Level.SENTENCE).value == 1
        nothing = figure(found, measure, "stance", Level.SENTENCE)
        assert nothing.value is None
        assert "one and the same value" in nothing.reason


def test_no_shared_article_is_a_reason(workspace):
    for who in ("kim", "lee"):
        info = add_article(workspace, f"/{who}.txt", LINES)
        put(workspace, info, [annotation(info, who, "claim", (0, 23))])
    found = agreement(workspace)
    assert (found.reason, found.alone, found.figures) == ("no article was coded by two of kim, lee", 2, ())


def test_a_pair_without_a_shared_article_says_so_and_others_are_measured(workspace):
    for pair in (("kim", "lee"), ("lee", "mia")):
        info = add_article(workspace, f"/{pair[0]}.txt", LINES)
        put(workspace, info, [annotation(info, who, "claim", (0, 23)) for who in pair])
    found = agreement(workspace, rounds=0)
    assert figure(found, Measure.ALPHA, "claim", Level.SENTENCE).value == 1
    assert figure(found, Measure.FLEISS, "claim", Level.SENTENCE).reason == "no article was coded by all 3"
    apart = figure(found, Measure.COHEN, "claim", Level.SENTENCE, annotators=("kim", "mia"))
    assert (apart.value, apart.reason) == (None, "they have no article in common")


def test_gold_is_compared_where_it_is_named(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    put(workspace, info, [annotation(info, who, "claim", (0, 23)) for who in ("kim", "lee", "gold")])
    assert agreement(workspace, rounds=0).annotators == ("kim", "lee")
    assert agreement(workspace, annotators=("kim", "gold"), rounds=0).annotators == ("kim", "gold")


def test_relations_match_by_what_they_tie_also_across_articles(workspace):
    one, other = add_article(workspace, "/a.txt", LINES), add_article(workspace, "/b.txt", LINES)
    ties = []
    for who in ("kim", "lee"):
        here, there = annotation(one, who, "claim", (0, 23)), annotation(other, who, "claim", (0, 20))
        more = annotation(one, who, "claim", (50, 62))
        at = now()
        mine = [Relation(new_id(), "restates", here.id, there.id, who, at, at)]
        if who == "kim":
            mine.append(Relation(new_id(), "restates", more.id, here.id, who, at, at))
        ties.append(mine)
        put(workspace, other, [there])
        put(workspace, one, [here, more], mine)
    found = agreement(workspace, rounds=0)
    assert figure(found, Measure.RELATION, "restates").value == pytest.approx(2 / 3)
    assert figure(found, Measure.RELATION).units == 3


def test_confusion_counts_each_annotation_once(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    put(workspace, info, [
        annotation(info, "kim", "claim", (0, 23)), annotation(info, "kim", "quote", (24, 49)),
        annotation(info, "lee", "stance", (0, 23)), annotation(info, "lee", "quote", (24, 49)),
        annotation(info, "lee", "claim", (50, 62)),
    ])  # fmt: skip
    (confusion,) = agreement(workspace, rounds=0).confusions
    assert confusion.counts == {("quote", "quote"): 1, ("claim", "stance"): 1, (None, "claim"): 1}


def test_values_that_one_left_unset_are_not_the_same_and_not_in_alpha(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    roles = (Role("source", "Vera Lind"),)
    for who, kind in (("kim", {"kind": "direct"}), ("lee", {})):
        put(workspace, info, [annotation(info, who, "quote", (0, 23), attributes=kind, roles=roles)])
    found = agreement(workspace, rounds=0)
    assert figure(found, Measure.SAME, "quote", attribute="kind").value == 0
    assert figure(found, Measure.ALPHA, "quote", attribute="kind").reason == "no matched quote has a value by both"


def test_unknown_names_are_refused(workspace):
    info = add_article(workspace, "/a.txt", LINES)
    put(workspace, info, [annotation(info, who, "claim", (0, 23)) for who in ("kim", "lee")])
    with pytest.raises(UsageError, match="nobody called “kym”"):
        agreement(workspace, annotators=("kym",))
    with pytest.raises(UsageError, match="no label “clam”"):
        agreement(workspace, labels=("clam",))
