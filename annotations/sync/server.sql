-- What a group has in common, in the schema “stet” of a PostgreSQL database. Version 1; others follow upon it.
--
-- Everything is append-only: nobody changes or deletes a row, its owner neither. Rows are numbered in one sequence over
-- all tables, by one transaction at a time that keeps its lock until it is committed: whoever has seen number N will
-- never find a smaller one that they have not seen. What somebody may add is said by the policies, for any client.

CREATE SCHEMA stet;

CREATE SEQUENCE stet.numbers;

-- The one row of `server`: which server this is, which version of these tables it has, and the group's coding scheme.
CREATE TABLE stet.server (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    identity uuid NOT NULL DEFAULT gen_random_uuid(),
    version integer NOT NULL,
    scheme text NOT NULL,
    created timestamptz NOT NULL DEFAULT now()
);

-- Who works with whose login, and as what. A reader adds nothing, an annotator to the layer of that name, and an
-- adjudicator to the layer of decisions as well.
CREATE TABLE stet.members (
    login name PRIMARY KEY,
    annotator text NOT NULL UNIQUE CHECK (trim(annotator) <> '' AND annotator <> 'gold'),
    role text NOT NULL CHECK (role IN ('annotator', 'adjudicator', 'reader'))
);

-- The layers to which whoever asks may add.
CREATE FUNCTION stet.layers() RETURNS text[] LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(layer), '{}') FROM stet.members
    CROSS JOIN LATERAL unnest(CASE role
        WHEN 'annotator' THEN ARRAY[annotator] WHEN 'adjudicator' THEN ARRAY[annotator, 'gold'] ELSE '{}' END) AS layer
    WHERE login = current_user
$$;

CREATE FUNCTION stet.is_adjudicator() RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM stet.members WHERE login = current_user AND role = 'adjudicator')
$$;

-- With its step, what makes two edits the same: what it is about, and what that was and is.
CREATE FUNCTION stet.edit_id(subject text, before text, after text) RETURNS uuid LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(substr(sha256(convert_to(
        json_build_array(subject, before, after)::text, 'UTF8')), 1, 16), 'hex')::uuid
$$;

-- Whether facts of an article are for whoever has these layers to set: decisions and marks belong to a layer each.
CREATE FUNCTION stet.may_set(facts text, layers text[]) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(bool_and(CASE
        WHEN fact LIKE 'decision/%' THEN regexp_replace(substr(fact, 10), '/[^/]*$', '') = ANY (layers)
        WHEN fact LIKE 'finished/%' THEN substr(fact, 10) = ANY (layers)
        ELSE true END), true)
    FROM json_object_keys(facts::json) AS fact
$$;

CREATE TABLE stet.articles (
    id text PRIMARY KEY CHECK (id <> ''),
    info text NOT NULL CHECK (json_typeof(info::json) = 'object')
);

-- A version of an article; `token` names it in any database (its SHA-256, with a number where an earlier one is equal).
CREATE TABLE stet.texts (
    number bigint PRIMARY KEY DEFAULT nextval('stet.numbers'),
    article text NOT NULL REFERENCES stet.articles (id),
    token text NOT NULL,
    sha256 text NOT NULL,
    created text NOT NULL CHECK (created ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$'),
    stamp text,
    blocks bytea NOT NULL,
    sentences bytea,
    styles text NOT NULL,
    text text NOT NULL CHECK (text <> ''),
    UNIQUE (article, token),
    CHECK (split_part(token, '#', 1) = sha256),
    CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'))
);

CREATE TABLE stet.edits (
    number bigint PRIMARY KEY DEFAULT nextval('stet.numbers'),
    id uuid NOT NULL GENERATED ALWAYS AS (stet.edit_id(subject, before, after)) STORED,
    step text NOT NULL,
    undoes text,
    redoes text,
    at text NOT NULL CHECK (at ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$'),
    annotator text NOT NULL,
    article text NOT NULL REFERENCES stet.articles (id),
    action text NOT NULL CHECK (action <> 'merge'),
    summary text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('annotation', 'relation', 'article')),
    subject text NOT NULL,
    before text,
    after text,
    -- Whose the annotation or relation is; null for facts of an article, and where it would change hands.
    owner text GENERATED ALWAYS AS (CASE
        WHEN kind = 'article' THEN NULL
        WHEN before IS NULL THEN after::json ->> 'annotator'
        WHEN after IS NULL THEN before::json ->> 'annotator'
        WHEN before::json ->> 'annotator' = after::json ->> 'annotator' THEN after::json ->> 'annotator'
    END) STORED,
    CHECK (before IS NOT NULL OR after IS NOT NULL),
    CHECK (undoes IS NULL OR redoes IS NULL),
    CHECK ((kind = 'article') = (subject = article)),
    CHECK ((kind = 'article') = (owner IS NULL)),
    UNIQUE (step, id) INCLUDE (annotator)
);

CREATE INDEX edits_by_subject ON stet.edits (subject, owner);

CREATE TABLE stet.assignments (
    number bigint NOT NULL UNIQUE DEFAULT nextval('stet.numbers'),
    article text NOT NULL REFERENCES stet.articles (id),
    annotator text NOT NULL CHECK (trim(annotator) <> ''),
    position integer NOT NULL CHECK (position > 0),
    at text NOT NULL,
    PRIMARY KEY (article, annotator)
);

-- One transaction adds at a time. Under another isolation level it would not see what was added while it waited.
CREATE FUNCTION stet.one_at_a_time() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'rows are added under READ COMMITTED alone';
    END IF;
    PERFORM pg_advisory_xact_lock(1400141172);
    RETURN NULL;
END $$;

CREATE FUNCTION stet.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is in % is never changed', TG_TABLE_NAME;
END $$;

-- What is somebody's stays theirs: nobody adds an edit of their own to a thing, or a step, of another.
CREATE FUNCTION stet.keep_owners() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken record;
BEGIN
    SELECT added.subject, earlier.owner INTO taken FROM added JOIN stet.edits AS earlier
        ON earlier.subject = added.subject AND earlier.owner IS DISTINCT FROM added.owner LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% belongs to %', taken.subject, taken.owner USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT added.step, earlier.annotator INTO taken FROM added JOIN stet.edits AS earlier
        ON earlier.step = added.step AND earlier.annotator <> added.annotator LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'step % is by %', taken.step, taken.annotator USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER one_at_a_time BEFORE INSERT ON stet.texts EXECUTE FUNCTION stet.one_at_a_time();
CREATE TRIGGER one_at_a_time BEFORE INSERT ON stet.edits EXECUTE FUNCTION stet.one_at_a_time();
CREATE TRIGGER one_at_a_time BEFORE INSERT ON stet.assignments EXECUTE FUNCTION stet.one_at_a_time();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stet.articles EXECUTE FUNCTION stet.append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stet.texts EXECUTE FUNCTION stet.append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stet.edits EXECUTE FUNCTION stet.append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stet.assignments
    EXECUTE FUNCTION stet.append_only();
CREATE TRIGGER keep_owners AFTER INSERT ON stet.edits REFERENCING NEW TABLE AS added
    EXECUTE FUNCTION stet.keep_owners();

ALTER TABLE stet.articles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE stet.texts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE stet.edits ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE stet.assignments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON stet.articles FOR SELECT USING (true);
CREATE POLICY seen ON stet.texts FOR SELECT USING (true);
CREATE POLICY seen ON stet.edits FOR SELECT USING (true);
CREATE POLICY seen ON stet.assignments FOR SELECT USING (true);

CREATE POLICY brought ON stet.articles FOR INSERT WITH CHECK ((SELECT stet.layers()) <> '{}');
CREATE POLICY brought ON stet.texts FOR INSERT WITH CHECK ((SELECT stet.layers()) <> '{}');
CREATE POLICY own ON stet.edits FOR INSERT WITH CHECK (
    annotator = ANY ((SELECT stet.layers())::text[])
    AND CASE WHEN kind = 'article'
        THEN stet.may_set(coalesce(before, '{}'), (SELECT stet.layers()))
            AND stet.may_set(coalesce(after, '{}'), (SELECT stet.layers()))
        ELSE owner = ANY ((SELECT stet.layers())::text[]) END
);
CREATE POLICY given ON stet.assignments FOR INSERT WITH CHECK (
    (SELECT stet.is_adjudicator()) OR annotator = ANY ((SELECT stet.layers())::text[])
);
