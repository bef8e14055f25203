"""The training is pure Python, so it is tested on every machine, with a few sentences made up by rule."""

import json
import random
import sys
from itertools import product

import pytest

from annotations.suggest.claims_model import Scorer, parse_model
from annotations.suggest.claims_signs import load_signs, tokens_of
from annotations.suggest.training import claims as training
from annotations.suggest.training.claims import Labelled, average_precision, cross_validate, read_labelled, train
from annotations.suggest.training.regression import Example, fit

SIGNS = load_signs()
WHO = ("The ferry", "Our mill", "The harbour", "A farm in Vell")
FACTS = ("sank in 1911", "lost 12 sheep", "cost 4 million crowns", "voted for the zorb")
WISHES = ("ought to be loved", "is a lovely dream", "could be ours", "may yet be wonderful")
DATA = [Labelled(f"{who} {what}.", True) for who, what in product(WHO, FACTS)] + [
    Labelled(f"{who} {what}.", False) for who, what in product(WHO, WISHES)
]


def logit(model, text):
    scorer = Scorer(parse_model(model, SIGNS), SIGNS)
    return scorer.weigh(tokens_of(text))[1]


def test_it_learns_what_the_data_say():
    model = train(DATA, SIGNS)
    assert "zorb" in parse_model(model, SIGNS).words
    assert min(logit(model, item.text) for item in DATA if item.positive) > max(
        logit(model, item.text) for item in DATA if not item.positive
    )


def test_the_same_data_in_any_order_give_the_same_file():
    shuffled = DATA.copy()
    random.Random(5).shuffle(shuffled)
    assert train(DATA, SIGNS, 5) == train(shuffled, SIGNS, 5)


def test_folds_are_all_measured():
    results = cross_validate(random.Random(5).sample(DATA, len(DATA)), SIGNS, 3, 5)
    assert len(results) == 3
    assert all(0.0 <= result <= 1.0 for result in results)


def test_the_data_are_put_in_the_order_of_their_numbers():
    rows = [{"id": "b-10", "text": "later", "label": 0}, {"id": "a-9", "text": "sooner", "label": 1}]
    assert read_labelled([*map(json.dumps, rows), "\n"]) == [Labelled("sooner", True), Labelled("later", False)]


def test_the_command_writes_a_model(tmp_path, monkeypatch, capsys):
    source, target = tmp_path / "data.jsonl", tmp_path / "out.model"
    lines = [json.dumps({"id": n, "text": item.text, "label": int(item.positive)}) for n, item in enumerate(DATA)]
    source.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["claims", str(source), "-o", str(target), "--folds", "2"])
    training.main()
    assert target.read_bytes() == train(DATA, SIGNS)
    assert "32 sentences" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        ([(3.0, True), (2.0, False), (1.0, True)], (1 + 2 / 3) / 2),
        ([(1.0, True), (1.0, False)], 0.5),
        ([(1.0, False)], 0.0),
    ],
)
def test_average_precision(scored, expected):
    assert average_precision(scored) == pytest.approx(expected)


def test_the_regression_finds_where_the_gradient_is_zero():
    from math import exp

    rng = random.Random(7)
    examples = [Example([0, 1, 2], [rng.gauss(0, 1), rng.gauss(0, 1), 1.0], rng.random() < 0.4) for _ in range(60)]
    start, cost = [0.5, -1.0, 0.0], 2.0
    weights = fit(examples, start, cost, rounds=200)
    for feature in range(3):
        gradient = weights[feature] - start[feature]
        for example in examples:
            margin = sum(weights[f] * v for f, v in zip(example.features, example.values, strict=True))
            sign = 1 if example.positive else -1
            gradient -= cost * sign * example.values[feature] / (1 + exp(sign * margin))
        assert abs(gradient) < 1e-4
