"""What a municipality begins with: the only reasons for which a remark is not published."""

from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates.models import REMARK
from portal.kernel import audit
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.municipality.actions.common import last_place
from portal.kernel.paths import STARTER


def seed(db: Session) -> None:
    """Fill in the reasons where there is none for remarks; what somebody has changed stays. Runs after every upgrade."""
    if db.scalar(select(Reason.id).where(Reason.kind == REMARK).limit(1)) is not None:
        return
    starter: dict[str, Any] = yaml.safe_load((STARTER / "debates.yaml").read_text(encoding="utf-8"))
    for row in starter["reasons"]:
        db.add(Reason(kind=REMARK, verdict=Verdict.REFUSE, place=last_place(db, Reason), **row))
        db.flush()
    audit.note(db, "debates.seed", "profile", "starter", by=None)
