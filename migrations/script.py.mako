"""${message}"""

import sqlalchemy as sa
from alembic import op
% if down_revision is None:

from portal.kernel.search import schema as search
% endif
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
% if down_revision is None:
    search.create(op.get_bind())
% endif


def downgrade() -> None:
% if down_revision is None:
    search.drop(op.get_bind())
% endif
    ${downgrades if downgrades else "pass"}
