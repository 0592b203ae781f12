"""Alembic's entrance: `portal.kernel.migrate` hands over the connection and says whose history it is."""

from alembic import context

given = context.config.attributes
if "connection" not in given:
    raise SystemExit("These migrations know no database of their own: run `portal upgrade`, or `make migration name=…`.")

context.configure(connection=given["connection"], **given["options"])
with context.begin_transaction():
    context.run_migrations()
