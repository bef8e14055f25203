"""The model of target sentiment: three classes, a weight for each feature, in one small file.

The file is zlib data of: one line of JSON (sizes and biases), dense weights as 32 bit floats, then for each feature the
distance of its bucket from the one before (7 bits a byte, the eighth means "more"), the weights of "against" and those
of "favor", each one byte. The weights of "neutral" are 0. It is made by `annotations.suggest.training.stances`.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from annotations.suggest.stances_features import DENSE, Features
from annotations.tables import read_data, read_table

__all__ = ["Model", "Shares", "bucket_of", "dense_of", "load_model", "rules_alone"]

BITS = 21
_MOST = 4.0
_LEVELS = 40


class Shares(NamedTuple):
    """How likely each polarity is; the three add up to 1."""

    against: float
    neutral: float
    favor: float


def bucket_of(name: str, bits: int = BITS) -> int:
    """Bucket of a feature, the same in every run."""
    return zlib.crc32(name.encode()) & ((1 << bits) - 1)


def dense_of(numbers: Sequence[float]) -> list[float]:
    """The dense features within bounds."""
    return [max(-_MOST, min(_MOST, number)) / 2 for number in numbers]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of "against" and "favor" relative to "neutral".

    Attributes:
        biases: Of the two classes.
        dense: Weights of the dense features, all of "against" before all of "favor".
        weights: Bucket -> weights of the two.
    """

    biases: tuple[float, float]
    dense: tuple[float, ...]
    weights: Mapping[int, tuple[float, float]]

    def shares(self, features: Features) -> Shares:
        """How likely each polarity is by the features of a target."""
        against, favor = self.biases
        for index, number in enumerate(dense_of(features.numbers)):
            if number:
                against += number * self.dense[index]
                favor += number * self.dense[DENSE + index]
        get = self.weights.get
        for name in features.names:
            pair = get(bucket_of(name))
            if pair is not None:
                against += pair[0]
                favor += pair[1]
        top = max(against, favor, 0.0)
        parts = (math.exp(against - top), math.exp(-top), math.exp(favor - top))
        total = sum(parts)
        return Shares(*(part / total for part in parts))


def packed(model: Model) -> bytes:
    """The file of a model; weights lose precision."""
    largest = max((max(abs(a), abs(b)) for a, b in model.weights.values()), default=1.0) or 1.0
    buckets = sorted(bucket for bucket, (a, b) in model.weights.items() if _byte(a, largest) or _byte(b, largest))
    head = {"biases": [round(bias, 6) for bias in model.biases], "largest": largest, "count": len(buckets)}
    distances = bytearray()
    last = 0
    for bucket in buckets:
        distance = bucket - last
        last = bucket
        while distance > 127:
            distances.append(distance & 127 | 128)
            distance >>= 7
        distances.append(distance)
    columns = [bytes(_byte(model.weights[bucket][side], largest) & 255 for bucket in buckets) for side in (0, 1)]
    dense = array("f", model.dense)
    body = json.dumps(head).encode() + b"\n" + dense.tobytes() + bytes(distances) + columns[0] + columns[1]
    return zlib.compress(body, 9)


def unpacked(data: bytes) -> Model:
    """The model in a file.

    Raises:
        ValueError: It is no such file.
    """
    try:
        line, body = zlib.decompress(data).split(b"\n", 1)
        head = json.loads(line)
        count, largest = int(head["count"]), float(head["largest"])
        dense = array("f", body[: 8 * DENSE])
        at = 8 * DENSE
        buckets = []
        last = 0
        for _ in range(count):
            shift = distance = 0
            while body[at] > 127:
                distance |= (body[at] & 127) << shift
                shift += 7
                at += 1
            last += distance | body[at] << shift
            at += 1
            buckets.append(last)
        values = [_value(byte, largest) for byte in range(256)]
        against, favor = body[at : at + count], body[at + count : at + 2 * count]
        weights = {b: (values[a], values[f]) for b, a, f in zip(buckets, against, favor, strict=True)}
        first, second = head["biases"]
    except (zlib.error, KeyError, TypeError, IndexError) as error:
        raise ValueError("this is no model of target sentiment") from error
    return Model((float(first), float(second)), tuple(dense), weights)


def _byte(weight: float, largest: float) -> int:
    """A weight as -40 to 40, by its square root: the small ones keep more of their precision."""
    level = round(_LEVELS * math.sqrt(abs(weight) / largest))
    return level if weight > 0 else -level


def _value(byte: int, largest: float) -> float:
    signed = byte - 256 if byte > 127 else byte
    return (abs(signed) / _LEVELS) ** 2 * largest * (1 if signed > 0 else -1)


@cache
def load_model() -> Model:
    """Read the model of this package."""
    return unpacked(read_data("suggest/stance_data/towards_en.bin"))


@cache
def rules_alone() -> Model:
    """The model that knows no words, only the points of `stance_data/points_en.toml`."""
    table = read_table("suggest/stance_data/points_en.toml")
    points = {name: (float(against), float(favor)) for name, (against, favor) in table.items()}
    start = points.pop("", (0.0, 0.0))
    return Model(start, (0.0,) * (2 * DENSE), {bucket_of(name): pair for name, pair in points.items()})
