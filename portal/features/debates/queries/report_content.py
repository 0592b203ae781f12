"""What a report says: its head, which does not grow with the remarks, and a line for each remark, one after the other."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session, aliased

from portal.features.debates.models import (
    Debate,
    Edition,
    EditionState,
    EventKind,
    Passage,
    Remark,
    RemarkState,
    Response,
    ResponseState,
)
from portal.features.debates.queries.answers import GONE
from portal.features.debates.queries.remarks import counts, in_register
from portal.features.debates.rules.comparing import only_renumbered

LAST = 1_000_000_000


def head_of(db: Session, debate: Debate) -> dict[str, Any]:
    """Return what does not grow with the remarks: who proposed, the notice, the period, hearings, counts, changed text."""
    found = counts(db, debate.id)
    editions = db.scalars(
        select(Edition)
        .where(Edition.debate_id == debate.id, Edition.state == EditionState.PUBLISHED)
        .order_by(Edition.number)
    ).all()
    return {
        "reference": debate.reference,
        "kind": debate.kind.value,
        "title_sr": debate.title_sr,
        "title_en": debate.title_en,
        "unit_sr": debate.unit.name_sr,
        "unit_en": debate.unit.name_en,
        "announced_at": _moment(debate.announced_at),
        "opens_at": _moment(debate.opens_at),
        "closes_at": _moment(debate.closes_at),
        "postponed": [
            {"at": _moment(event.at), "reason_sr": event.reason_sr, "reason_en": event.reason_en}
            for event in debate.events
            if event.kind is EventKind.POSTPONED
        ],
        "hearings": [
            {
                "starts_at": _moment(hearing.starts_at),
                "place_sr": hearing.place_sr,
                "place_en": hearing.place_en,
                "attended": hearing.attended,
                "cancelled": hearing.cancelled_at is not None,
            }
            for hearing in debate.hearings
        ],
        "editions": [
            {"number": one.number, "published_at": _moment(one.published_at), "digest": one.digest} for one in editions
        ],
        "counts": {
            "entered": found.entered,
            "public": found.public,
            "refused": found.refused,
            "withdrawn": found.withdrawn,
            "channels": {channel.value: number for channel, number in found.channels.items()},
            "dispositions": {disposition.value: number for disposition, number in found.dispositions.items()},
        },
        **_changes(db, debate, editions[0].id if editions else 0),
    }


def _changes(db: Session, debate: Debate, first: int) -> dict[str, Any]:
    """Return the passages whose words are others now than in the first edition, new and dropped ones too.

    Of those that only got another number, because one came before them or went, only their place is said.
    """
    before = {one.line: one for one in db.scalars(select(Passage).where(Passage.edition_id == first).order_by(Passage.place))}
    after = {
        one.line: one
        for one in db.scalars(select(Passage).where(Passage.edition_id == debate.edition_id).order_by(Passage.place))
    }
    if first == debate.edition_id:
        return {"changes": [], "renumbered": []}
    stayed = [(before[line], new) for line, new in after.items() if line in before]
    renumbered = {new.line for old, new in stayed if only_renumbered(old, new)}
    found = [
        _change(before.get(line), new)
        for line, new in after.items()
        if line not in renumbered and (line not in before or before[line].text_key != new.text_key)
    ]
    return {
        "changes": found + [_change(old, None) for line, old in before.items() if line not in after],
        "renumbered": [{"label": one.label, "label_en": one.label_en} for one in after.values() if one.line in renumbered],
    }


def _change(old: Passage | None, new: Passage | None) -> dict[str, Any]:
    named = new or old
    return {
        "line": named.line if named else 0,
        "label": named.label if named else "",
        "label_en": named.label_en if named else "",
        "old": old.text if old else "",
        "new": new.text if new else "",
    }


def lines_for(db: Session, debate: Debate) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield for each remark of the register the line of its article and what the report says of it.

    In the order of the text as it is now: first the draft as a whole, last what is no longer in it. Few rows in memory.
    """
    here, article, changed = aliased(Passage), aliased(Passage), aliased(Passage)
    place = case((Remark.line.is_(None), -1), (here.place.is_(None), LAST), else_=here.place)
    wanted = (
        in_register(
            Remark.number, Remark.state, Remark.line, Remark.channel, Remark.entered_at, Remark.shown_name,
            Remark.organisation, Remark.public_text, Remark.public_wording, Remark.redacted, Remark.refusal_sr,
            Remark.refusal_en, Remark.support_count, Passage.label, Passage.label_en, here.line.label("line_now"),
            here.article.label("article_line"), article.label.label("article_label"),
            article.label_en.label("article_label_en"), Response.disposition, Response.reason_sr, Response.reason_en,
            Response.first_at, changed.label.label("changed_label"), changed.label_en.label("changed_label_en"),
        )
        .outerjoin(Passage, Passage.id == Remark.passage_id)
        .outerjoin(here, (here.edition_id == debate.edition_id) & (here.line == Remark.line))
        .outerjoin(article, (article.edition_id == debate.edition_id) & (article.line == here.article))
        .outerjoin(Response, (Response.remark_id == Remark.id) & (Response.state == ResponseState.PUBLISHED))
        .outerjoin(changed, (changed.edition_id == debate.edition_id) & (changed.line == Response.changed_line))
        .where(Remark.debate_id == debate.id, Remark.state != RemarkState.WITHDRAWN)
        .order_by(place, Remark.number)
    )  # fmt: skip
    for row in db.execute(wanted, execution_options={"yield_per": 200}):
        gone = row.line is not None and row.line_now is None
        yield (0 if row.line is None else GONE if gone else row.article_line or row.line), _line(row)


def _line(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "published": row.state == RemarkState.PUBLISHED,
        "label": row.label or "",
        "label_en": row.label_en or "",
        "article": row.article_label or row.label or "",
        "article_en": row.article_label_en or row.label_en or "",
        "channel": row.channel.value,
        "at": _moment(row.entered_at),
        "name": row.shown_name,
        "organisation": row.organisation,
        "text": row.public_text,
        "wording": row.public_wording,
        "support": row.support_count,
        "refusal_sr": row.refusal_sr,
        "refusal_en": row.refusal_en,
        "disposition": row.disposition.value if row.disposition else "",
        "reason_sr": row.reason_sr or "",
        "reason_en": row.reason_en or "",
        "answered_at": _moment(row.first_at),
        "changed": row.changed_label or "",
        "changed_en": row.changed_label_en or "",
    }


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
