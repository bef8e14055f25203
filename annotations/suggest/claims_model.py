"""How worth a check a sentence is: weights of signs, of signs that stand together, of words and of pairs of words.

    logit = bias + sum(signs) + sum(signs together) + unit * sum(words and pairs) / sqrt(count + 4)

with `count` tokens in the sentence; its logistic is the score. The weights are those of a logistic regression, which
`annotations.suggest.training.claims` fits; without words and pairs, and with the weights that the table of signs
gives, the same sum is the score by rules alone. `Scorer` mixes the two.

The file of a model is one line of ASCII, `stet claims model 1`, and then a zlib stream of UTF-8 text:

    key and value on each line: source, licence, signs (their fingerprint when it was fitted), bias,
        sign_unit, unit
    an empty line
    weight, sign, perhaps a second sign: the weight is an integer in sign_unit
    an empty line
    weight, word, perhaps the word after it: the weight is an integer in unit, -127 to 127

Fields are separated by one space; lines by a line feed.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, sqrt
from operator import itemgetter

from annotations.errors import FormatError
from annotations.suggest.claims_signs import Signs, Tokens
from annotations.tables import read_data

__all__ = ["MAGIC", "SMOOTHING", "Model", "Scorer", "load_model", "logistic", "parse_model", "rules_alone"]

MAGIC = b"stet claims model 1\n"
SMOOTHING = 4
"""Added to the count of tokens, so that a very short sentence does not weigh its few words too much."""

_BIAS_OF_RULES = -1.9
_RULES_IN_SPEECH = 0.15
_RULES_IN_PROSE = 0.3
_REMEMBERED = 1 << 14
_NOTHING: Mapping[str, tuple[int, int]] = {}


@dataclass(frozen=True, slots=True)
class Model:
    """Weights on a logistic scale.

    Attributes:
        bias: Of every sentence.
        signs: Of each sign, by its bit.
        together: Of two signs in one sentence, the lower bit first.
        words: Of a token, in `unit`.
        pairs: Of two tokens side by side, in `unit`.
        unit: Of the weights of words and pairs.
        source: What the weights come from, with its licence.
        fitted_with: Fingerprint of the signs that it was fitted with.
    """

    bias: float
    signs: tuple[float, ...]
    together: Mapping[tuple[int, int], float] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unit: float = 0.0
    source: str = ""
    fitted_with: str = ""


class _Words(dict[str, tuple[int, int, Mapping[str, tuple[int, int]]]]):
    """Word -> what it tells, what it weighs, and both of the words that may follow it; found once for each of them."""

    def __init__(self, model: Model, signs: Signs) -> None:
        super().__init__()
        self._model = model
        self._signs = signs
        self._following: dict[str, dict[str, tuple[int, int]]] = {}
        for pair in signs.pairs.keys() | model.pairs.keys():
            told = (signs.pairs.get(pair, 0), model.pairs.get(pair, 0))
            self._following.setdefault(pair[0], {})[pair[1]] = told

    def __missing__(self, word: str) -> tuple[int, int, Mapping[str, tuple[int, int]]]:
        weight = self._model.words.get(word, 0)
        entry = (self._signs.mask_of_word(word), weight, self._following.get(word, _NOTHING))
        if len(self) < _REMEMBERED:  # a text without end must not fill the memory
            self[word] = entry
        return entry


class Scorer:
    """A model together with the rules, laid out so that a sentence costs a few microseconds.

    The model learned from debates. What it says of a sentence is mixed with what the rules say: a little of the rules
    where somebody speaks (I, you, we, a question), more in other prose, of which debates have little. Measured by
    cross-validation, this costs nothing on debates.
    """

    def __init__(self, model: Model, signs: Signs) -> None:
        self.signs = signs
        self._unit = model.unit
        rules = rules_alone(signs)
        self._speech_signs = signs.mask_of("self", "us", "addressed", "question")
        self._speech = _Blend(model, rules, _RULES_IN_SPEECH)
        self._prose = _Blend(model, rules, _RULES_IN_PROSE)
        self._of_mask = lru_cache(_REMEMBERED)(self._of_signs)
        self._words = _Words(model, signs)

    def weigh(self, tokens: Tokens) -> tuple[int, float]:
        """Return the mask of a sentence, and its logit."""
        words = self._words
        mask = self.signs.mask_of_counts(tokens)
        weight = 0
        following = _NOTHING
        for word in tokens.words:
            if word in following:
                told, steps = following[word]
                mask |= told
                weight += steps
            told, steps, following = words[word]
            mask |= told
            weight += steps
        of_signs, share = self._of_mask(mask)
        return mask, of_signs + share * (self._unit * weight / sqrt(len(tokens.words) - 1 + SMOOTHING))

    def _of_signs(self, mask: int) -> tuple[float, float]:
        blend = self._speech if mask & self._speech_signs else self._prose
        return blend.of_signs(tuple(self.signs.of(mask))), blend.share


class _Blend:
    """Weights of a model and of the rules, mixed.

    Attributes:
        share: What the model has of it.
    """

    def __init__(self, model: Model, rules: Model, of_rules: float) -> None:
        self.share = 1.0 - of_rules
        self._bias = self.share * model.bias + of_rules * rules.bias
        size = range(len(model.signs))
        alone = [self.share * model.signs[bit] + of_rules * rules.signs[bit] for bit in size]
        # Two signs stand together in two places of the square, so each place has half of their weight.
        half = {pair: self.share * weight / 2 for pair, weight in model.together.items()}
        half |= {(high, low): weight for (low, high), weight in half.items()}
        self._square = [
            [alone[row] if row == column else half.get((row, column), 0.0) for column in size] for row in size
        ]

    def of_signs(self, bits: tuple[int, ...]) -> float:
        if len(bits) < 2:
            return self._bias + sum(self._square[bit][bit] for bit in bits)
        pick = itemgetter(*bits)
        return self._bias + sum(map(sum, map(pick, pick(self._square))))


def logistic(logit: float) -> float:
    """Return the probability of a logit, for any finite number."""
    if logit < 0:
        odds = exp(max(logit, -700.0))
        return odds / (1.0 + odds)
    return 1.0 / (1.0 + exp(-logit))


def rules_alone(signs: Signs) -> Model:
    """Make the model that knows only the weights in the table of signs."""
    return Model(_BIAS_OF_RULES, tuple(sign.weight for sign in signs.all))


def load_model(signs: Signs) -> Model:
    """Read the model that comes with the package.

    Raises:
        FormatError: It is damaged, or made for other signs.
    """
    return parse_model(read_data("suggest/data/claims.model"), signs)


def parse_model(data: bytes, signs: Signs) -> Model:
    """Read a model of the format above.

    Raises:
        FormatError: It is not one, or made for other signs.
    """
    if not data.startswith(MAGIC):
        raise FormatError("this is no model of claims: its first line is another")
    try:
        head, of_signs, of_words = zlib.decompress(data[len(MAGIC) :]).decode("utf-8").split("\n\n")
        values = dict(line.split(" ", 1) for line in head.split("\n"))
        sign_unit = float(values["sign_unit"])
        bits = {sign.name: bit for bit, sign in enumerate(signs.all)}
        alone = [0.0] * len(bits)
        together = {}
        for line in of_signs.split("\n"):
            weight, *names = line.split(" ")
            if len(names) == 1:
                alone[bits[names[0]]] = int(weight) * sign_unit
            else:
                first, second = sorted(bits[name] for name in names)
                together[first, second] = int(weight) * sign_unit
        words, pairs = {}, {}
        for line in of_words.rstrip("\n").split("\n"):
            weight, first_word, *rest = line.split(" ")
            if rest:
                pairs[first_word, rest[0]] = int(weight)
            else:
                words[first_word] = int(weight)
        source = f"{values['source']} ({values['licence']})"
        return Model(
            float(values["bias"]), tuple(alone), together, words, pairs, float(values["unit"]), source, values["signs"]
        )
    except (ValueError, KeyError, zlib.error) as error:
        raise FormatError(f"this is no model of claims for these signs: {error}") from error
