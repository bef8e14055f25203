"""What a text says around a target, as features for the model of target sentiment. The target itself is never looked at,
but for whether it is a pronoun: nobody is disliked here for their name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from annotations.suggest.stances_sentiment import Frame, Sentiment, load_sentiment

__all__ = ["DENSE", "Features", "features_of"]

_TOKEN = re.compile(r"['’]s\b|\w+(?:[-'’&.]\w+)*|[^\w\s]", re.UNICODE)
_REACH = 60
_BREAK = frozenset(";:—–()")
_JOINERS = frozenset(
    [
        "but",
        "although",
        "though",
        "while",
        "whereas",
        "because",
        "since",
        "after",
        "before",
        "when",
        "if",
        "unless",
        "as",
        "that",
        "which",
        "who",
        "whom",
        "where",
        "and",
        "or",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "of",
        "to",
        "for",
        "from",
        "with",
        "against",
        "by",
        "about",
        "at",
        "on",
        "in",
        "over",
        "into",
        "under",
        "toward",
        "towards",
        "between",
        "behind",
        "through",
        "than",
        "like",
        "without",
        "upon",
        "among",
    ]
)
_AUXILIARIES = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "has",
        "have",
        "had",
        "having",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "'s",
        "’s",
        "'ve",
        "'d",
        "'ll",
        "'re",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "hasn't",
        "haven't",
        "hadn't",
        "don't",
        "doesn't",
        "didn't",
        "won't",
        "wouldn't",
        "can't",
        "couldn't",
        "shouldn't",
    ]
)
_BE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "'s",
        "’s",
        "'re",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "got",
        "gets",
        "get",
    ]
)
_MODALS = frozenset(
    [
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "won't",
        "wouldn't",
        "can't",
        "couldn't",
        "shouldn't",
    ]
)
_POSSESSIVE = frozenset(["his", "her", "their", "its", "my", "our", "your", "whose"])
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "hers",
        "their",
        "its",
        "i",
        "me",
        "my",
        "we",
        "us",
        "our",
        "you",
        "your",
        "who",
        "himself",
        "herself",
        "themselves",
    ]
)
_FIRST = frozenset(["i", "me", "my", "we", "us", "our"])
_DETERMINERS = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "any", "some", "no", "all", "both", "former", "late", "new"]
)
_DATES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
    ]
)
_ALSO = frozenset(
    [
        "also",
        "then",
        "now",
        "still",
        "just",
        "often",
        "once",
        "even",
        "to",
        "already",
        "who",
        "has",
        "only",
        "again",
        "later",
        "first",
        "recently",
    ]
)
_QUOTE = frozenset('"“”')


class Features(NamedTuple):
    """Features of one target.

    Attributes:
        names: Of the binary ones that hold.
        numbers: Values of the dense ones, `DENSE` of them.
    """

    names: list[str]
    numbers: list[float]


class _Word(NamedTuple):
    text: str
    low: str
    stem: str
    valence: float
    frame: Frame | None


DENSE = 40


def stem_of(low: str, sentiment: Sentiment) -> str:
    """Return the base form of a verb that the list knows, else the word without the commonest endings."""
    frame = sentiment.frames.get(low)
    if frame is not None:
        return frame.verb
    if len(low) > 4:
        for ending, put in (("ies", "y"), ("ing", ""), ("ed", ""), ("ly", ""), ("es", ""), ("s", "")):
            if low.endswith(ending) and len(low) - len(ending) >= 3 and not low.endswith("ss"):
                return low[: len(low) - len(ending)] + put
    return low


def _words(part: str, sentiment: Sentiment) -> list[_Word]:
    found = []
    for match in _TOKEN.finditer(part):
        text = match.group()
        low = text.lower().replace("’", "'")
        valence = sentiment.valences.get(low, 0)
        if not valence and low.endswith("'s"):
            valence = sentiment.valences.get(low[:-2], 0)
        found.append(_Word(text, low, stem_of(low, sentiment), valence, sentiment.frames.get(low)))
        if len(found) > 1:
            phrase = sentiment.phrases.get((found[-2].stem, low))
            if phrase is not None:
                previous = found[-2]
                form = previous.frame.form if previous.frame else "b"
                found[-2] = previous._replace(valence=0, frame=phrase._replace(form=form), stem=phrase.verb)
    return found


def _negated(words: list[_Word], index: int, sentiment: Sentiment) -> bool:
    return any(word.low in sentiment.negators or word.low.endswith("n't") for word in words[max(0, index - 4) : index])


def _left_cut(words: list[_Word]) -> int:
    """Index where the clause that ends with the words begins."""
    for index in range(len(words) - 1, -1, -1):
        if words[index].low in _BREAK or words[index].low in _QUOTE or words[index].low in ".!?":
            return index + 1
    return 0


def _right_cut(words: list[_Word]) -> int:
    for index, word in enumerate(words):
        if word.low in ";:—–" or word.low in ".!?":
            return index
    return len(words)


def _skip_after(words: list[_Word]) -> int:
    """Index of the first word after a parenthesis or an apposition that stands right behind the target."""
    index = 0
    while index < len(words) and words[index].text[:1].isupper() and words[index].text.isalpha():
        index += 1
    if index < len(words) and words[index].low in {"(", ","}:
        closing = ")" if words[index].low == "(" else ","
        for end in range(index + 1, min(len(words), index + 25)):
            if words[end].low == closing:
                return end + 1
    return index


def _verb_after(words: list[_Word], start: int) -> tuple[int, bool, bool, str]:
    """Find the verb of which what stands before `start` is the subject: (index or -1, passive, negated, modal)."""
    passive = negated = False
    modal = ""
    index = start
    copula = -1
    while index < min(len(words), start + 9):
        word = words[index]
        if word.low in _AUXILIARIES:
            if word.low in _BE:
                passive = True
                copula = index
            else:
                passive = False
            if word.low in _MODALS:
                modal = word.low
            negated = negated or word.low.endswith("n't")
        elif word.low in {"not", "never", "n't", "no"}:
            negated = True
        elif (
            word.low.endswith("ly")
            or word.low in _ALSO
            or word.low in _DATES
            or (word.low == "on" and index + 1 < len(words) and words[index + 1].low in _DATES)
            or word.low == ","
        ):
            pass
        elif word.frame is not None or word.low.endswith("ed"):
            if passive and word.low.endswith("ing"):
                passive = False
            elif passive and word.frame is not None and word.frame.form not in "nx":
                return copula, False, negated, modal
            return index, passive, negated, modal
        else:
            return copula, False, negated, modal
        index += 1
    return copula, False, negated, modal


def _governor_before(words: list[_Word]) -> tuple[int, int]:
    """Find what governs a noun phrase that ends with the words: (index of verb or noun or -1, index of preposition or -1)."""
    index = len(words) - 1
    steps = 0
    while index >= 0 and steps < 6:
        word = words[index]
        if word.low in _PREPOSITIONS:
            return index - 1, index
        if word.frame is not None and word.frame.verb != "have" and not (word.text[:1].isupper() and index):
            return index, -1
        if word.low in _AUXILIARIES or word.low in _BREAK or word.low in _QUOTE or word.low in ",.":
            return (index, -1) if word.low in _BE else (-1, -1)
        if not (
            word.low in _DETERMINERS
            or word.low in _POSSESSIVE
            or word.text[:1].isupper()
            or word.low in {"and", "or", "'s", "not"}
            or steps < 3
        ):
            return -1, -1
        if word.low.endswith("ed") or word.low.endswith("ing"):
            return index, -1
        index -= 1
        steps += 1
    return -1, -1


def _sign(value: float) -> str:
    return "+" if value > 0 else "-" if value < 0 else "0"


def features_of(text: str, start: int, end: int, low: int = 0, high: int | None = None) -> Features:
    """Return the features of the target at `start` to `end`; nothing outside `low` to `high` is looked at.

    All are code points in `text`.
    """
    sentiment = load_sentiment()
    high = len(text) if high is None else high
    before = _words(text[max(low, start - 600) : start], sentiment)[-_REACH:]
    after = _words(text[end : min(high, end + 600)], sentiment)[:_REACH]
    target = text[start:end]
    names: list[str] = []
    dense = [0.0] * DENSE
    add = names.append

    lowtarget = target.lower()
    kind = (
        "date"
        if lowtarget in _DATES
        else "first"
        if lowtarget in _FIRST
        else "poss"
        if lowtarget in _POSSESSIVE
        else "pron"
        if lowtarget in _PRONOUNS
        else "name"
        if target[:1].isupper()
        else "noun"
    )
    add("k:" + kind)
    if not before:
        add("initial")
    if target.isupper() and len(target) > 4:
        add("caps")
    add(f"len:{min(6, (len(before) + len(after)) // 10)}")
    possessive = kind in {"poss", "name", "noun"} and (
        (kind == "poss" and lowtarget != "her")
        or (
            lowtarget == "her"
            and bool(after)
            and after[0].low[0].isalpha()
            and after[0].low not in _PREPOSITIONS
            and after[0].low not in _JOINERS
            and after[0].low not in _AUXILIARIES
            and after[0].low not in _DETERMINERS
        )
        or (bool(after) and after[0].low in {"'s", "'"})
    )

    # --- where it stands in speech
    quotes_before = sum(word.low in _QUOTE for word in before)
    inside = (
        quotes_before % 2 == 1
        if '"' in text
        else (next((w.low == "“" for w in reversed(before) if w.low in "“”"), False))
    )
    has_quote = quotes_before > 0 or any(word.low in _QUOTE for word in after)
    add(f"q:{inside:d}{has_quote:d}{kind}")

    left_cut = _left_cut(before)
    right_cut = _right_cut(after)

    # --- role
    subject = -1
    role = "none"
    governor, preposition = _governor_before(before) if before else (-1, -1)
    under = preposition >= 0
    clause = "" if not under else "p"
    if possessive:
        role = "poss"
        at = 1 if after and after[0].low in {"'s", "'"} else 0
        for word in after[at : at + 3]:
            add("PO:" + word.stem)
            if word.valence:
                add("POv:" + _sign(word.valence))
                dense[0] += word.valence
        if len(after) > at:
            skip = at + 1
            while skip < min(len(after), at + 4) and not (after[skip].frame or after[skip].low in _AUXILIARIES):
                skip += 1
            verb, passive, negated, _ = _verb_after(after, skip)
            if verb >= 0:
                add(f"POS:{after[verb].stem}:{negated:d}")
    else:
        skip = _skip_after(after)
        for begin in dict.fromkeys((0, skip)):
            subject, passive, negated, modal = _verb_after(after, begin)
            if subject >= 0:
                break
        if subject >= 0:
            verb = after[subject]
            role = clause + ("pass" if passive else "subj")
            add(f"{role}:{verb.stem}")
            add(f"{role}:{verb.stem}:{negated:d}")
            if modal:
                add(f"mod:{modal}")
                add(f"mod:{modal}:{verb.stem}")
            if verb.frame is not None:
                sign = verb.frame.done_to if passive else verb.frame.doer
                sign = -sign if negated else sign
                add(f"{role}F:{_sign(sign)}")
                if not under:
                    dense[1 if not passive else 2] += sign
                if not passive and verb.frame.done_to:
                    add(f"subjT:{_sign(verb.frame.done_to)}:{negated:d}")
            if verb.low in sentiment.reporting:
                add("speaker")
                add(f"speaker:{inside:d}{has_quote:d}")
            total = 0.0
            for offset, word in enumerate(after[subject + 1 : subject + 9]):
                if word.low in ".;:":
                    break
                value = word.valence
                if value and (negated or _negated(after, subject + 1 + offset, sentiment)):
                    value = -value
                total += value
                if word.low in _AUXILIARIES or offset < 7:
                    add(f"PR:{word.stem}")
                if offset < 4 and word.text.isalpha():
                    add(f"PR:{verb.stem}>{word.stem}")
            if verb.low in _BE:
                add(clause + "cop:" + _sign(total))
                dense[3] += total
            else:
                add(clause + "prd:" + _sign(total))
                dense[4] += total
            if not under:
                _more_verbs(after, subject, sentiment, dense, add)
    if before:
        if preposition >= 0:
            word = before[preposition]
            add("pp:" + word.low)
            if governor >= 0:
                head = before[governor]
                add(f"pp:{head.stem}_{word.low}")
                value = head.valence or (head.frame.done_to if head.frame else 0)
                if _negated(before, governor, sentiment):
                    value = -value
                if value:
                    add(f"ppF:{word.low}{_sign(value)}")
                    add(f"ppF:{_sign(value)}")
                    dense[5] += value
                if word.low == "by" and head.frame:
                    add(f"agent:{head.stem}")
                    add(f"agentF:{_sign(head.frame.doer)}")
                    dense[6] += head.frame.doer
            role += "+pp"
        elif governor >= 0 and subject >= 0:
            head = before[governor]
            role += "+that"
            add(f"that:{head.stem}")
        elif governor >= 0:
            head = before[governor]
            role += "+obj"
            negated = _negated(before, governor, sentiment)
            add(f"obj:{head.stem}")
            add(f"obj:{head.stem}:{negated:d}")
            if head.frame:
                sign = -head.frame.done_to if negated else head.frame.done_to
                add(f"objF:{_sign(sign)}")
                dense[7] += sign
            for word in after[:4]:
                if word.low in _PREPOSITIONS:
                    add(f"obj:{head.stem}_{word.low}")
                    break
            if head.low in sentiment.reporting:
                add("addressee")
    add("role:" + role)
    add(f"role:{role}:{kind}")

    # --- words, marked with their side and whether they are in the clause
    score = _scores(before, after, left_cut, right_cut, sentiment, dense)
    for name, value in score:
        add(f"{name}:{value}")
    _bag(before, after, left_cut, right_cut, add)
    last = [w.low for w in before[-3:]]
    first = [w.low for w in after[:3]]
    for width in (1, 2, 3):
        if len(last) >= width:
            add("L" + " ".join(last[-width:]) + " T")
        if len(first) >= width:
            add("R" + "T " + " ".join(first[:width]))
    if last and first:
        add("B" + last[-1] + " T " + first[0])
        if len(first) > 1:
            add("B" + last[-1] + " T " + " ".join(first[:2]))
    if any(w.low == "?" for w in after):
        add("question")
    if any(w.low == "!" for w in after):
        add("exclaim")
    _topics(before, after, sentiment, kind, role, add)
    return Features(list(dict.fromkeys(names)), dense)


def _more_verbs(after, subject, sentiment, dense, add) -> None:  # type: ignore[no-untyped-def]
    """The further verbs of the same subject: "… and vowed to block it"."""
    joined = False
    for index in range(subject + 1, min(len(after), subject + 30)):
        word = after[index]
        if word.low in ".;:" or word.low in {"that", "which", "who", "because", "if"}:
            return
        if word.low in {"and", "but", "to", ",", "or"} or (word.low.endswith("ly") and joined):
            joined = True
            continue
        if joined and word.frame is not None and word.text.islower():
            sign = word.frame.doer
            if _negated(after, index, sentiment):
                sign = -sign
            add(f"s2:{word.stem}")
            add(f"s2F:{_sign(sign)}{_sign(word.frame.done_to)}")
            dense[32] += sign
            dense[33] += word.frame.done_to
        joined = False


def _topics(before, after, sentiment, kind, role, add) -> None:  # type: ignore[no-untyped-def]
    for side, words in (("l", before), ("r", after)):
        for word in words:
            for topic in sentiment.topics.get(word.low, ()):
                add(f"t:{topic}")
                add(f"t{side}:{topic}")
                add(f"tr:{topic}:{role}")


def _bag(before, after, left_cut, right_cut, add) -> None:  # type: ignore[no-untyped-def]
    for side, words, cut in (("l", before, left_cut), ("r", after, right_cut)):
        for index, word in enumerate(words):
            if not word.low[0].isalnum():
                continue
            inner = index >= cut if side == "l" else index < cut
            distance = len(before) - index if side == "l" else index + 1
            add("w:" + word.stem)
            if inner:
                add(f"c{side}:{word.stem}")
                if distance <= 6:
                    add(f"n{side}:{word.stem}")
            if index + 1 < len(words):
                other = words[index + 1]
                if other.low[0].isalnum():
                    add(f"b:{word.stem} {other.stem}")


def _bucket(value: float) -> str:
    if value == 0:
        return "0"
    size = abs(value)
    return ("+" if value > 0 else "-") + ("1" if size < 1.01 else "2" if size < 2.5 else "3")


def _scores(before, after, left_cut, right_cut, sentiment, dense):  # type: ignore[no-untyped-def]
    """Sum what the words say, by side and nearness."""
    sums = {}
    for side, words, cut in (("l", before, left_cut), ("r", after, right_cut)):
        total = clause = near = decayed = 0.0
        positive = negative = 0.0
        framed = framed_near = 0.0
        for index, word in enumerate(words):
            value = float(word.valence)
            frame = word.frame
            effect = 0.0
            if frame is not None:
                if side == "r":
                    effect = (
                        frame.done_to if frame.form in "nx" and index and words[index - 1].low in _BE else frame.doer
                    )
                else:
                    effect = frame.done_to
            if not value and not effect:
                continue
            turn = -0.7 if _negated(words, index, sentiment) else 1.0
            if index and words[index - 1].low in sentiment.boosters:
                turn *= 1.4
            value *= turn
            effect *= turn
            distance = len(words) - index if side == "l" else index + 1
            weight = 1.0 / (1.0 + distance / 6.0)
            inner = index >= cut if side == "l" else index < cut
            total += value
            positive += max(value, 0)
            negative += max(-value, 0)
            decayed += value * weight
            framed += effect * weight
            if inner:
                clause += value
                if distance <= 6:
                    near += value
                    framed_near += effect
        sums[side] = (total, clause, near, decayed, positive, negative, framed, framed_near)
    left, right = sums["l"], sums["r"]
    dense[8:16] = left
    dense[16:24] = right
    dense[24:32] = [a + b for a, b in zip(left, right, strict=True)]
    return [
        ("S", _bucket(left[0] + right[0])),
        ("SC", _bucket(left[1] + right[1])),
        ("SCl", _bucket(left[1])),
        ("SCr", _bucket(right[1])),
        ("SN", _bucket(left[2] + right[2])),
        ("SNl", _bucket(left[2])),
        ("SNr", _bucket(right[2])),
        ("SF", _bucket(left[7] + right[7])),
        ("SFl", _bucket(left[7])),
        ("SFr", _bucket(right[7])),
        ("SX", _bucket(left[1] + right[1]) + _bucket(left[7] + right[7])),
    ]
