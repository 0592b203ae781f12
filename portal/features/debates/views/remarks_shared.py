"""What several pages of remarks need."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.features.debates.forms.remarks import fill_passages
from portal.features.debates.law import changes
from portal.features.debates.models import REMARK, Debate, Passage, Remark
from portal.features.debates.queries import lines
from portal.features.debates.queries import remarks as register
from portal.features.debates.queries.lines import Place
from portal.features.debates.views.shared import require_own
from portal.kernel.accounts.models import Role
from portal.kernel.codes import is_code
from portal.kernel.forms import SelectChoice
from portal.kernel.municipality.serving import ROLES
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext as _
from portal.kernel.words import version


def the_debate(db: Session, debate_id: int) -> Debate:
    """Return a public debate. Raises `NotFound` for every other one."""
    found = db.get(Debate, debate_id)
    if found is None or not found.is_public:
        raise NotFound
    return found


def the_answered(db: Session, debate_id: int, roles: Collection[Role] = ROLES) -> Debate:
    """Return a public debate for those who answer its remarks in some roles. Raises `NotFound`, `NoUnit`, `OtherUnit`."""
    found = the_debate(db, debate_id)
    require_own(db, found, roles)
    return found


def the_remark(db: Session, debate_id: int, number: int) -> Remark:
    """Return a remark of the public register by its number. Raises `NotFound`."""
    the_debate(db, debate_id)
    found = register.get_shown(db, debate_id, number)
    if found is None:
        raise NotFound
    return found


def the_own(db: Session, remark_id: int, code: str) -> Remark:
    """Return the remark of somebody who knows its code. Raises `NotFound`."""
    found = db.get(Remark, remark_id)
    if found is None or not is_code(REMARK, remark_id, code):
        raise NotFound
    return found


def difference(passage: Passage | None, wording: str) -> Sequence[changes.Part]:
    """Return how a wording differs from its passage, word by word; nothing where there is none."""
    return changes.words(passage.text, wording, across_scripts=True) if passage is not None and wording else ()


def choices_of(places: Mapping[int, Place]) -> list[tuple[str, list[SelectChoice]]]:
    """Return the passages of a draft as choices, gathered by article."""
    groups: dict[str, list[SelectChoice]] = {}
    for place in places.values():
        article = places.get(place.article) if place.article else None
        head = article or place
        groups.setdefault(_titled(head), []).append(SelectChoice(str(place.line), _named(place)))
    return list(groups.items())


def _named(place: Place) -> str:
    """Return what a passage is called in a list, where no word can be marked as Serbian: in English in Latin letters."""
    name = plainly(place.label, place.label_en) or plainly(place.heading) or str(place.line)
    return name if version().is_serbian else to_latin(name)


def _titled(place: Place) -> str:
    heading = plainly(place.heading) if place.label else ""
    return " – ".join(part for part in (_named(place), heading if version().is_serbian else to_latin(heading)) if part)


def give_passages(db: Session, debate: Debate, *fields: Any, first: str = "") -> None:
    """Give selects the passages of the present text."""
    groups = choices_of(lines.places(db, debate))
    for field in fields:
        fill_passages(field, groups, first or _("The draft as a whole"))


def place_words(remarks: Iterable[Remark]) -> dict[int, str]:
    """Return what the passages of remarks are called, by remark."""
    whole = _("The draft as a whole")
    return {one.id: plainly(one.passage.label, one.passage.label_en) if one.passage else whole for one in remarks}
