"""Writes the next migration: what the models have and an empty database, brought to the last migration, has not.

`make migration name=add_priority`, or with `again=1` to write the last one anew while nobody has run it yet.
"""

import argparse
import logging
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from portal import create_app
from portal.kernel import migrate, paths

LONGEST = 32
"""What Alembic's version table holds."""


def main(arguments: list[str] | None = None) -> int:
    """Write one migration and the HEAD file; say so, or why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="what it does, in a few words: add_priority")
    parser.add_argument("--again", action="store_true", help="replace the last migration, which nobody has run yet")
    given = parser.parse_args(arguments)
    name = re.sub(r"[^a-z0-9]+", "_", given.name.lower()).strip("_")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    known = sorted(file.stem for file in migrate.OURS.versions.glob("[0-9]*.py"))
    replaced = migrate.OURS.versions / f"{known.pop()}.py" if given.again and known else None
    revision = f"{len(known) + 1:04}_{name}"
    if len(revision) > LONGEST:
        print(
            f"The name is too long: {revision} has {len(revision)} characters, the most is {LONGEST}.", file=sys.stderr
        )
        return 1
    file = _write_instead(replaced, revision)
    if file is None:
        print("The models and the migrations agree: nothing to write.")
        return 0
    _write_head(revision)
    print(f"{file.relative_to(paths.ROOT)} is written. Read it, then run `make test`.")
    return 0


def _write_instead(replaced: Path | None, revision: str) -> Path | None:
    """Write a migration, perhaps in the place of another one; when this fails, all is as it was."""
    before = replaced.read_bytes() if replaced else b""
    if replaced:
        replaced.unlink()
    try:
        return _write(revision)
    except Exception:
        (migrate.OURS.versions / f"{revision}.py").unlink(missing_ok=True)
        if replaced:
            replaced.write_bytes(before)
        raise


def _write(revision: str) -> Path | None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            PORTAL_ENVIRONMENT="development",
            PORTAL_INSTANCE=folder,
            PORTAL_DATABASE_URL=f"sqlite:///{folder}/empty.db",
        )
        with app.app_context(), migrate.writing() as connection:
            config = migrate.configured(migrate.OURS, connection)
            command.upgrade(config, "head")
            if not migrate.differences(connection=connection):
                return None
            message = revision.partition("_")[2].replace("_", " ")
            script = command.revision(config, message=message, rev_id=revision, autogenerate=True)
    file = Path(script.path)  # type: ignore[union-attr]
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.strip().startswith("# ###")]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", "--line-length", "120", str(file)], check=False)
    return file


def _write_head(revision: str) -> None:
    (paths.MIGRATIONS / "HEAD").write_text(f"{revision}\n", encoding="ascii")


if __name__ == "__main__":
    raise SystemExit(main())
