"""Words by which a line of a newspaper page is known for what it is."""

from __future__ import annotations

__all__ = ["DATE_WORDS", "MONTHS", "NO_NAMES", "PARTICLES", "SMALL_WORDS"]


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


SMALL_WORDS = _words(
    "a an and as at but by for from in into nor of off on or out over per so than the to up via vs vs. with yet"
)
"""Words that have no capital in an English title."""

PARTICLES = _words("van von de der den da di del della dos du la le al el bin ibn abu ter ten zu y e and & und et")
"""Words without a capital in and between the names of people."""

NO_NAMES = SMALL_WORDS | _words("he she it they we i this that these those his her its their our my")
"""Words that no person's name begins with."""

MONTHS = _words(
    "january february march april may june july august september october november december",
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "januar jänner februar märz mai juni juli oktober dezember",
    "janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)

DATE_WORDS = MONTHS | _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "published updated posted modified last first on at of the a p m am pm st nd rd th",
    "et est edt ct cst cdt mt pt pst pdt gmt utc bst ist cet cest",
    "min mins minute minutes read hour hours day days week weeks ago date",
    "uhr um den der stand le à h publié mis jour el de del las publicado actualizado года г в",
)
"""All that a line which only says when an article was published consists of, numbers apart."""
