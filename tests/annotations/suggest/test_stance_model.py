"""The model of target sentiment: its file, its features, its training."""

import json
import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Span
from annotations.suggest.stances_features import DENSE, features_of
from annotations.suggest.stances_model import BITS, Model, bucket_of, load_model, packed, unpacked

WEIGHT = st.floats(-3, 3, allow_nan=False, width=32)


@given(st.dictionaries(st.integers(0, 2**BITS - 1), st.tuples(WEIGHT, WEIGHT), max_size=40))
def test_a_model_comes_back_from_its_file_nearly_as_it_was(weights):
    model = Model((0.25, -0.5), (0.5,) * (2 * DENSE), weights)
    again = unpacked(packed(model))
    assert again.biases == model.biases
    assert again.dense == model.dense
    largest = max((max(abs(a), abs(b)) for a, b in weights.values()), default=0)
    for bucket, pair in weights.items():
        for before, after in zip(pair, again.weights.get(bucket, (0.0, 0.0)), strict=True):
            assert abs(before - after) <= 0.03 * largest + 1e-9


@pytest.mark.parametrize("data", [b"", b"not a model", packed(Model((0, 0), (0.0,) * (2 * DENSE), {}))[:-8]])
def test_a_broken_file_is_refused(data):
    with pytest.raises(ValueError, match="no model"):
        unpacked(data)


def test_buckets_are_the_same_in_every_run():
    assert bucket_of("subj:praise") == 804298


def test_shares_add_up_to_one():
    shares = load_model().shares(features_of("Vale praised Molen.", 13, 18))
    assert sum(shares) == pytest.approx(1)
    assert shares.favor == max(shares)


def test_features_tell_the_subject_from_the_object():
    subject = features_of("Vale attacked Molen.", 0, 4).names
    target = features_of("Vale attacked Molen.", 14, 19).names
    assert {"subj:attack", "subjF:-"} <= set(subject)
    assert {"obj:attack", "objF:-"} <= set(target)
    assert not {"subj:attack", "pass:attack"} & set(target)


def names_of(text, target):
    start = text.index(target)
    return set(features_of(text, start, start + len(target)).names)


@pytest.mark.parametrize(
    "text",
    [
        "Kern accused Vale of lying.",
        "Vale, whom Kern accused of lying, left.",
        "Kern, who accused Vale of lying, left.",
        "Vale was accused by Kern.",
        "They met Vale, accused by Kern.",
    ],
)
def test_features_tell_who_accuses_from_who_is_accused(text):
    assert {"Ea2:accuse", "EaP2:0-101"} <= names_of(text, "Kern")
    assert {"Ep2:accuse", "EpA2:0-101"} <= names_of(text, "Vale")


@pytest.mark.parametrize(
    ("text", "noun", "sign"),
    [
        ("Kern’s attack on Vale came on Monday.", "attack", "0-10"),
        ("Vale drew criticism from Kern.", "criticism", "0-10"),
        ("Vale won praise from Kern.", "praise", "010"),
        ("Vale came under fire from Kern.", "fire", "0-10"),
    ],
)
def test_features_know_who_does_what_a_noun_names(text, noun, sign):
    assert {f"Ea2:{noun}", f"EaF2:{sign}"} <= names_of(text, "Kern")
    assert {f"Ep2:{noun}", f"EpF2:{sign}"} <= names_of(text, "Vale")


def test_who_is_urged_to_resign_is_who_resigns():
    assert "Ea2:resign" not in names_of("Kern urged Vale to resign.", "Kern")
    assert "Ea2:resign" in names_of("Kern urged Vale to resign.", "Vale")


def test_what_is_said_of_the_other_counts_for_nobody_else():
    for name in ("S", "SC", "Vvader"):
        assert f"{name}:0" in names_of("Kern accused Vale of murder and fraud.", "Kern")
        assert f"{name}:0" not in names_of("Kern accused Vale of murder and fraud.", "Vale")
    assert "prd:0" in names_of("Kern praised Vale as a hero.", "Kern")


def test_features_know_the_passive_and_the_negation():
    names = set(features_of("Molen was not criticised by Vale.", 0, 5).names)
    assert {"pass:criticise", "pass:criticise:1", "passF:+"} <= names


def test_features_tell_what_a_target_is_and_how_it_stands_to_another():
    text = "Vale praised Kern but not the mayor of Ohio."
    place = features_of(text, 39, 43, others=[Span(0, 4), Span(13, 17)]).names
    assert {"TT:place", "TT:place:ppof", "Ocon:l"} <= set(place)
    kern = features_of(text, 13, 17, others=[Span(0, 4)]).names
    assert {"Ov:l:praise", "OvF:l:01", "Omv:l:0"} <= set(kern)
    assert "O:none" in features_of(text, 13, 17).names


def test_the_lists_of_others_are_turned_by_negation():
    plain = features_of("Kern is a murderer.", 0, 4).names
    turned = features_of("Kern is not a murderer.", 0, 4).names
    assert "Vvaderr:-2" in plain
    assert "Vvaderr:+2" in turned


def test_the_lists_of_others_are_made_again_by_their_script(tmp_path):
    pytest.importorskip("vaderSentiment")
    pytest.importorskip("textblob")
    from annotations.suggest.training.valences import main

    main(["-o", str(tmp_path / "made.txt")])
    shipped = files("annotations.suggest").joinpath("stance_data/valences_en.txt").read_text("utf-8")
    assert (tmp_path / "made.txt").read_text("utf-8") == shipped


def test_each_point_belongs_to_a_feature_that_there_is():
    texts = [
        "Vale attacked Molen.",
        "“Kern’s tax was an awful fraud,” the mayor of Ohio said on Friday.",
        "Kern won and praised his lies.",
    ]
    made = {
        name.partition(":")[0]
        for text in texts
        for word in re.finditer(r"\w+", text)
        for name in features_of(text, *word.span()).names
    }
    text = files("annotations.suggest").joinpath("stance_data/points_en.toml").read_text("utf-8")
    assert {name.partition(":")[0] for name in tomllib.loads(text) if name} <= made


def test_training_twice_gives_the_same_file(tmp_path):
    pytest.importorskip("sklearn")
    from annotations.suggest.training import stances, stances_points

    words = {"positive": "praised honest", "negative": "condemned corrupt", "neutral": "met tall"}
    rows = []
    for number in range(60):
        label = ("positive", "negative", "neutral")[number % 3]
        verb, adjective = words[label].split()
        rows.append(
            {"id": f"made_v1_{number}", "text": f"Vale {verb} the {adjective} Molen.", "targets": [[0, 4, label]]}
        )
    data = tmp_path / "made.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    for name in ("one", "two"):
        stances.main([str(data), "-o", str(tmp_path / name)])
        stances_points.main([str(data), "-o", str(tmp_path / f"points_{name}")])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "points_one").read_bytes() == (tmp_path / "points_two").read_bytes()
    shares = unpacked((tmp_path / "one").read_bytes()).shares(features_of("Vale condemned the corrupt Molen.", 0, 4))
    assert shares.against == max(shares)
