"""first: stands in until `make migration name=first again=1` writes the tables down."""

from alembic import op

from portal.kernel.db import Model
from portal.kernel.search import schema as search

revision = "0001_first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables = [table for table in Model.metadata.sorted_tables if table.name.startswith("portal_")]
    Model.metadata.create_all(op.get_bind(), tables=tables)
    search.create(op.get_bind())


def downgrade() -> None:
    tables = [table for table in Model.metadata.sorted_tables if table.name.startswith("portal_")]
    search.drop(op.get_bind())
    Model.metadata.drop_all(op.get_bind(), tables=tables)
