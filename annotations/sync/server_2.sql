-- Version 2 of the schema “stet”: when texts came to be, by whoever says an earlier time than was known; and what belongs
-- to nobody is taken by nobody.

CREATE TABLE stet.dates (
    number bigint PRIMARY KEY DEFAULT nextval('stet.numbers'),
    article text NOT NULL,
    token text NOT NULL,
    created text NOT NULL CHECK (created ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$'),
    FOREIGN KEY (article, token) REFERENCES stet.texts (article, token)
);

CREATE INDEX dates_by_text ON stet.dates (article, token, created);

CREATE TRIGGER one_at_a_time BEFORE INSERT ON stet.dates EXECUTE FUNCTION stet.one_at_a_time();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stet.dates EXECUTE FUNCTION stet.append_only();
ALTER TABLE stet.dates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON stet.dates FOR SELECT USING (true);
CREATE POLICY brought ON stet.dates FOR INSERT WITH CHECK ((SELECT stet.layers()) <> '{}');

ALTER FUNCTION stet.append_only() SET search_path = pg_catalog, pg_temp;

-- What is somebody's stays theirs: nobody adds an edit of their own to a thing, or a step, of another. An article is
-- nobody's, and no thing in it goes by its id: all facts of it would belong to whoever made that.
CREATE OR REPLACE FUNCTION stet.keep_owners() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken record;
BEGIN
    SELECT added.subject INTO taken FROM added JOIN stet.articles AS article ON article.id = added.subject
        WHERE added.kind <> 'article' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% is an article', taken.subject USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT added.subject, earlier.owner INTO taken FROM added JOIN stet.edits AS earlier
        ON earlier.subject = added.subject AND earlier.owner IS DISTINCT FROM added.owner LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% belongs to %', taken.subject, coalesce(taken.owner, 'nobody')
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT added.step, earlier.annotator INTO taken FROM added JOIN stet.edits AS earlier
        ON earlier.step = added.step AND earlier.annotator <> added.annotator LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'step % is by %', taken.step, taken.annotator USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
