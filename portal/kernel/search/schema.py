"""The index beside the documents, which SQLAlchemy's metadata cannot express: FTS5 on SQLite, GIN on PostgreSQL.

On both engines it is called `portal_search_index` and follows the documents by triggers, so that rows that are
restored, moved or removed in bulk are found (or not) all the same. A migration that copies the documents' table on
SQLite takes the triggers away with it: it calls `create` again afterwards.

On PostgreSQL a stem is told from a word by a letter before it that no folded word has; weights could tell them apart as
well, but the index does not know weights, so that every hit would be read and tested again.
"""

from sqlalchemy import Connection

STEM = "ƨ"

SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS portal_search_index USING fts5 (
        kind, title_words, title_stems, words, stems,
        content='portal_search_document', content_rowid='id', tokenize='ascii', prefix='2 3')""",
    """CREATE TRIGGER IF NOT EXISTS portal_search_added AFTER INSERT ON portal_search_document BEGIN
        INSERT INTO portal_search_index (rowid, kind, title_words, title_stems, words, stems)
            VALUES (new.id, new.kind, new.title_words, new.title_stems, new.words, new.stems);
        END""",
    """CREATE TRIGGER IF NOT EXISTS portal_search_removed AFTER DELETE ON portal_search_document BEGIN
        INSERT INTO portal_search_index (portal_search_index, rowid, kind, title_words, title_stems, words, stems)
            VALUES ('delete', old.id, old.kind, old.title_words, old.title_stems, old.words, old.stems);
        END""",
    """CREATE TRIGGER IF NOT EXISTS portal_search_changed AFTER UPDATE ON portal_search_document BEGIN
        INSERT INTO portal_search_index (portal_search_index, rowid, kind, title_words, title_stems, words, stems)
            VALUES ('delete', old.id, old.kind, old.title_words, old.title_stems, old.words, old.stems);
        INSERT INTO portal_search_index (rowid, kind, title_words, title_stems, words, stems)
            VALUES (new.id, new.kind, new.title_words, new.title_stems, new.words, new.stems);
        END""",
    "INSERT INTO portal_search_index (portal_search_index) VALUES ('rebuild')",
)

POSTGRESQL = (
    r"""CREATE OR REPLACE FUNCTION portal_search_vector(title_words text, title_stems text, words text, stems text)
        RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT setweight(to_tsvector('simple', title_words), 'A')
            || setweight(to_tsvector('simple', regexp_replace(title_stems, '(^| )(?=.)', '\1ƨ', 'g')), 'B')
            || setweight(to_tsvector('simple', words), 'C')
            || setweight(to_tsvector('simple', regexp_replace(stems, '(^| )(?=.)', '\1ƨ', 'g')), 'D') $$""",
    """CREATE TABLE IF NOT EXISTS portal_search_index (
        id bigint PRIMARY KEY REFERENCES portal_search_document (id) ON DELETE CASCADE ON UPDATE CASCADE,
        kind varchar(40) NOT NULL,
        vector tsvector NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS ix_portal_search_index_vector ON portal_search_index USING gin (vector)",
    """CREATE OR REPLACE FUNCTION portal_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO portal_search_index (id, kind, vector)
            VALUES (new.id, new.kind, portal_search_vector(new.title_words, new.title_stems, new.words, new.stems))
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, vector = excluded.vector;
        RETURN NULL; END $$""",
    """CREATE OR REPLACE TRIGGER portal_search_follow AFTER INSERT OR UPDATE ON portal_search_document
        FOR EACH ROW EXECUTE FUNCTION portal_search_follow()""",
    """INSERT INTO portal_search_index (id, kind, vector)
        SELECT id, kind, portal_search_vector(title_words, title_stems, words, stems) FROM portal_search_document
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, vector = excluded.vector""",
)

DROPPED_SQLITE = (
    "DROP TRIGGER IF EXISTS portal_search_added",
    "DROP TRIGGER IF EXISTS portal_search_removed",
    "DROP TRIGGER IF EXISTS portal_search_changed",
    "DROP TABLE IF EXISTS portal_search_index",
)

DROPPED_POSTGRESQL = (
    "DROP FUNCTION IF EXISTS portal_search_follow() CASCADE",
    "DROP FUNCTION IF EXISTS portal_search_vector(text, text, text, text)",
    "DROP TABLE IF EXISTS portal_search_index",
)


def create(connection: Connection) -> None:
    """Make the index and its triggers where they are missing, and fill it from the documents there are.

    May run any number of times; on many documents it takes a while (about 10,000 a second).
    """
    for statement in POSTGRESQL if connection.dialect.name == "postgresql" else SQLITE:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take the index and its triggers away; the documents stay."""
    for statement in DROPPED_POSTGRESQL if connection.dialect.name == "postgresql" else DROPPED_SQLITE:
        connection.exec_driver_sql(statement)
