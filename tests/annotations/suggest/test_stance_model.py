"""The model of target sentiment: its file, its features, its training."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_features_know_the_passive_and_the_negation():
    names = set(features_of("Molen was not criticised by Vale.", 0, 5).names)
    assert {"pass:criticise", "pass:criticise:1", "passF:+"} <= names


def test_training_twice_gives_the_same_file(tmp_path):
    pytest.importorskip("sklearn")
    from annotations.suggest.training.stances import main

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
    files = []
    for name in ("one", "two"):
        main([str(data), "-o", str(tmp_path / name)])
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]
    shares = unpacked(files[0]).shares(features_of("Vale condemned the corrupt Molen.", 0, 4))
    assert shares.against == max(shares)
