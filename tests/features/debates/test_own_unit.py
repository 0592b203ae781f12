"""A role that is tied to a unit works on the debates of that unit, and on no other."""

import pytest
from sqlalchemy import select

from portal.features.debates import actions, queries
from portal.features.debates.actions import Answered
from portal.features.debates.models import Debate, Disposition
from portal.features.debates.queries import answers as asked
from portal.features.debates.refusals.debates import OtherUnit
from portal.features.debates.rules.serving import units_of
from portal.kernel.accounts.models import Person, Role
from portal.kernel.moderation.models import Concern
from portal.kernel.municipality.models import Unit


@pytest.fixture
def units(app, drafting):
    """The key of the unit whose the debates are, and that of another."""
    return drafting.works(lambda db: db.scalars(select(Unit.key).order_by(Unit.id)).all()[:2])


def test_clerks_and_officials_of_another_unit_neither_prepare_nor_answer(drafting, people, units):
    debate = drafting.debate()
    id = drafting.published(debate)
    stranger, own = people.clerk(units[1]), people.clerk(units[0])
    said = Answered(disposition=Disposition.ACCEPTED, reason_sr="Прихвата се.")
    pages = (f"sto/{debate}/", f"sto/{debate}/podaci/", f"{debate}/odgovori/", f"{debate}/odgovori/1/", f"{debate}/izrada-izvestaja/")
    for page in pages:
        stranger.opens(f"/sr/rasprave/{page}", expects=403)
        own.opens(f"/sr/rasprave/{page}")
    for who in (stranger, people.someone(Role.OFFICIAL, scope=units[1])):
        for verb in (
            lambda db, by: actions.draft(db, [id], said, by=by),
            lambda db, by: actions.assign(db, [id], by, by=by),
            lambda db, by: actions.abandon(db, debate, by=by, seen=1, reason_sr="Не треба."),
            lambda db, by: actions.begin_report(db, debate, by=by),
        ):
            with pytest.raises(OtherUnit):
                drafting.works(lambda db, verb=verb, who=who: verb(db, db.get(Person, who.id)))
    for who in (own, people.clerk(), people.someone(Role.HEAD, scope=units[1])):
        drafting.works(lambda db, who=who: actions.draft(db, [id], said, by=db.get(Person, who.id)))


def test_lists_and_numbers_on_the_desk_are_those_of_the_unit(drafting, debating, people, units):
    debate = drafting.debate(title="Туђа одлука")
    drafting.published(debate)
    debating.prepared(title_sr="Туђа припрема")
    stranger = people.clerk(units[1])
    stranger.opens("/sr/rasprave/odgovori/")
    assert not stranger.sees("Туђа одлука")
    stranger.opens("/sr/rasprave/sto/")
    assert not stranger.sees("Туђа")

    def figures(db):
        keys = units_of(db.get(Person, stranger.id))
        theirs = asked.waiting_for_answer(db, stranger.id, keys), queries.preparing(db, keys)
        return theirs, (asked.waiting_for_answer(db, stranger.id), queries.preparing(db))

    assert drafting.works(figures) == ((0, 0), (1, 1))
    stranger.opens("/sr/rasprave/sto/nova/")
    assert [one["value"] for one in stranger.page.select("#unit_id option") if one["value"]] == [
        str(drafting.works(lambda db: db.scalar(select(Unit.id).where(Unit.key == units[1]))))
    ]


def test_a_debate_given_to_another_unit_takes_the_conflicts_of_its_remarks_along(drafting, people, units):
    debate = drafting.debate()
    drafting.waiting(debate)
    head = people.someone(Role.HEAD)

    def passes(db):
        found = db.get(Debate, debate)
        other = db.scalar(select(Unit.id).where(Unit.key == units[1]))
        told = actions.Told(kind=found.kind, unit_id=other, title_sr=found.title_sr)
        actions.save(db, debate, told, by=db.get(Person, head.id), seen=found.version)

    concerns = select(Concern.about).where(Concern.about.startswith("unit:"))
    assert drafting.works(lambda db: db.scalars(concerns).all()) == [f"unit:{units[0]}"]
    drafting.works(passes)
    assert drafting.works(lambda db: db.scalars(concerns).all()) == [f"unit:{units[1]}"]
