"""What a library of many articles needs: tags, removal, how far each person has read, full-text search."""

from __future__ import annotations

# An article that was removed keeps its row, so that taking that back brings everything with it.
# The index of words holds no text of its own: it reads titles and current texts through `search_texts`. Whoever
# changes one of them takes the old words out as well (annotations.store.search). What is removed is not in it.
SQL = """
ALTER TABLE articles ADD COLUMN removed TEXT
;;
CREATE INDEX articles_by_touch ON articles (updated, number) WHERE removed IS NULL
;;
CREATE INDEX annotations_by_label ON annotations (version, label, annotator)
;;
CREATE INDEX history_of_articles ON history (annotator, number) WHERE kind = 'article'
;;
CREATE TABLE article_tags (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    tag TEXT NOT NULL CHECK (trim(tag) <> ''),
    PRIMARY KEY (article, tag)
) STRICT, WITHOUT ROWID
;;
CREATE INDEX article_tags_by_tag ON article_tags (tag)
;;
CREATE TABLE progress (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    annotator TEXT NOT NULL,
    version INTEGER NOT NULL,
    seen INTEGER NOT NULL CHECK (seen >= 0),
    sentences INTEGER NOT NULL CHECK (sentences >= seen),
    marks BLOB NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (article, annotator)
) STRICT, WITHOUT ROWID
;;
CREATE VIEW search_texts AS
SELECT articles.number, articles.title, versions.text
FROM articles JOIN versions ON versions.article = articles.number
WHERE versions.version = (SELECT max(version) FROM versions AS v WHERE v.article = articles.number)
AND articles.removed IS NULL
;;
CREATE VIRTUAL TABLE article_search USING fts5(
    title, text, content='search_texts', content_rowid='number', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
)
;;
INSERT INTO article_search (rowid, title, text) SELECT number, title, text FROM search_texts
;;
DROP VIEW tagged
;;
CREATE VIEW tagged AS
SELECT
    a.key, a.label, a.id, articles.number AS article, articles.title AS article_title,
    (SELECT group_concat(exact, ' … ')
     FROM (SELECT exact FROM fragments WHERE annotation = a.key ORDER BY position)) AS text,
    a."start", a."end", a.note, a.unsure, a.annotator, a.origin, a.created, a.updated
FROM annotations AS a
JOIN versions ON versions.key = a.version
JOIN articles ON articles.number = versions.article
WHERE articles.removed IS NULL
"""
