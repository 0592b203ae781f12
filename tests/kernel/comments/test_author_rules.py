"""A rule for one author goes before that of the section: with a reason, until a day, open to an appeal, counted in public."""

from datetime import date, timedelta

import pytest

from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.codes import code_of
from portal.kernel.comments import personal
from portal.kernel.comments.models import KIND
from portal.kernel.moderation import authors
from portal.kernel.moderation.actions import NoReason, NotAppealable, OwnSubmission, SamePersonAgain
from portal.kernel.moderation.authors import BadLastDay
from portal.kernel.moderation.models import AuthorMode, AuthorRule
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Mode
from portal.kernel.refusals import NotFound, Stale
from tests.kernel.comments.talking import Talking
from tests.support.browser import Browser

EMAIL = "ana@test.example"


class Rules:
    """Rules for single authors, brought to a state through the public verbs."""

    def __init__(self, talking: Talking) -> None:
        self.talking, self.queue = talking, talking.app.extensions["portal"].queues[KIND]

    def made(self, comment: int, mode=AuthorMode.BEFORE, *, days=7, reason="Три увреде за два дана.", by=None, until=None) -> int:
        by = by or self.talking.moderator
        last = until if until is not None else local_date(now()) + timedelta(days=days)

        def act(db):
            item = item_of(db, KIND, comment)
            return authors.lay_down(db, self.queue, item.id, mode=mode, reason=reason, until=last, by=db.get(Person, by.id)).id

        return self.talking.does(act)

    def does(self, verb, id: int, *args, by=None, **more) -> None:
        who = {"by": None} if by else {}

        def act(db):
            people = {"by": db.get(Person, by.id)} if by else {}
            verb(db, *([self.queue] if by else []), db.get(AuthorRule, id), *args, **{**who, **people, **more})

        self.talking.does(act)

    def reads(self, id: int, name: str):
        return self.talking.does(lambda db: getattr(db.get(AuthorRule, id), name))


@pytest.fixture
def rules(talking):
    talking.waiting(email="noise@test.example")
    return Rules(talking)


class TestWhatHolds:
    def test_who_is_trusted_waits_as_long_as_the_rule_says_and_not_longer(self, talking, rules, clock):
        ana = talking.trusted()
        rules.made(talking.public(by=ana), days=2)
        assert not talking.reads(talking.waiting(by=ana), "is_public")
        clock.moves(days=2)
        assert not talking.reads(talking.waiting(by=ana), "is_public"), "the last day still counts"
        clock.moves(days=1)
        assert talking.reads(talking.waiting(by=ana), "is_public"), "it ended by itself"

    def test_who_is_new_appears_at_once_where_the_rule_says_so(self, talking, rules):
        talking.rules(mode=Mode.BEFORE)
        rules.made(talking.waiting(email=EMAIL), AuthorMode.AFTER)
        assert talking.reads(talking.waiting(email=EMAIL), "is_public")
        assert not talking.reads(talking.waiting(email="else@test.example"), "is_public"), "others wait as before"

    def test_a_next_rule_ends_the_one_before(self, talking, rules):
        comment = talking.waiting(email=EMAIL)
        first, second = rules.made(comment), rules.made(comment, AuthorMode.AFTER)
        assert rules.reads(first, "ended_at") and not rules.reads(second, "ended_at")
        assert talking.reads(talking.waiting(email=EMAIL), "is_public")

    def test_the_same_press_twice_makes_one_rule_and_one_letter(self, talking, rules, mailbox):
        comment = talking.waiting(email=EMAIL)
        assert rules.made(comment) == rules.made(comment)
        assert [mail["Subject"] for mail in mailbox.letters(EMAIL)].count("Модератор прво чита Ваше коментаре") == 1

    def test_ended_by_hand_the_section_rules_again_and_the_author_is_told(self, talking, rules, mailbox):
        ana = talking.trusted()
        id = rules.made(talking.public(by=ana))
        rules.does(authors.end, id, by=talking.moderator)
        assert talking.reads(talking.waiting(by=ana), "is_public")
        assert mailbox.last(ana.email)["Subject"] == "Правило за Ваше коментаре је престало"
        with pytest.raises(Stale):
            rules.does(authors.end, id, by=talking.moderator)


class TestRefusals:
    @pytest.mark.parametrize(("change", "refusal"), [({"reason": "  "}, NoReason), ({"days": -1}, BadLastDay), ({"days": 400}, BadLastDay), ({"until": date(1, 1, 1)}, BadLastDay)])
    def test_no_rule_without_reason_and_end(self, talking, rules, change, refusal):
        comment = talking.waiting(email=EMAIL)
        with pytest.raises(refusal):
            rules.made(comment, **change)

    def test_nobody_makes_a_rule_for_themselves(self, talking, rules):
        comment = talking.waiting(by=talking.moderator)
        with pytest.raises(OwnSubmission):
            rules.made(comment)

    def test_nobody_ends_a_rule_for_themselves(self, talking, rules, people):
        id = rules.made(talking.waiting(by=talking.moderator), by=people.moderator())
        with pytest.raises(OwnSubmission):
            rules.does(authors.end, id, by=talking.moderator)
        assert not rules.reads(id, "ended_at")

    def test_who_has_no_address_is_not_taken_for_whom_was_forgotten(self, talking, rules):
        ana = talking.trusted()
        rules.made(talking.public(by=ana))
        talking.does(lambda db: personal.forget(db, db.get(Person, ana.id)))
        assert talking.does(lambda db: authors.export(db, authors.key_of(Person(name="Нико", email=None, created_at=now())))) == []

    def test_a_kind_that_is_always_read_first_has_no_such_rules(self, talking, rules, app):
        comment = talking.waiting(email=EMAIL)
        rules.queue = app.extensions["portal"].queues["question"]
        with pytest.raises(NotFound):
            rules.made(comment)


class TestAppeal:
    def test_another_person_decides_and_the_author_hears(self, talking, rules, people, mailbox):
        id = rules.made(talking.waiting(email=EMAIL))
        rules.does(authors.appeal, id, "Није било увреда.")
        with pytest.raises(SamePersonAgain):
            rules.does(authors.settle, id, by=talking.moderator, upheld=True)
        rules.does(authors.settle, id, by=people.moderator(), upheld=False)
        assert rules.reads(id, "ended_at")
        assert mailbox.last(EMAIL)["Subject"] == "Правило за Ваше коментаре је престало"

    def test_one_that_is_upheld_holds_on_and_is_not_appealed_again(self, talking, rules, people, mailbox):
        id = rules.made(talking.waiting(email=EMAIL))
        rules.does(authors.appeal, id, "Није било увреда.")
        rules.does(authors.settle, id, by=people.moderator(), upheld=True)
        assert not rules.reads(id, "ended_at")
        assert "размотрила" in mailbox.last(EMAIL).get_body(("plain",)).get_content()
        with pytest.raises(NotAppealable):
            rules.does(authors.appeal, id, "Ипак није.")
        with pytest.raises(Stale):
            rules.does(authors.settle, id, by=people.moderator(), upheld=False)

    def test_a_favour_is_not_appealed(self, talking, rules):
        id = rules.made(talking.waiting(email=EMAIL), AuthorMode.AFTER)
        with pytest.raises(NotAppealable):
            rules.does(authors.appeal, id, "Нека остане.")


class TestPages:
    def test_moderator_makes_it_author_sees_it_and_appeals_another_one_lifts_it(self, talking, rules, people, app, nobody):
        comment = talking.waiting(email=EMAIL)
        item = talking.does(lambda db: item_of(db, KIND, comment).id)
        moderator = Browser(app, talking.moderator.token)
        moderator.opens(f"/sr/radni-sto/moderacija/{item}/autor/")
        moderator.submits(form="form[action$='/autor/']", why="", until="2026-12-01", expects=422)
        assert moderator.sees("Напишите зашто")
        moderator.submits(form="form[action$='/autor/']", why="Три увреде за два дана.", until="2026-12-01")
        own = talking.does(lambda _db: f"/sr/komentari/moj/{comment}/{code_of(KIND, comment)}/")
        nobody.opens(own)
        assert nobody.sees("Правило за Ваше коментаре") and nobody.sees("Три увреде за два дана.")
        nobody.submits(form="form[action*='pravilo']", **{"rule-why": "Није било увреда."})
        assert nobody.sees("Уложили сте приговор")
        moderator.opens("/sr/radni-sto/moderacija/autori/")
        assert moderator.sees("О приговору мора да одлучи друга особа") and not moderator.page.select("form[action*='kraj']")
        other = Browser(app, people.administrator().token)
        other.opens("/sr/radni-sto/moderacija/autori/")
        other.submits(form="form[action*='kraj']")
        assert other.sees("Тренутно не важи")
        nobody.opens("/sr/transparentnost/")
        assert nobody.sees("Модератор чита коментаре пре објављивања 1") and nobody.sees("Друга особа је укинула правило 1")

    def test_nothing_is_said_to_be_decided_where_nobody_appealed(self, talking, rules, app):
        id = rules.made(talking.waiting(email=EMAIL))
        moderator = Browser(app, talking.moderator.token)
        moderator.opens("/sr/radni-sto/moderacija/autori/")
        form = moderator.page.select_one("form[action*='kraj']")
        form["action"] = form["action"].replace("kraj", "ostaje")
        moderator.submits(form="form[action*='ostaje']", expects=409)
        assert not rules.reads(id, "settled_at") and not rules.reads(id, "ended_at")

    def test_it_is_in_what_is_kept_about_a_person_and_goes_with_the_account(self, talking, rules):
        ana = talking.trusted()
        id = rules.made(talking.public(by=ana))
        found = talking.does(lambda db: personal.export(db, db.get(Person, ana.id)))
        assert [(rule["mode"], rule["reason"]) for rule in found["rules"]] == [("before", "Три увреде за два дана.")]
        talking.does(lambda db: personal.forget(db, db.get(Person, ana.id)))
        assert (rules.reads(id, "author_key"), rules.reads(id, "reason"), rules.reads(id, "month")) == ("", "", 202611)
