"""A role that is tied to a unit works on the debates of that unit, and on no other."""

import pytest
from sqlalchemy import select

from portal.features.debates import actions, queries
from portal.features.debates.actions import Answered
from portal.features.debates.models import Debate, Disposition
from portal.features.debates.queries import answers as asked
from portal.features.debates.refusals.debates import OtherUnit
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.db import work
from portal.kernel.moderation.models import Concern
from portal.kernel.municipality.models import Unit
from portal.kernel.municipality.serving import units_of


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
        keys = units_of(db, db.get(Person, stranger.id))
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


def test_an_official_of_the_mayor_or_of_the_head_of_administration_leads_the_debates_of_every_unit(drafting, debating, people, units):
    for office in ("predsednik-opstine", "nacelnik-uprave"):
        debate = debating.prepared(title_sr=f"Припрема за {office}")
        official = people.official(office)
        assert official.opens("/sr/radni-sto/").select('a[href="/sr/rasprave/sto/"]')
        assert f"Припрема за {office}" in official.opens("/sr/rasprave/sto/").text
        official.opens(f"/sr/rasprave/sto/{debate}/objava/")
        assert not official.sees("припремате све")
        drafting.works(lambda db, who=official, id=debate: actions.drop(db, id, by=db.get(Person, who.id), seen=db.get(Debate, id).version))


def test_clerks_of_an_offices_cabinet_and_leaders_elsewhere_do_not_publish(app, debating, people, units):
    debate = debating.prepared()
    people.clerk("predsednik-opstine").opens(f"/sr/rasprave/sto/{debate}/", expects=403)
    clerk = people.clerk(units[0])
    clerk.opens(f"/sr/rasprave/sto/{debate}/")
    assert clerk.sees("Најављује је функционер овог одељења, председника општине или начелника")
    with app.app_context(), work() as db:
        db.add(Grant(person_id=clerk.id, role=Role.OFFICIAL, scope="odbornik-1"))
    clerk.opens(f"/sr/rasprave/sto/{debate}/")
    assert clerk.sees("Најављује је функционер овог одељења")
    clerk.opens(f"/sr/rasprave/sto/{debate}/objava/", expects=403)


def test_whose_role_is_tied_to_a_councillors_office_reads_that_departments_lead_debates(debating, people, units):
    debate = debating.prepared()
    councillor = people.official("odbornik-1")
    assert not councillor.opens("/sr/radni-sto/").select("a[href='/sr/rasprave/sto/'], a[href='/sr/rasprave/odgovori/']")
    for page in ("sto/", "sto/nova/", f"sto/{debate}/", "odgovori/"):
        councillor.opens(f"/sr/rasprave/{page}", expects=403)
        assert councillor.sees("Ваша улога је везана за функцију, а расправе припремају и воде одељења.")
    assert people.clerk(units[0]).opens("/sr/radni-sto/").select('a[href="/sr/rasprave/sto/"]')
