"""Programs of qualitative research and of the web find the annotations that were exported for them."""

from tests.interop.consumers import Stretch, consumer


@consumer("refi-qda", "pyrefiqda")
def pyrefiqda_loads_the_project(path):
    import tempfile
    from pathlib import Path

    from pyrefiqda import RefiProject

    found = []
    with tempfile.TemporaryDirectory() as folder:
        project = RefiProject.load(path, folder)
        codes = {code.guid: code.name for code in project.code_book.codes.code}
        guids = set()
        for source in project.sources.text_source:
            file = RefiProject.resolve_source_path(source.plain_text_path, folder)
            text = Path(file).read_bytes().decode()
            for selection in source.plain_text_selection:
                guids.add(selection.guid)
                words = text[selection.start_position : selection.end_position]
                for coding in selection.coding:
                    label = codes[coding.code_ref.target_guid]
                    found.append(Stretch(label, selection.start_position, selection.end_position, words))
        links = project.links.link if project.links is not None else ()
        assert {link.origin_guid for link in links} | {link.target_guid for link in links} <= guids
    return sorted(found)


def _reviews(nodes):
    for node in nodes:
        rating = node["reviewRating"]
        assert rating.get("ratingValue") is None or rating["worstRating"] <= rating["ratingValue"] <= 5
        assert node["itemReviewed"]["appearance"]["headline"]
        yield Stretch(rating["alternateName"].replace(" ", "_"), 0, 0, node["claimReviewed"])


@consumer("claimreview", "extruct", verdicts=True)
def extruct_finds_reviews_in_a_page(path):
    import extruct

    page = f'<script type="application/ld+json">{path.read_text("utf-8")}</script>'
    (found,) = extruct.extract(f"<html><head>{page}</head></html>", syntaxes=["json-ld"])["json-ld"]
    return sorted(_reviews(found["@graph"]))


@consumer("claimreview", "pyld", verdicts=True)
def pyld_reads_reviews(path):
    import json

    from pyld import jsonld

    vocabulary = "https://schema.org/"

    def load(url, _):
        assert url == "https://schema.org"
        terms = {"@vocab": vocabulary, "url": {"@type": "@id"}, "citation": {"@type": "@id"}}
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": terms}}

    found = []
    for node in jsonld.expand(json.loads(path.read_text("utf-8")), {"documentLoader": load}):
        assert node["@type"] == [f"{vocabulary}ClaimReview"]
        (rating,), (words,) = node[f"{vocabulary}reviewRating"], node[f"{vocabulary}claimReviewed"]
        (name,) = rating[f"{vocabulary}alternateName"]
        found.append(Stretch(name["@value"].replace(" ", "_"), 0, 0, words["@value"]))
    return sorted(found)
