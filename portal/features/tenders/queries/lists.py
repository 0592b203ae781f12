"""What a list says: points as exact fractions, places by lot; read once, when it is published, and frozen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from portal.features.tenders.models import ListKind, Member
from portal.features.tenders.queries.assessing import Applied, Sheet
from portal.features.tenders.rules import points


def content_of(sheet: Sheet, kind: ListKind, at: datetime, **said: str) -> dict[str, Any]:
    """Return the content of a list as JSON: criteria, members, lines by lot and place; those not eligible come last."""
    call = sheet.call
    lots = {each.number: each for each in call.lots}
    return {
        "call": {
            "id": call.id,
            "reference": call.reference,
            "title_sr": call.title_sr,
            "title_en": call.title_en,
            "unit_sr": call.unit.name_sr,
            "unit_en": call.unit.name_en,
        },
        "kind": kind.value,
        "at": at.isoformat(),
        "criteria": [
            {"id": each.id, "title_sr": each.title_sr, "title_en": each.title_en, "most": each.most}
            for each in sheet.criteria
        ],
        "members": [_member(sheet, each) for each in sheet.members if each.stays or sheet.is_done(each)],
        "lots": [
            {"number": number, "title_sr": each.title_sr, "title_en": each.title_en} for number, each in lots.items()
        ],
        "lines": lines(sheet),
        **said,
    }


def lines(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the lines of the list as it would be now."""
    found: list[dict[str, Any]] = []
    for lot in sorted({one.application.lot for one in sheet.applied}):
        mine = [one for one in sheet.applied if one.application.lot == lot]
        ranked = [one for one in mine if one in sheet.eligible and sheet.means(one.id)]
        sums = [sum(sheet.means(one.id).values(), Fraction()) for one in ranked]
        rows = [_ranked(sheet, one, place, total) for one, place, total in zip(ranked, points.places(sums), sums, strict=True)]
        found += sorted(rows, key=lambda row: (row["place"], row["number"]))
        found += [_line(sheet, one) for one in mine if one not in ranked]
    return found


def _member(sheet: Sheet, member: Member) -> dict[str, Any]:
    named = {one.id: one.number for one in sheet.applied}
    said = sheet.statements.get(member.id)
    return {
        "number": member.number,
        "name": member.person.name,
        "part": member.part.value,
        "done": sheet.is_done(member),
        "barred": sorted(named[id] for id in said.barred if id in named) if said else [],
    }


def _ranked(sheet: Sheet, one: Applied, place: int, total: Fraction) -> dict[str, Any]:
    means = sheet.means(one.id)
    return {
        **_line(sheet, one),
        "place": place,
        "points": points.written(total),
        "criteria": [points.written(means[each.id]) for each in sheet.criteria],
        "given": [
            {"member": member.number, "points": [given[each.id] for each in sheet.criteria]}
            for member, given in sheet.given(one.id)
        ],
    }


def _line(sheet: Sheet, one: Applied) -> dict[str, Any]:
    check = sheet.checks.get(one.id)
    return {
        "number": one.number,
        "application": one.id,
        "party": one.application.party,
        "name_sr": one.name_sr,
        "name_en": one.name_en,
        "lot": one.application.lot,
        "eligible": bool(check and check.is_eligible),
        "reason": check.reason if check and not check.is_eligible else "",
        "place": 0,
        "points": "",
        "criteria": [],
        "given": [],
        "barred": [each.number for each in sheet.barred_from(one.id)],
        "amount": "",
        "changed": False,
    }


def public_part(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a list what everybody reads: names, points, places, amounts, who was barred; no reasons, no single sheets."""
    shown = ("number", "name_sr", "name_en", "lot", "eligible", "place", "points", "criteria", "amount", "changed")
    return {**content, "lines": [{name: line[name] for name in shown} for line in content["lines"]]}


def line_of(content: Mapping[str, Any], application_id: int) -> dict[str, Any] | None:
    """Return the line of one application."""
    found: Sequence[dict[str, Any]] = content["lines"]
    return next((line for line in found if line["application"] == application_id), None)
