"""What the pages of a text need of its remarks; a stub until the register is here."""

from sqlalchemy.orm import Session


def counts_by_line(_db: Session, _debate_id: int) -> dict[int, int]:
    """Return how many remarks each passage of a debate has."""
    return {}
