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


@consumer("conll", "seqeval", layer="claim")
def seqeval_finds_the_entities_of_conll(path):
    """By its strict scheme, in which a tag that no entity could have is an error of its own."""
    from seqeval.scheme import IOB2, Entities

    sentences = [[]]
    for line in path.read_text("utf-8").split("\n"):
        if line and not line.startswith("-DOCSTART-"):
            sentences[-1].append(line.split(" "))
        elif sentences[-1]:
            sentences.append([])
    sentences = [sentence for sentence in sentences if sentence]
    assert all(len(columns) == 4 for sentence in sentences for columns in sentence)
    entities = Entities([[columns[3] for columns in sentence] for sentence in sentences], IOB2).entities
    return sorted(
        Stretch(one.tag, 0, 0, "".join(columns[0] for columns in sentence[one.start : one.end]))
        for sentence, found in zip(sentences, entities, strict=True)
        for one in found
    )


@consumer("conll", layer="claim")
def nltk_finds_the_words_of_conll(path):
    import nltk
    from nltk.chunk import conlltags2tree
    from nltk.corpus.reader import ConllCorpusReader

    nltk.data.path.append(str(path.parent))
    try:
        reader = ConllCorpusReader(str(path.parent), [path.name], ("words", "pos", "ignore", "chunk"))
        trees = [conlltags2tree(sentence) for sentence in reader.iob_sents()]
    finally:
        nltk.data.path.remove(str(path.parent))
    return sorted(
        Stretch(part.label(), 0, 0, "".join(word for word, _ in part.leaves()))
        for tree in trees
        for part in tree
        if hasattr(part, "label")
    )
