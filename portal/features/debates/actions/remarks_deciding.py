"""What a moderator's decision does to a remark: never by its opinion, only by personal data, threats and adverts."""

from sqlalchemy.orm import Session

from portal.features.debates.actions.remarks_shared import load, tag, tell_author
from portal.features.debates.models import REMARK, Debate, Remark, RemarkState
from portal.kernel.db import touch
from portal.kernel.follows.actions import follow
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queue import Outcome
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import Stale
from portal.kernel.texts import redact


def apply_decision(db: Session, outcome: Outcome) -> None:
    """Publish, redact or refuse a remark and write to its author. Raises `Stale` for another revision.

    A refused one keeps its number in the register, with the reason. What becomes public when the report is signed is
    marked: it is answered after the report.
    """
    remark, verdict = _decided(db, outcome), outcome.decision.verdict
    if verdict in {Verdict.APPROVE, Verdict.REDACT}:
        remark.state = RemarkState.PUBLISHED
        remark.public_text = redact(remark.text, outcome.redactions.get("text", ()))
        remark.public_wording = redact(remark.wording, outcome.redactions.get("wording", ()))
        remark.redacted = verdict is Verdict.REDACT
        remark.refusal_sr = remark.refusal_en = ""
        remark.after_report = db.get_one(Debate, remark.debate_id).reported_at is not None
        if remark.author_email:
            to = Recipient(remark.author_email, remark.version_key, remark.person_id)
            follow(db, REMARK, remark.id, to, confirmed=True)
        kind = "appeal_accepted" if outcome.decision.on_appeal else "published"
        tell_author(db, remark, kind, redacted=remark.redacted, after_report=remark.after_report, **outcome.reasons)
    else:
        remark.state = RemarkState.REFUSED
        remark.refusal_sr, remark.refusal_en = outcome.decision.reason_sr, outcome.decision.reason_en
        tell_author(db, remark, "appeal_refused" if outcome.decision.on_appeal else "refused", **outcome.reasons)
    touch(db, tag(remark.debate_id))


def undo_decision(db: Session, outcome: Outcome) -> None:
    """Put a remark back before the moderators as it was. Raises `Stale` where somebody has worked on it since."""
    remark, verdict = _decided(db, outcome), outcome.decision.verdict
    public = verdict in {Verdict.APPROVE, Verdict.REDACT}
    expected = RemarkState.PUBLISHED if public else RemarkState.REFUSED
    if remark.state is not expected or remark.answered_at is not None:
        raise Stale(theirs=remark.text)
    remark.state = RemarkState.REFUSED if outcome.decision.on_appeal else RemarkState.WAITING
    remark.public_text = remark.public_wording = ""
    remark.redacted = remark.after_report = False
    if not outcome.decision.on_appeal:
        remark.refusal_sr = remark.refusal_en = ""
    touch(db, tag(remark.debate_id))


def _decided(db: Session, outcome: Outcome) -> Remark:
    remark = load(db, outcome.item.subject_id)
    if remark.revision != outcome.item.revision:
        raise Stale(theirs=remark.text)
    remark.version += 1
    return remark
