"""Fact-checks as schema.org ClaimReview (https://schema.org/ClaimReview), for the page where they are published.

Each claim that has a verdict is a review: what was claimed, by whom, where and when it appeared, and its rating. The
file may stand in a `<script type="application/ld+json">` as it is: nothing in it can end the element.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from annotations.errors import SchemaError, UsageError
from annotations.formats.base import ArticleRecord, Carried, Carries, Job, MayLose, Option, TextFormat
from annotations.formats.claimants import kind_of
from annotations.formats.telling import filler_words, is_web_address
from annotations.model import Annotation, AttributeValue
from annotations.schema import AttributeKind, Schema, clip, nearest
from annotations.summaries import value_words

__all__ = ["ClaimReviewFormat"]

_NO, _PART = Carried.NO, Carried.PART
_VERDICT, _SCALE = "verdict", "true,mostly_true,mixed,mostly_false,false"
_CLAIMANT, _RATIONALE, _EVIDENCE = "claimant", "rationale", "evidence"
# What would end a script element, begin a comment in one, or end a line of JavaScript.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


class ClaimReviewFormat(TextFormat):
    """`stet export --format claimreview -o FILE.claimreview.json`."""

    name = "claimreview"
    purpose = "schema.org ClaimReview (JSON-LD): claims with a verdict, for the page of a fact-check"
    suffixes = (".claimreview.json", ".claimreview.jsonld")
    carries = Carries(
        _PART, Carried.YES, _PART, _PART, _NO, _NO, _NO, Carried.YES, _PART,
        loses="all but claims with a verdict, with claimant, rationale and evidence",
    )  # fmt: skip
    options = (
        Option("url", "Address of the page where the reviews are published.", "ADDRESS"),
        Option("publisher", "Organisation that publishes them (else their annotators are the authors).", "NAME"),
        Option("verdict", "Attribute that holds the verdict.", "NAME", _VERDICT),
        Option("scale", "Verdicts from best to worst; those not on it have a name and no number.", "A,B,…", _SCALE),
    )
    annotated_only = True
    may_lose = MayLose.THINGS

    def refuse(self, job: Job) -> None:
        """Look at the address, the attribute and the scale."""
        if (address := job.option("url")) and not is_web_address(address):
            raise UsageError(
                f"--url is “{clip(address)}”, which is no address", "Write it as https://example.org/check."
            )
        name = job.option("verdict", _VERDICT)
        known = [one.name for one in job.schema.attributes.values() if one.kind is AttributeKind.CHOICE]
        if name not in known:
            hint = nearest(name, known) or (f"Say which with --verdict: {', '.join(known)}." if known else "")
            raise UsageError(f"no attribute “{clip(name)}” with values to choose from is in the coding scheme", hint)
        choices = [choice.name for choice in job.schema.attributes[name].values]
        for step in _scale(job) if "scale" in job.options else ():
            if step not in choices:
                hint = nearest(step, choices) or f"Values: {', '.join(choices)}."
                raise UsageError(f"“{clip(step)}” on the scale is no value of {name}", hint)

    def survey(self, record: ArticleRecord, job: Job) -> None:
        """Count what is no review, and what a review does not hold."""
        name, schema = job.option("verdict", _VERDICT), job.schema
        job.losses.see("annotations", len(record.annotations))
        job.losses.see("relations", len(record.relations))
        for annotation in record.annotations:
            where = f"annotation {annotation.id}"
            if not _may_be_judged(annotation.label, name, schema):
                job.losses.lose("annotations", f"left out: a {annotation.label} has no {name}", where)
            elif name not in annotation.attributes:
                job.losses.lose("annotations", f"left out: without a {name}", where)
            elif annotation.note or annotation.unsure:
                job.losses.lose("annotations", "there without note and doubt", where)
        for relation in record.relations:
            job.losses.lose("relations", "left out", f"relation {relation.id}")

    def write(self, records: Iterable[ArticleRecord], job: Job, out: TextIO) -> None:
        """Write one graph of all reviews."""
        out.write('{"@context": "https://schema.org", "@graph": [')
        comma = "\n"
        for record in records:
            for review in _reviews(record, job):
                out.write(comma + json.dumps(review, ensure_ascii=False).translate(_ESCAPES))
                comma = ",\n"
        out.write("\n]}\n")


def _may_be_judged(label: str, name: str, schema: Schema) -> bool:
    try:
        schema.label(label).attribute(name)
    except SchemaError:
        return False
    return True


def _scale(job: Job) -> list[str]:
    return [step.strip() for step in job.option("scale", _SCALE).split(",") if step.strip()]


def _reviews(record: ArticleRecord, job: Job) -> Iterator[dict[str, object]]:
    name, text, info = job.option("verdict", _VERDICT), record.content.text, record.info
    for annotation in record.annotations:
        if name not in annotation.attributes:
            continue
        words = " … ".join(" ".join(span.of(text).split()) for span in annotation.fragments) or info.title
        publisher, address = job.option("publisher"), job.option("url")
        review: dict[str, object] = {
            "@type": "ClaimReview",
            "@id": f"urn:stet:{annotation.id}",
            "claimReviewed": words,
            "datePublished": annotation.updated[:10],
            "author": {"@type": "Organization", "name": publisher}
            if publisher
            else {"@type": "Person", "name": annotation.annotator},
            "reviewRating": _rating(annotation.attributes[name], _scale(job)),
            "itemReviewed": _claim(annotation, record, words),
        }
        if address:
            review["url"] = address
        if info.language:
            review["inLanguage"] = info.language
        yield review | _grounds(annotation.attributes)


def _rating(verdict: AttributeValue, scale: list[str]) -> dict[str, object]:
    called = value_words(verdict)
    rating: dict[str, object] = {"@type": "Rating", "alternateName": called.replace("_", " ")}
    if called in scale:
        rating |= {"ratingValue": len(scale) - scale.index(called), "bestRating": len(scale), "worstRating": 1}
    return rating


def _claim(annotation: Annotation, record: ArticleRecord, words: str) -> dict[str, object]:
    info = record.info
    article: dict[str, object] = {"@type": "Article", "headline": info.title}
    if is_web_address(info.source):
        article["url"] = info.source
    if date := info.metadata.get("date"):
        article["datePublished"] = date
    if author := info.metadata.get("author"):
        article["author"] = {"@type": "Person", "name": author}
    claim: dict[str, object] = {"@type": "Claim", "text": words, "appearance": article}
    if date:
        claim["datePublished"] = date
    claimants = [filler_words(role, record.content.text) for role in annotation.roles if role.role == _CLAIMANT]
    authors = [_author(called or there) for called, there in claimants]
    if authors:
        claim["author"] = authors[0] if len(authors) == 1 else authors
    return claim


def _author(name: str) -> dict[str, str]:
    """A person or an organisation, which schema.org asks for; where the name does not tell, it is said of neither."""
    kind = kind_of(name)
    return {"name": name} if kind is None else {"@type": kind, "name": name}


def _grounds(attributes: Mapping[str, AttributeValue]) -> dict[str, object]:
    grounds: dict[str, object] = {}
    if rationale := attributes.get(_RATIONALE):
        grounds["reviewBody"] = value_words(rationale)
    evidence = attributes.get(_EVIDENCE, ())
    if addresses := [str(one) for one in (evidence if isinstance(evidence, tuple) else (evidence,)) if one]:
        grounds["citation"] = addresses
    return grounds
