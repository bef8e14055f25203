"""Spanish, French, Italian, Portuguese and Russian quotes in one block: what they have besides the common patterns."""

from __future__ import annotations

import re

from annotations.suggest.lexicon import Verb, VerbClass
from annotations.suggest.mentions import Phrase
from annotations.suggest.quotes_claimed import claimed
from annotations.suggest.quotes_frames import Cue, Frame, Part
from annotations.suggest.quotes_phrases import MOST
from annotations.suggest.quotes_plain import ADJUNCTS, SHORTEST, WINDOW, PlainFrames

__all__ = ["RomanceFrames", "RussianFrames"]

_NAMED = re.compile("[DnN#o]{0,6}[IcWA]?Q")  # calificó la propuesta de «ocurrencia»
_OBJECT = re.compile("[DnN#IAo]{0,7}Q")  # denuncia la «pasividad»
_DOING = re.compile("n[AnDoI]{0,4}Q")
_INFINITIVES = ("ar", "er", "ir", "arse", "erse", "irse", "re", "oir", "are", "ere", "ire")
_SUBJECT = re.compile("P|D+n?N+|(?:D+n|N+)(?:ID?[nN]N*)*")  # the word after a noun may be a verb
_WHAT = frozenset(["lo", "ce", "quello", "ciò", "o"])
_PARTICIPLES = {
    "es": re.compile(r"(?:[ai]do|dicho|escrito)$"),
    "fr": re.compile(r"(?:[^t]é|[^ae]u|écrit|promis|admis)$"),
    "it": re.compile(r"(?:[aiu]to|detto|scritto|[eo]sso|isto)$"),
    "pt": re.compile(r"(?:[ai]do|dito|escrito)$"),
}
_NEAR = 4
_COLON = re.compile(r":Q(?=[|.])")
_NOBODY = frozenset(["été", "foi", "fue", "sido", "stato", "stata", "se", "si"])
_SPOKE = VerbClass.REPORT | VerbClass.ASK | VerbClass.VOICE


class RomanceFrames(PlainFrames):
    """The frames of one block of a language in which the subject may follow the verb, or be left out."""

    _subject_pattern = _SUBJECT

    def _first(self, cue: Cue) -> Frame | None:
        return self._as_reported(cue)

    def _content(self, verb: Verb, stop: int, end: int) -> tuple[int, float] | None:
        if stop < end and self._tags[stop] == "H" and self._block.words[stop - 1].lower() in _WHAT:
            return None  # dice lo que dice todos los días
        return super()._content(verb, stop, end)

    def _as_reported(self, cue: Cue) -> Frame | None:
        """Como explicó el ministro, …; …, comme l'a dit la police; как сообщил источник, …."""
        tags, words, first, end = self._tags, self._block.words, cue.first, cue.end
        led = cue.begin - 1
        source = self._after(cue.at + 1, end)
        if led < first or words[led].lower() not in self._lexicon.reported:
            source = self._before(cue.begin, first)
            led = source.start - 1 if source is not None else -1
            if led < first or words[led].lower() not in self._lexicon.reported:
                return None
        if source is None or not cue.verb.classes & VerbClass.REPORT:
            return None
        after = max(source.end, cue.at + 1)
        if led == first and tags[after : after + 1] == ",":
            part = self._trimmed((after + 1, end))
        elif led > first and tags[led - 1] == ",":
            part = self._trimmed((first, led))
        else:
            return None
        if part[1] - part[0] < SHORTEST - 1:
            return None
        return Frame((part,), source, (cue.at, cue.at + 1), 0.85, self._reason(cue.at, "beside the sentence"))

    def _preposed(self, cue: Cue, before: Phrase | None, after: Phrase | None) -> Frame | None:
        nobody = self._is_nobodys(cue)
        if nobody:
            return self._without_subject(cue)
        if after is not None and not self._may_follow(cue, after):
            after = None
        owner = before or self._sharing(cue)
        named = self._named(cue, owner)
        return (
            named or super()._preposed(cue, owner, after) or self._spoken_of(cue, owner) or self._of_oneself(cue, owner)
        )

    def _of_oneself(self, cue: Cue, owner: Phrase | None) -> Frame | None:
        """Aseguró estar «tranquilo»; il dit craindre « le pire »."""
        at = cue.at + 1
        if owner is None or not cue.verb.classes & VerbClass.REPORT or at >= cue.end:
            return None
        match = _DOING.match(self._tags, at, cue.end)
        if match is None or not self._block.words[at].lower().endswith(_INFINITIVES):
            return None
        return Frame((match.span(),), owner, (cue.at, at), 0.75, self._reason(cue.at, "with quoted words after it"))

    def _may_follow(self, cue: Cue, after: Phrase) -> bool:
        words = [word.lower() for word in self._block.words[after.start : after.end]]
        tags = self._tags[after.start : after.end]
        if not self._lexicon.roles.isdisjoint(words) or tags[0] in "PN":
            return True
        if cue.verb.classes & VerbClass.JUDGE:
            return tags[-1] == "N"  # "exigen una fecha", but "exige el ministro"
        return "I" not in tags or tags.startswith("DN")  # "destacó su entrevista con el líder"

    def _frame(self, verb: Verb, at: int, first: int, end: int) -> Frame | None:
        participle = _PARTICIPLES.get(self._lexicon.code)
        if participle is not None and participle.search(self._block.words[at].lower()):
            group = self._tags[max(first, at - _NEAR) : at]
            if "X" not in group and not group.endswith("&"):
                return None  # "considerado un clásico"
        return super()._frame(verb, at, first, end)

    def _sharing(self, cue: Cue) -> Phrase | None:
        """The subject of the sentence, for a verb after "and"."""
        if self._tags[cue.begin - 1 : cue.begin] != "&" or cue.begin - 1 == cue.first:
            return None
        return self._subject(cue.first, cue.begin - 1)

    def _subject(self, first: int, end: int) -> Phrase | None:
        """The noun phrase with which the sentence begins."""
        while first < end and self._tags[first] in "A&,":
            first += 1
        match = self._subject_pattern.match(self._tags, first, end)
        return Phrase(first, match.end()) if match else None

    def _is_nobodys(self, cue: Cue) -> bool:
        """Whether a verb is said of nobody: "se informó que …", "foi anunciado que …", «сообщается, что …»."""
        group = {word.lower() for word in self._block.words[cue.begin : cue.at]}
        return bool(cue.verb.classes & VerbClass.NOBODY) or not _NOBODY.isdisjoint(group)

    def _without_subject(self, cue: Cue) -> Frame | None:
        tags, at, end = self._tags, cue.at + 1, cue.end
        nobody = self._is_nobodys(cue)
        if not (self._lexicon.unsaid or nobody) or not cue.verb.classes & (_SPOKE | VerbClass.NOBODY):
            return None
        adjuncts = ADJUNCTS.match(tags, at, end)
        stop = adjuncts.end() if adjuncts else at
        if tags[stop : stop + 1] == "," and tags[stop + 1 : stop + 2] == "H":
            stop += 1
        if tags[stop] == "H" and self._block.words[stop - 1].lower() not in _WHAT and stop + SHORTEST < end:
            part = self._trimmed((stop, end))
            return Frame((part,), None, (cue.at, cue.at + 1), 0.8, self._reason(cue.at, "with words after it"))
        if nobody or cue.begin != cue.at:
            return None
        return self._parenthetical(cue)

    def _parenthetical(self, cue: Cue) -> Frame | None:
        """Se opone, explica, a firmar; trabajar así, dice, «es un delito»."""
        tags, first, end = self._tags, cue.first, cue.end
        if cue.begin <= first or tags[cue.begin - 1] != "," or tags[cue.at + 1] != ",":
            return None
        parts = [self._trimmed((first, cue.begin)), self._trimmed((cue.at + 2, end))]
        if any(start >= stop for start, stop in parts) or sum(stop - start for start, stop in parts) < SHORTEST:
            return None
        return Frame(tuple(parts), None, (cue.at, cue.at + 1), 0.8, self._reason(cue.at, "amid the sentence"))

    def _named(self, cue: Cue, owner: Phrase | None) -> Frame | None:
        """Calificó la propuesta de «ocurrencia»; назвал предложение «заплаткой»."""
        if owner is None or not cue.verb.classes & VerbClass.NAME:
            return None
        match = _NAMED.match(self._tags, cue.at + 1, cue.end)
        if match is None:
            return None
        reason = self._reason(cue.at, "with quoted words after it")
        return Frame((match.span(),), owner, (cue.at, cue.at + 1), 0.8, reason)

    def _spoken_of(self, cue: Cue, owner: Phrase | None) -> Frame | None:
        """Denuncia la «pasividad» del gobierno; promete devolverlos «en dieciocho meses»."""
        if owner is None or not cue.verb.classes & VerbClass.JUDGE:
            return None
        match = _OBJECT.match(self._tags, cue.at + 1, cue.end)
        if match is None:
            return None
        reason = self._reason(cue.at, "with quoted words after it")
        return Frame((match.span(),), owner, (cue.at, cue.at + 1), 0.75, reason)

    def _unlisted(self, first: int, end: int) -> list[Frame]:
        return [
            *super()._unlisted(first, end),
            *self._after_colon(first, end),
            *claimed(self._block, self._lexicon, first, end),
        ]

    def _after_colon(self, first: int, end: int) -> list[Frame]:
        """Enciende la luz y dice lo que dice todos los días: «Buenos días»."""
        colon = _COLON.search(self._tags, max(first, end - MOST), end + 1)
        if colon is None:
            return []
        at = self._tags.rfind("v", max(first, colon.start() - WINDOW), colon.start())
        verb = self._verb(at) if at > 0 else None
        if verb is None or not verb.classes & _SPOKE:
            return []
        part: Part = (colon.start() + 1, colon.end())
        source = None if self._lexicon.unsaid else self._subject(first, at)
        return [Frame((part,), source, (at, at + 1), 0.75, self._reason(at, "with words after it"))]


_TOLD = re.compile("[nN]{1,3}(?=,H)")
_PHRASE = re.compile("P|[nN#]{1,7}(?:&[nN#]{1,4})?")
_BEFORE = re.compile("P|[nN#]{1,7}(?:&[nN#]{1,4})?")


class RussianFrames(RomanceFrames):
    """The frames of one Russian block: noun phrases without articles, with genitives."""

    _after_pattern = _PHRASE
    _before_pattern = _BEFORE
    _subject_pattern = re.compile("P|[nN#]{1,3}")

    def _around(self, phrase: Part, cue: Part, source: Phrase, limits: Part) -> list[Frame]:
        if self._tags[phrase[1] : phrase[1] + 1] not in ",|.":
            return []  # a comma shows where the genitives end
        return super()._around(phrase, cue, source, limits)

    def _first(self, cue: Cue) -> Frame | None:
        return self._about_sentence_before(cue) or super()._first(cue)

    def _may_be_placed(self, verb: int) -> bool:
        """Whether those who say it are named by their place, as in "в министерстве отметили, что …"."""
        return self._is_of_many(verb)

    def _may_follow(self, cue: Cue, after: Phrase) -> bool:
        """Not so in "сообщил ТАСС, что …", where a subject stands before."""
        told = self._tags[after.end : after.end + 2] == ",H" and self._before(cue.begin, cue.first) is not None
        return not told and super()._may_follow(cue, after)

    def _content(self, verb: Verb, stop: int, end: int) -> tuple[int, float] | None:
        told = _TOLD.match(self._tags, stop, end)
        return super()._content(verb, told.end() if told else stop, end)

    def _about_sentence_before(self, cue: Cue) -> Frame | None:
        """Мост опасен. Об этом сообщил представитель мэрии."""
        tags, first, end = self._tags, cue.first, cue.first - 1
        if [word.lower() for word in self._block.words[first : cue.begin]] != ["об", "этом"] or end <= 0:
            return None
        source = self._after(cue.at + 1, cue.end)
        part = self._trimmed((max(tags.rfind("|", max(0, end - WINDOW), end) + 1, 0), end))
        if source is None or part[1] - part[0] < SHORTEST:
            return None
        return Frame((part,), source, (cue.at, cue.at + 1), 0.8, self._reason(cue.at, "after the sentence"))
