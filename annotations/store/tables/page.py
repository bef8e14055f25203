"""What was suggested around the place where each person stopped reading."""

from __future__ import annotations

# For the first page alone, which is drawn before anything can be found anew: `made_by` names the version of Stet,
# `step` is the last row of the person's history in the article, and `scheme` the coding scheme in use. Where one of
# these is another by now, the row tells nothing. `body` is JSON. Nothing of this is in the history.
SQL = """
CREATE TABLE page_suggestions (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    annotator TEXT NOT NULL,
    version INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    step INTEGER NOT NULL,
    scheme INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (article, annotator)
) STRICT
"""
