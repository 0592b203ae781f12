"""Who is in a commission, whose key is whose, and to whom applications are sealed."""

import pytest
from sqlalchemy import select

from portal.features.tenders.actions import members
from portal.features.tenders.models import Call, Part
from portal.features.tenders.queries import commission as queries
from portal.features.tenders.refusals import commission as refusals
from portal.features.tenders.refusals.calls import NotReady
from portal.kernel import sealing
from portal.kernel.accounts.models import Role
from portal.kernel.audit import AuditLine
from portal.kernel.refusals import Stale


def name(commissioning, call, who, part=Part.MEMBER, by=None):
    return commissioning.acts(lambda db, me: members.name_member(db, call, person_id=who.id, part=part, by=me), by)


def takes_out(commissioning, found, who):
    member = commissioning.member(found.call, who)
    act = lambda db, me: members.take_out(db, found.call, member.number, by=me, seen=member.version)  # noqa: E731
    commissioning.acts(act)


def generations(commissioning, call, envelope=1):
    return commissioning.reads(lambda db: [sorted(key.holders) for key in queries.keys_of(db, call, envelope)])


class TestNaming:
    def test_only_people_with_the_role_are_named_and_each_gets_a_letter(self, commissioning, noise, mailbox):
        call = commissioning.call()
        with pytest.raises(refusals.NotOfCommission):
            name(commissioning, call, commissioning.people.citizen())
        member = commissioning.people.someone(Role.COMMISSION)
        name(commissioning, call, member)
        assert mailbox.last(member.email)

    def test_nobody_is_named_twice_and_there_is_one_chair(self, commissioning, noise):
        found = commissioning.commission(commissioning.call())
        with pytest.raises(refusals.AlreadyMember):
            name(commissioning, found.call, found.people[1])
        with pytest.raises(refusals.ChairTaken):
            name(commissioning, found.call, commissioning.people.someone(Role.COMMISSION), Part.CHAIR)

    def test_who_comes_back_has_a_new_number_and_no_key(self, commissioning, noise):
        found = commissioning.commission(commissioning.call())
        who = found.people[2]
        takes_out(commissioning, found, who)
        name(commissioning, found.call, who)
        again = commissioning.member(found.call, who)
        assert (again.number, again.recipient) == (4, "")

    def test_of_two_who_take_the_same_one_out_the_second_is_told(self, commissioning, noise):
        found = commissioning.commission(commissioning.call())
        with pytest.raises(Stale):
            commissioning.acts(lambda db, me: members.take_out(db, found.call, 3, by=me, seen=99))


class TestKeys:
    def test_the_portal_keeps_the_public_part_only(self, commissioning, noise):
        found = commissioning.commission(commissioning.call())
        who = found.people[0]
        kept = commissioning.member(found.call, who)
        assert kept.recipient == sealing.recipient_of(found.key(who))
        lines = commissioning.reads(lambda db: [str(each.details) for each in db.scalars(select(AuditLine))])
        assert not any("AGE-SECRET-KEY" in line for line in lines)

    def test_a_key_of_ones_own_is_proved_like_any_other(self, commissioning, noise):
        found = commissioning.commission(commissioning.call(), 1)
        who = commissioning.joins(found, key=False)
        secret, recipient = sealing.new_key()
        commissioning.acts(lambda db, me: members.bring_key(db, found.call, f" {recipient}\n", by=me), who)
        assert not commissioning.member(found.call, who).is_proven
        commissioning.acts(lambda db, me: members.try_key(db, found.call, f"# my key\n{secret}\n", by=me), who)
        assert commissioning.member(found.call, who).is_proven

    def test_what_is_not_the_members_key_proves_nothing(self, commissioning, noise):
        found = commissioning.commission(commissioning.call())
        who, other = found.people[:2]
        for key, refusal in (("nonsense", sealing.NotAKey), (found.key(other), refusals.NotYourKey)):
            with pytest.raises(refusal):
                commissioning.acts(lambda db, me, key=key: members.try_key(db, found.call, key, by=me), who)
        stranger = noise.people[0]
        with pytest.raises(refusals.NotMember):
            commissioning.acts(lambda db, me: members.try_key(db, found.call, noise.key(stranger), by=me), stranger)

    def test_two_members_cannot_have_one_key(self, commissioning, noise):
        found = commissioning.commission(commissioning.call(), 1)
        who = commissioning.joins(found, key=False)
        taken = commissioning.member(found.call, found.people[0]).recipient
        with pytest.raises(refusals.SameKey):
            commissioning.acts(lambda db, me: members.bring_key(db, found.call, taken, by=me), who)

    def test_a_secretary_has_none(self, commissioning, noise):
        found = commissioning.commission(commissioning.call(), 2)
        who = commissioning.joins(found, Part.SECRETARY)
        with pytest.raises(refusals.SecretaryOpensNothing):
            commissioning.acts(lambda db, me: members.make_key(db, found.call, by=me), who)

    def test_a_key_stays_as_it_is_once_applications_are_sealed_to_it(self, commissioning, noise):
        found = commissioning.open_call()
        with pytest.raises(refusals.KeyInUse):
            commissioning.acts(lambda db, me: members.make_key(db, found.call, by=me), found.people[0])


class TestKeysOfTheCall:
    def test_nothing_is_published_with_fewer_than_two_proven_keys(self, commissioning, noise):
        found = commissioning.commission(commissioning.call(), 1)
        commissioning.joins(found, key=False)
        with pytest.raises(NotReady):
            commissioning.publishes(found.call)
        with pytest.raises(refusals.CommissionNotReady):
            commissioning.acts(lambda db, me: members.make_keys(db, db.get(Call, found.call), me))
        lacks = commissioning.reads(lambda db: members.ready(db, db.get(Call, found.call)))
        assert len(lacks) == 1

    def test_each_envelope_has_a_key_of_its_own_for_all_who_proved_theirs(self, commissioning, noise):
        found = commissioning.open_call(envelopes=2)
        keys = commissioning.reads(lambda db: queries.keys_of(db, found.call))
        assert [(key.envelope, sorted(key.holders), key.secret) for key in keys] == [(1, [1, 2, 3], ""), (2, [1, 2, 3], "")]
        assert len({key.recipient for key in keys}) == 2

    def test_who_comes_later_opens_only_what_comes_later(self, commissioning, noise):
        found = commissioning.open_call(size=2)
        commissioning.joins(found)
        assert generations(commissioning, found.call) == [[1, 2], [1, 2, 3]]
        assert generations(commissioning, noise.call) == [[1, 2, 3]]

    def test_who_leaves_opens_nothing_that_comes_later(self, commissioning, noise):
        found = commissioning.open_call(size=3)
        takes_out(commissioning, found, found.people[2])
        assert generations(commissioning, found.call) == [[1, 2, 3], [1, 2]]

    def test_nobody_leaves_without_whom_fewer_than_two_could_open(self, commissioning, noise):
        found = commissioning.open_call(size=2)
        commissioning.joins(found)
        with pytest.raises(refusals.StillNeeded):
            takes_out(commissioning, found, found.people[0])

    def test_a_call_that_is_not_sealed_needs_two_members_and_no_keys(self, commissioning, noise):
        found = commissioning.open_call(size=2, sealed=False)
        [key] = commissioning.reads(lambda db: queries.keys_of(db, found.call))
        assert key.shares == {} and sealing.recipient_of(key.secret) == key.recipient
