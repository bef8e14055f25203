"""Lines that are about the article rather than of it: bylines, dates, captions, biographies, furniture."""

from __future__ import annotations

import re

from annotations.lazy import lazy
from annotations.readers.vocabulary import DATE_WORDS, MONTHS, NO_NAMES, PARTICLES, SMALL_WORDS

__all__ = [
    "is_biography",
    "is_byline",
    "is_caption",
    "is_date",
    "is_furniture",
    "is_position",
    "looks_like_name",
    "names_in",
]

_WORD = lazy(r"[^\W\d_]+|\d+")
_NUMERIC_DATE = lazy(r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")
_DATED = lazy(r"(?:last |first )?(?:published|updated|posted|modified)\b|.*\bmin(?:ute)?s? read\b", re.IGNORECASE)

_BY = lazy(
    r"(?:(?:written |reported |story |words |text )?by:?|von|par|por"
    r"|interview:|text:|author:|autor:|auteur ?:|автор:)\s+(?=\S)",
    re.IGNORECASE,
)
_BETWEEN_NAMES = lazy(r",|;|\||\s[-–—]\s|\s(?:and|und|et|y|&)\s")
_AGENCY = lazy(
    r"(?:the )?(?:associated press|ap|reuters|afp|agence france-presse|upi|dpa|efe|ansa|tass|xinhua|bloomberg"
    r"|staff|editorial board|our (?:own )?\w+|\w+ (?:staff|news service|news agency))\b",
    re.IGNORECASE,
)
_POSITION = lazy(
    r"\b(?:staff|reporter|correspondent|writer|editor|columnist|bureau chief|contributor|journalist|redakteurin"
    r"|redakteur|korrespondent|periodista|journaliste)\b",
    re.IGNORECASE,
)

_CAPTION = lazy(
    r"(?:(?:photos?|photographs?|pictures?|images?|graphics?|credit|foto|fotos|bild|fotografía|фото)"
    r"(?: credits?| illustration| courtesy)?(?: by\b| courtesy\b|\s?[:/©]|\s[-–—])"
    r"|file (?:photo|picture|image)\b|file [-–—]"
    r"|(?:getty|ap|afp|reuters|epa)(?: images| photo)?/\w|\(?(?:ap|afp|reuters|getty) photo\b)",
    re.IGNORECASE,
)
_CREDIT_AT_END = lazy(
    r"(?:\([^()]*(?:\b(?:AP|AFP|Reuters|REUTERS|EPA|UPI)(?: Photo)?/|\b(?:Photo|Image|Foto)(?: by\b| credit\b|:|/)"
    r"|\bGetty Images\b|\b[Cc]ourtesy of\b)[^()]*\)"
    r"|(?:/|\bvia )(?:AP|AFP|Reuters|EPA|Getty|Getty Images|AP Photo|Shutterstock|Bloomberg|TASS|dpa)"
    r"|\bREUTERS/[\w .'’-]+|\b(?:Getty Images|AP Photo|Photo by [\w .'’-]+))\.?$"
)
_IN_CREDIT = lazy(r"\)\.?$|/|Getty|Photo|via ")

_FURNITURE = lazy(
    r"(?:advertisement|advert|anzeige|publicité|publicidad|реклама|share|share (?:this|on|via)\b.*|tweet|print|e-?mail"
    r"|comments?|\d+ comments?|save|menu|home|search|loading|(?:play|watch) video|skip to .*|scroll to .*"
    r"|(?:story|article) continues .*|continue reading.*|read (?:more|also|next)\b.*|also read\b.*|see also\b.*"
    r"|related\b.*|recommended\b.*|most (?:read|popular|viewed)\b.*|more (?:on|from) .*|sign (?:up|in)\b.*"
    r"|subscribe\b.*|newsletter\b.*|follow (?:us|\S+ on)\b.*|click (?:here|to)\b.*|watch(?: live)?:.*"
    r"|listen(?: to this)?\b.*|sources?:.*|copyright\b.*|©.*|all rights reserved|view (?:all|image|gallery).*"
    r"|getty images|photos?|video|gallery|(?:editor|publisher)[’']s note.*)",
    re.IGNORECASE,
)

_ROLE = (
    r"(?:journalist|reporter|correspondent|columnist|writer|editor|author|contributor|blogger|freelancer?"
    r"|photographer|photojournalist|producer|commentator|anchor|broadcaster|fellow|professor|lecturer|historian"
    r"|novelist|researcher|economist|analyst|strategist|director|founder|host|intern|bureau chief|former"
    r"|retired|advis[eo]r|attorney|lawyer|physician"
    r"|Journalistin|Redakteurin|Redakteur|Korrespondentin|Korrespondent|Autorin|Autor|journaliste|rédacteur"
    r"|rédactrice|correspondante?|periodista|redactora?|corresponsal)"
)
_IS_BY_TRADE = lazy(
    r"(?:[, ].{0,220}?,)?\s+(?:is|ist|est|es|has been)\s+(?:[\w’'.&/-]+[\s,]+){0,9}?" + _ROLE + r"s?\b",
    re.IGNORECASE,
)
_DOES_BY_TRADE = lazy(
    r",?\s+(?:(?:also|currently|now) )?(?:covers|cover|reports? (?:on|for|from)|writes? (?:about|for|on|a)|blogs"
    r"|edits|contribut(?:ed|es)|reported (?:from|this|for|on)|can be reached|berichtet|schreibt|couvre|cubre)\b",
    re.IGNORECASE,
)
_REPORTING_BY = lazy(
    r"\W*(?:(?:additional |further |with )*(?:reporting|editing|writing|research|compiled|translated|edited)"
    r"(?: and [a-z]+)? (?:by|from)|with (?:files|reporting|inputs?|agenc\w+) (?:from|by|inputs?))\b",
    re.IGNORECASE,
)
_CONTRIBUTED = lazy(r"\bcontribut(?:ed|ing) (?:\w+ )?(?:reporting|research|to this|to the|from)\b", re.IGNORECASE)
_CONTACT = lazy(r"(?:follow|contact|e-?mail|reach|write to) .{0,120}?(?:@|\bon (?:twitter|x)\b)", re.IGNORECASE)
_QUOTATION_MARKS = frozenset('“”„«»"')


def is_byline(line: str) -> bool:
    """Tell whether the line says who wrote the article: `By Jane Doe`, `By Jane Doe and John Roe, Reuters`."""
    by = _BY.match(line)
    if by is None or len(line) > 160:
        return False
    rest = line[by.end() :]
    stopped = rest[-1] in ".!?"
    if _AGENCY.match(rest):
        return not stopped and len(rest) <= 60
    names = _BETWEEN_NAMES.split(rest, maxsplit=1)[0].split()[:2]
    if stopped and any(word[0].islower() and word not in PARTICLES | SMALL_WORDS for word in rest.split()):
        return False
    if not names or not names[0][0].isupper():
        return False
    return len(names) == 1 or names[1][0].isupper() or names[1].lower() in PARTICLES


def names_in(line: str) -> str:
    """Return whom a byline names; empty if the line is none."""
    by = _BY.match(line)
    return line[by.end() :].strip() if by is not None and is_byline(line) else ""


def is_position(line: str) -> bool:
    """Tell whether the line is the position, or the house, of somebody named above it."""
    return len(line) <= 80 and line[-1] not in ".!?" and bool(_POSITION.search(line) or _AGENCY.match(line))


def is_date(line: str) -> bool:
    """Tell whether the line says when something was published, and nothing else."""
    if len(line) > 120 or not any(c.isdigit() for c in line):
        return False
    words = [word.lower() for word in _WORD.findall(line)]
    if not all(word.isdigit() or word in DATE_WORDS for word in words):
        return False
    return bool(not MONTHS.isdisjoint(words) or _NUMERIC_DATE.search(line) or _DATED.match(line))


def looks_like_name(line: str) -> bool:
    """Tell whether the line is two to five words that could be one person's name."""
    words = line.split()
    if not 2 <= len(words) <= 5 or not words[0][0].isupper() or not words[-1][0].isupper():
        return False
    return not any(c.isdigit() or c in ':?!"“”«»' for c in line) and all(
        word.lower() in PARTICLES or (word[0].isupper() and word.lower() not in SMALL_WORDS) for word in words
    )


def is_caption(line: str) -> bool:
    """Tell whether the line is the caption or the credit of a picture."""
    if len(line) > 500:
        return False
    if _CAPTION.match(line):
        return True
    tail = line[-100:]
    return bool(_IN_CREDIT.search(tail) and _CREDIT_AT_END.search(tail))


def is_furniture(line: str) -> bool:
    """Tell whether the line belongs to the page and not to the article (`Advertisement`, `Read more: …`)."""
    return bool(_FURNITURE.fullmatch(line.rstrip(" .:…")))


def is_biography(line: str) -> bool:
    """Tell whether a line from the end of an article says who its authors are, or who helped them."""
    head = line[:400]
    if _REPORTING_BY.match(head) or _CONTACT.match(head):
        return True
    if _CONTRIBUTED.search(head) and len(line) <= 300:
        return True
    name = _name_end(head)
    if not name:
        return False
    if _DOES_BY_TRADE.match(head, name):
        return True
    return bool(_IS_BY_TRADE.match(head, name)) and _QUOTATION_MARKS.isdisjoint(head)


def _name_end(line: str) -> int:
    """Offset after the two or more capitalised words that open the line, 0 if there are none."""
    end = names = 0
    for match in re.finditer(r"\S+", line):
        word = match[0]
        if names == 0 and word.lower() in NO_NAMES:
            return 0
        if word[0].isupper():
            names += 1
        elif word not in PARTICLES:
            break
        end = match.start() + len(word.rstrip(","))
    return end if names >= 2 else 0
