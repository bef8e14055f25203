"""Libraries that learn from annotations find them in the files for training."""

import json

from tests.interop.consumers import Stretch, consumer


@consumer("spacy", "spacy")
def spacy_reads_its_docs(path):
    import spacy
    from spacy.tokens import DocBin

    found = []
    for doc in DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab):
        ids = {one["id"] for one in doc.user_data["stet"]["annotations"]}
        for span in doc.spans["sc"]:
            assert span.id_ in ids
            found.append(Stretch(span.label_, span.start_char, span.end_char, span.text))
    return sorted(found)


@consumer("prodigy", "spacy")
def spacy_takes_the_tokens_of_prodigy(path):
    """A `Doc` of the tokens, and spans of it by their indices, as training takes them."""
    import spacy
    from spacy.tokens import Doc, Span

    vocab = spacy.blank("xx").vocab
    found = []
    for line in path.read_text("utf-8").splitlines():
        task = json.loads(line)
        tokens = task["tokens"]
        doc = Doc(vocab, words=[token["text"] for token in tokens], spaces=[token["ws"] for token in tokens])
        for one in task["spans"]:
            span = Span(doc, one["token_start"], one["token_end"] + 1, one["label"])
            start, end = tokens[span.start]["start"], tokens[span.end - 1]["end"]
            words = task["text"][start:end]
            assert "".join(token.text for token in span) == "".join(words.split())
            found.append(Stretch(span.label_, start, end, words))
        for relation in task["relations"]:
            assert relation["head_span"] in task["spans"]
            assert relation["child"] == relation["child_span"]["token_end"]
    return sorted(found)
