"""Members: who comes in, what each role may do, who looks after the account, how they go."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.kernel.accounts import actions as accounts
from portal.kernel.audit import AuditLine
from portal.kernel.db import work
from portal.kernel.organisations import actions, parties, personal, queries
from portal.kernel.organisations.models import ClosedBecause, Invitation, MemberRole, Membership, Organisation
from portal.kernel.organisations.refusals import (
    AlreadyHere,
    AlreadyMember,
    Closed,
    LastOwner,
    MandateOver,
    NotYours,
    TooManyOrganisations,
)
from portal.kernel.refusals import NotAllowed, NotFound, Stale
from portal.kernel.tickets import LinkSpent
from tests.kernel.organisations.conftest import details, numbers
from tests.support.together import together

OWNER, REPRESENTATIVE, PREPARER = MemberRole.OWNER, MemberRole.REPRESENTATIVE, MemberRole.PREPARER


def acts(db, organisation_id):
    db.rollback()
    lines = select(AuditLine).where(AuditLine.subject_kind == "organisation", AuditLine.subject_id == str(organisation_id))
    return [line.act.removeprefix("organisations.") for line in db.scalars(lines.order_by(AuditLine.seq))]


def test_who_makes_an_organisation_looks_after_it_and_may_submit(office, bees, mira, zoran):
    assert office.may(bees, mira) == (True, True)
    assert office.may(bees, zoran) == (False, False)
    assert office.place(bees, mira).manages


@pytest.mark.parametrize("number", ["pib", "registration_number"])
def test_a_number_that_is_here_already_makes_no_second_account(office, bees, zoran, db, number):
    with pytest.raises(AlreadyHere) as refused:
        office.makes(zoran, **{number: getattr(office.the(bees), number)})
    assert refused.value.field == number and "Мира" not in str(refused.value)
    assert len(db.scalars(select(Organisation)).all()) == 2


def test_two_people_who_bring_one_number_at_once_make_one_account(app, office, mira, zoran, db):
    given = actions.Numbers(**numbers())

    def comes(who):
        def act(gate):
            gate.wait()
            with work() as inside:
                actions.make(inside, details(), given, by=who.person(inside))

        return act

    faults = together(app, comes(mira), comes(zoran))
    assert [type(fault) for fault in faults] == [AlreadyHere]
    assert len(db.scalars(select(Organisation).where(Organisation.pib == given.pib)).all()) == 1


def test_nobody_collects_organisations(office, mira):
    for _ in range(10):
        office.makes(mira)
    with pytest.raises(TooManyOrganisations):
        office.makes(mira)


def test_a_letter_makes_a_member_once_and_only_of_its_addressee(office, bees, mira, zoran, people, mailbox, db):
    office.does(actions.invite, bees, zoran.email.upper(), PREPARER, by=mira)
    token = mailbox.link(zoran.email, "/organizacije/poziv/").split("/")[-2]
    with pytest.raises(NotYours):
        office.does(actions.accept, token, by=people.citizen())
    office.does(actions.accept, token, by=zoran)
    assert office.may(bees, zoran) == (True, False)
    with pytest.raises(LinkSpent):
        office.does(actions.accept, token, by=zoran)
    with pytest.raises(AlreadyMember):
        office.does(actions.invite, bees, zoran.email, PREPARER, by=mira)
    assert len(mailbox.letters(mira.email)) == 1, "who looks after the account is told"
    assert acts(db, bees) == ["make", "invite", "join"]


def test_an_invitation_lasts_seven_days(office, bees, mira, zoran, clock, db):
    invitation = office.does(actions.invite, bees, zoran.email, PREPARER, by=mira)
    clock.moves(days=6, hours=23)
    assert [found.id for found in queries.invitations_to(db, zoran.person(db))] == [invitation]
    clock.moves(hours=1)
    db.rollback()
    assert not queries.invitations_to(db, zoran.person(db))
    with pytest.raises(LinkSpent):
        office.does(actions.accept_own, invitation, by=zoran)


def test_a_cancelled_invitation_opens_nothing_and_a_new_one_voids_the_first(office, bees, mira, zoran, mailbox, db):
    first = office.does(actions.invite, bees, zoran.email, PREPARER, by=mira)
    token = mailbox.link(zoran.email, "/organizacije/poziv/").split("/")[-2]
    second = office.does(actions.invite, bees, zoran.email, REPRESENTATIVE, by=mira)
    with pytest.raises(LinkSpent):
        office.does(actions.accept, token, by=zoran)
    office.does(actions.cancel, bees, second, by=mira)
    for spent in (first, second):
        with pytest.raises(LinkSpent):
            office.does(actions.accept_own, spent, by=zoran)
    assert not office.place(bees, zoran)


def test_only_who_looks_after_the_account_changes_anything(office, bees, mira, zoran, people):
    member, stranger = office.joins(bees, zoran, REPRESENTATIVE, owner=mira), people.citizen()
    mine = office.place(bees, mira).id
    for who in (zoran, stranger):
        for verb, args, more in (
            (actions.invite, (bees, "x@primer.rs", PREPARER), {}),
            (actions.change, (bees, details()), {"seen": 1}),
            (actions.change_role, (bees, mine, PREPARER), {"seen": 1}),
            (actions.set_mandate, (bees, member, actions.Mandate()), {"seen": 1}),
            (actions.remove, (bees, mine), {}),
        ):
            with pytest.raises(NotAllowed):
                office.does(verb, *args, by=who, **more)


def test_a_member_of_another_organisation_is_not_reached_through_ones_own(office, bees, mira, zoran, people):
    other = office.makes(zoran)
    theirs = office.place(other, zoran).id
    with pytest.raises(NotFound):
        office.does(actions.remove, bees, theirs, by=mira)
    assert office.may(other, zoran) == (True, True)


@pytest.mark.parametrize(("role", "may"), [(OWNER, (True, True)), (REPRESENTATIVE, (True, True)), (PREPARER, (True, False))])
def test_each_role_may_what_its_sentence_says(office, bees, mira, zoran, role, may):
    office.joins(bees, zoran, role, owner=mira)
    assert office.may(bees, zoran) == may


def test_two_who_change_one_role_at_once_are_told_apart(office, bees, mira, zoran):
    member = office.joins(bees, zoran, owner=mira)
    office.does(actions.change_role, bees, member, REPRESENTATIVE, by=mira, seen=1)
    with pytest.raises(Stale):
        office.does(actions.change_role, bees, member, OWNER, by=mira, seen=1)


def test_after_the_last_day_of_a_mandate_nobody_acts_but_the_account_is_not_locked(office, bees, mira, zoran, clock):
    office.joins(bees, zoran, REPRESENTATIVE, owner=mira)
    for who in (mira, zoran):
        member = office.place(bees, who)
        mandate = actions.Mandate(text="По статуту.", until=date(2026, 11, 24))
        office.does(actions.set_mandate, bees, member.id, mandate, by=mira, seen=member.version)
    clock.moves(days=1)
    assert office.may(bees, zoran) == (True, True), "the last day still holds"
    clock.moves(days=1)
    assert office.may(bees, zoran) == office.may(bees, mira) == (False, False)
    mine = office.place(bees, mira)
    with pytest.raises(MandateOver):
        office.does(actions.set_mandate, bees, mine.id, actions.Mandate(until=date(2026, 11, 23)), by=mira, seen=mine.version)
    office.does(actions.set_mandate, bees, mine.id, actions.Mandate(text="Поново изабрана."), by=mira, seen=mine.version)
    assert office.may(bees, mira) == (True, True)


def test_the_last_who_looks_after_the_account_stays(office, bees, mira, zoran):
    office.joins(bees, zoran, REPRESENTATIVE, owner=mira)
    mine = office.place(bees, mira)
    for verb, args, more in (
        (actions.leave, (bees,), {}),
        (actions.remove, (bees, mine.id), {}),
        (actions.change_role, (bees, mine.id, PREPARER), {"seen": mine.version}),
    ):
        with pytest.raises(LastOwner) as refused:
            office.does(verb, *args, by=mira, **more)
        assert "Багрем" in str(refused.value)
    theirs = office.place(bees, zoran)
    office.does(actions.change_role, bees, theirs.id, OWNER, by=mira, seen=theirs.version)
    office.does(actions.leave, bees, by=mira)
    assert office.may(bees, mira) == (False, False) and office.place(bees, zoran).manages


def test_of_two_last_who_leave_at_once_one_stays(app, office, bees, mira, zoran):
    office.joins(bees, zoran, OWNER, owner=mira)

    def goes(who):
        def act(gate):
            gate.wait()
            with work() as inside:
                actions.leave(inside, bees, by=who.person(inside))

        return act

    assert [type(fault) for fault in together(app, goes(mira), goes(zoran))] == [LastOwner]
    assert [bool(office.place(bees, who)) for who in (mira, zoran)].count(True) == 1


def test_a_removed_member_acts_no_more_is_told_and_can_come_again(office, bees, mira, zoran, mailbox):
    member = office.joins(bees, zoran, owner=mira)
    office.does(actions.remove, bees, member, by=mira)
    assert office.may(bees, zoran) == (False, False)
    assert "Багрем" in mailbox.last(zoran.email)["Subject"] and len(mailbox.letters(zoran.email)) == 2, "invited, removed"
    assert office.joins(bees, zoran, owner=mira) != member
    assert office.may(bees, zoran) == (True, False)


def test_whoever_cannot_sign_in_does_not_act(office, bees, mira, zoran, people, db):
    office.joins(bees, zoran, REPRESENTATIVE, owner=mira)
    boss = people.administrator()
    with work() as inside:
        accounts.disable(inside, zoran.person(inside), by=boss.id)
    assert office.may(bees, zoran) == (False, False)
    assert [person.id for person in queries.people_of(db, bees)] == [mira.id]
    with pytest.raises(LastOwner):
        office.does(actions.leave, bees, by=mira)


class TestDeletedAccounts:
    def test_the_last_member_closes_the_organisation_which_stays_by_name(self, office, bees, mira, zoran, db):
        office.does(actions.invite, bees, zoran.email, PREPARER, by=mira)
        with work() as inside:
            accounts.delete_account(inside, mira.person(inside), [personal.forget])
        found = office.the(bees)
        assert (found.closed_because, found.name_sr) == (ClosedBecause.NOBODY_LEFT, "Удружење пчелара „Багрем”")
        assert not queries.invitations_to(db, zoran.person(db)) and not queries.people_of(db, bees)
        assert parties.names_of(db, [f"o{bees}"]) == {f"o{bees}": (found.name_sr, "")}
        assert office.makes(zoran, pib=found.pib, registration_number=found.registration_number) != bees

    def test_who_alone_looks_after_others_hands_over_first(self, office, bees, mira, zoran):
        office.joins(bees, zoran, owner=mira)
        with pytest.raises(LastOwner), work() as inside:
            accounts.delete_account(inside, mira.person(inside), [personal.forget])
        assert office.may(bees, mira) == (True, True)

    def test_a_member_goes_with_the_mandate_and_the_address_of_old_invitations(self, office, bees, mira, zoran, db):
        member = office.joins(bees, zoran, owner=mira)
        office.does(actions.set_mandate, bees, member, actions.Mandate(text="Синовац председнице."), by=mira, seen=1)
        assert personal.export(db, zoran.person(db))["memberships"][0]["mandate"] == "Синовац председнице."
        with work() as inside:
            accounts.delete_account(inside, zoran.person(inside), [personal.forget])
        db.rollback()
        gone = db.get(Membership, member)
        assert gone.ended_at and not gone.mandate
        assert [found.email for found in db.scalars(select(Invitation))] == [""]
        assert office.may(bees, mira) == (True, True)


class TestTheAdministrator:
    def test_closes_with_a_reason_and_the_numbers_are_free_again(self, office, bees, mira, zoran, people, mailbox):
        boss, found = people.administrator(), office.the(bees)
        office.does(actions.close, bees, "Отворио је неко ко није из удружења.", by=boss)
        assert office.may(bees, mira) == (False, False)
        assert "Отворио" in mailbox.last(mira.email).get_body(("plain",)).get_content()
        with pytest.raises(Closed):
            office.does(actions.invite, bees, zoran.email, PREPARER, by=mira)
        assert office.makes(zoran, pib=found.pib, registration_number=found.registration_number)

    def test_checks_what_was_seen_and_a_new_name_is_checked_anew(self, office, bees, mira, people, db):
        boss = people.administrator()
        office.does(actions.check, bees, by=boss, seen=1)
        assert queries.shown(office.the(bees)).is_checked
        office.does(actions.change, bees, details(phone="037 123"), by=mira, seen=2)
        assert office.the(bees).checked_at, "a telephone is in no register"
        office.does(actions.change, bees, details("Друго име"), by=mira, seen=3)
        assert not office.the(bees).checked_at
        with pytest.raises(Stale):
            office.does(actions.check, bees, by=boss, seen=2)
        assert acts(db, bees) == ["make", "check", "change", "change"]


def test_somebody_acts_for_themself_and_for_organisations(office, bees, mira, zoran, db):
    office.joins(bees, zoran, owner=mira)
    found = parties.parties_of(db, zoran.person(db))
    assert [(party.key, party.may_submit) for party in found] == [(f"p{zoran.id}", True), (f"o{bees}", False)]
    assert parties.party_of(db, zoran.person(db), f"o{bees}").organisation_id == bees
    for key in (f"p{mira.id}", "o999", "o", "x1", "o01", f"o{bees} "):
        assert parties.party_of(db, zoran.person(db), key) is None
    assert {person.id for person in parties.people_of(db, f"o{bees}")} == {mira.id, zoran.id}
    assert [person.id for person in parties.people_of(db, f"p{mira.id}")] == [mira.id]
    assert parties.names_of(db, [f"p{zoran.id}", f"o{bees}"])[f"p{zoran.id}"] == ("Зоран Зорић", "")
