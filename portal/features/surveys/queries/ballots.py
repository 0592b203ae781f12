"""What can be said of a ballot before it is answered; read only, and nobody learns who asks."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.surveys.models import Ballot
from portal.features.surveys.refusals.answering import CodeMistyped, NoSuchBallot
from portal.features.surveys.rules import codes


def is_answered(db: Session, survey_id: int, typed: str) -> bool:
    """Tell whether a ballot was answered. Raises `CodeMistyped`, `NoSuchBallot`: better before forty questions than after."""
    code = codes.read(typed)
    if code is None:
        raise CodeMistyped(field="code")
    wanted = select(Ballot.digest).where(Ballot.survey_id == survey_id, Ballot.hash == codes.hashed(code))
    digest = db.scalar(wanted)
    if digest is None:
        raise NoSuchBallot(field="code")
    return digest != ""
