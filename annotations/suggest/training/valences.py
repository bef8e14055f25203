"""Make the lists of how English words sound: `python -m annotations.suggest.training.valences [-o FILE]`.

They are VADER's (Hutto and Gilbert 2014, MIT) as the package vaderSentiment has it, and the adjectives of Pattern (De
Smedt and Daelemans 2012, PDDL) as TextBlob has them; needs the extra `train`. Only words of letters are kept, and of
Pattern's senses the mean.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from statistics import mean

_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_HEAD = "# How words sound; made by annotations/suggest/training/valences.py. Sources and licences: NOTICE.\n"


def vader() -> dict[str, float]:
    """VADER's valences, halved to about -2 to 2."""
    found = {}
    for line in files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8").splitlines():
        word, valence, *_ = line.split("\t")
        if _WORD.fullmatch(word):
            found[word] = float(valence) / 2
    return found


def pattern() -> dict[str, float]:
    """Pattern's polarities, doubled to -2 to 2."""
    from defusedxml.ElementTree import fromstring

    senses: dict[str, list[float]] = {}
    for word in fromstring(files("textblob").joinpath("en/en-sentiment.xml").read_bytes()).iter("word"):
        form = word.get("form", "")
        if _WORD.fullmatch(form):
            senses.setdefault(form, []).append(2 * float(word.get("polarity", "0")))
    return {word: mean(values) for word, values in senses.items()}


def written(lists: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The lines of the file: name of the list, valence in steps of 0.05, its words."""
    yield _HEAD
    for name, valences in lists.items():
        words: dict[int, list[str]] = {}
        for word, value in valences.items():
            words.setdefault(round(20 * value), []).append(word)
        for step in sorted(words):
            if step:
                yield f"{name} {step / 20:g} {' '.join(sorted(words[step]))}\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the lists into the package unless told otherwise."""
    parser = argparse.ArgumentParser(description="Make the lists of how English words sound.")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args(arguments)
    output = options.output or Path(str(files("annotations.suggest").joinpath("stance_data/valences_en.txt")))
    output.write_text("".join(written({"vader": vader(), "pattern": pattern()})), "utf-8")
    sys.stdout.write(f"{output}: {output.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
