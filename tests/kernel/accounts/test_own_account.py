"""One's own account: changed, listed, downloaded, deleted."""

import json

import pytest
from sqlalchemy import select

from portal.kernel import audit
from portal.kernel.accounts import actions, queries
from portal.kernel.accounts.models import Person, Role, SignIn
from portal.kernel.db import work
from portal.kernel.follows import actions as follows
from portal.kernel.outbox import Recipient
from portal.kernel.outbox.models import Notice
from tests.kernel.accounts.conftest import PASSWORD, signed_in

EMAIL = "mira@primer.rs"


def person(db, email=EMAIL):
    db.rollback()
    return queries.by_email(db, email)


@pytest.fixture
def mira(account, sign_in):
    account(EMAIL)
    return sign_in(EMAIL)


def test_every_page_of_the_account_opens_in_every_version(mira):
    for version in ("sr", "lat", "en"):
        for page in ("", "podaci/", "lozinka/", "adresa/", "uredjaji/", "brisanje/", "odjava/"):
            mira.opens(f"/{version}/nalog/{page}")
            assert mira.address == f"/{version}/nalog/{page}"


def test_the_pages_are_closed_to_others(nobody):
    for page in ("", "podaci/", "lozinka/", "adresa/", "uredjaji/", "brisanje/", "preuzimanje/"):
        assert nobody.asks(f"/en/nalog/{page}").status_code == 303


def test_name_and_version_of_letters_change(mira, db):
    mira.opens("/en/nalog/podaci/")
    mira.submits(name="Мира Перић", version_key="lat")
    assert (person(db).name, person(db).version_key) == ("Мира Перић", "lat")


def test_a_new_password_ends_all_sessions_but_this_one(mira, sign_in, mailbox):
    other = sign_in(EMAIL)
    mira.opens("/en/nalog/lozinka/")
    mira.submits(current=PASSWORD, password="nova reka stara ada")
    assert signed_in(mira)
    assert not signed_in(other)
    sign_in(EMAIL, PASSWORD, expects=422)
    assert signed_in(sign_in(EMAIL, "nova reka stara ada"))
    assert mailbox.link(EMAIL, "/zaboravljena-lozinka/")


def test_the_password_changes_only_with_the_old_one(mira, sign_in):
    mira.opens("/en/nalog/lozinka/")
    mira.submits(current="a wrong password", password="nova reka stara ada", expects=422)
    assert signed_in(sign_in(EMAIL, PASSWORD))


def test_trying_ones_own_password_is_limited(mira):
    mira.opens("/en/nalog/brisanje/")
    for _ in range(10):
        mira.submits(password="a wrong password", expects=422)
    mira.submits(password=PASSWORD, expects=429)


def test_a_new_address_counts_when_its_letter_was_answered_and_the_old_one_is_told(mira, browser, mailbox, db):
    with work() as inside:
        follows.follow(inside, "question", 7, Recipient(EMAIL), confirmed=True)
        follows.follow(inside, "question", 8, Recipient(EMAIL), confirmed=True)
        follows.follow(inside, "question", 8, Recipient("nova@primer.rs"), confirmed=True)
        follows.follow(inside, "question", 7, Recipient("neko@primer.rs"), confirmed=True)
    mira.opens("/en/nalog/adresa/")
    mira.submits(email="NOVA@primer.rs", password=PASSWORD)
    assert person(db), "nothing has changed yet"
    phone = browser()
    phone.opens(mailbox.link("nova@primer.rs", "/nova-adresa/"))
    assert person(db), "opening the link changes nothing"
    phone.submits()
    assert person(db, "nova@primer.rs").name == "Мира Марић"
    assert mailbox.letters(EMAIL), "the old address is told"
    followed = {number: {f.email for f in follows.followers(db, "question", number)} for number in (7, 8)}
    assert followed == {7: {"nova@primer.rs", "neko@primer.rs"}, 8: {"nova@primer.rs"}}


def test_an_address_that_somebody_has_is_not_given_away(mira, account, mailbox, db):
    account("petar@primer.rs", name="Петар")
    mira.opens("/en/nalog/adresa/")
    mira.submits(email="petar@primer.rs", password=PASSWORD)
    assert mira.sees("We have sent a letter to the new address.")
    assert mailbox.link("petar@primer.rs", "/prijava/")
    assert person(db, "petar@primer.rs").name == "Петар"


def test_an_address_taken_meanwhile_spends_the_link(mira, account, mailbox, nobody, db):
    mira.opens("/en/nalog/adresa/")
    mira.submits(email="nova@primer.rs", password=PASSWORD)
    nobody.opens(mailbox.link("nova@primer.rs", "/nova-adresa/"))
    account("nova@primer.rs", name="Неко Други")
    nobody.submits(expects=422)
    assert person(db).name == "Мира Марић"


def test_changing_the_address_spends_links_sent_to_the_old_one(mira, browser, mailbox):
    thief = browser()
    thief.opens("/en/nalog/zaboravljena-lozinka/")
    thief.submits(email=EMAIL)
    old = mailbox.link(EMAIL, "/nova-lozinka/")
    mira.opens("/en/nalog/adresa/")
    mira.submits(email="nova@primer.rs", password=PASSWORD)
    mira.opens(mailbox.link("nova@primer.rs", "/nova-adresa/"))
    mira.submits()
    thief.opens(old, expects=404)


def test_sessions_are_listed_and_each_can_be_ended(mira, sign_in):
    second, third = sign_in(EMAIL), sign_in(EMAIL)
    mira.opens("/en/nalog/uredjaji/")
    assert len(mira.page.select("main li.card")) == 3
    mira.submits(form="main li.card form")
    assert [signed_in(visitor) for visitor in (second, third)].count(True) == 1
    assert signed_in(mira)
    assert len(mira.page.select("main li.card")) == 2


def test_sign_out_everywhere_else_leaves_this_device(mira, sign_in):
    others = [sign_in(EMAIL), sign_in(EMAIL)]
    mira.opens("/en/nalog/uredjaji/")
    mira.submits(button="Sign out everywhere else")
    assert signed_in(mira)
    assert not any(signed_in(visitor) for visitor in others)


def test_nobody_ends_a_strangers_session(mira, people, db):
    other = people.citizen()
    foreign = db.scalars(select(SignIn.id).where(SignIn.person_id == other.id)).one()
    mira.opens("/en/nalog/odjava/")
    token = mira.page.select_one("input[name=csrf_token]")["value"]
    mira.sends(f"/en/nalog/uredjaji/{foreign}/odjava/", csrf_token=token)
    assert signed_in(other)


def test_a_bare_button_needs_the_token(mira, db):
    own = db.scalars(select(SignIn.id)).one()
    mira.sends(f"/en/nalog/uredjaji/{own}/odjava/", expects=400)
    mira.sends("/en/nalog/uredjaji/odjava/", expects=400)
    mira.sends("/en/nalog/odjava/", expects=422)
    assert signed_in(mira)


def test_all_that_is_kept_comes_as_one_file_without_secrets(mira, people, db):
    people.citizen(name="Неко Други")
    with work() as inside:
        follows.follow(inside, "question", 7, Recipient(EMAIL), confirmed=True)
    answer = mira.asks("/en/nalog/preuzimanje/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="moji-podaci-2026-11-23.json"'
    found = json.loads(answer.data)
    assert found["account"]["name"] == "Мира Марић"
    assert found["follows"] == [{"kind": "question", "id": 7, "since": "2026-11-23T09:00:00+00:00"}]
    assert len(found["sessions"]) == 1
    text = answer.get_data(as_text=True)
    assert "argon2" not in text
    assert "Неко Други" not in text


def test_every_feature_gives_out_what_it_keeps(db, account):
    account()
    exports = {"letters_to_santa": lambda inside, person: {"wishes": person.name}}
    found = queries.everything_about(db, person(db), exports)
    assert found["letters_to_santa"] == {"wishes": "Мира Марић"}


def test_deleting_the_account_leaves_nothing_that_names_the_person(mira, sign_in, mailbox, db, app):
    other = sign_in(EMAIL)
    with work() as inside:
        follows.follow(inside, "question", 7, Recipient(EMAIL), confirmed=True)
    id = person(db).id
    with work() as inside:
        actions.ask_reset(inside, EMAIL)
    mira.opens("/en/nalog/brisanje/")
    mira.submits(password="a wrong password", expects=422)
    assert person(db)
    mira.submits(password=PASSWORD)
    assert mira.sees("Your account has been deleted.")
    assert not signed_in(mira)
    assert not signed_in(other)
    assert len(mailbox.letters(EMAIL)) == 1, "the farewell, and not what waited"
    db.rollback()
    left = db.get(Person, id)
    assert (left.email, left.name, left.password_hash) == (None, "—", "")
    assert "mira" not in left.found_by
    assert list(follows.followers(db, "question", 7)) == []
    assert db.scalars(select(Notice).where(Notice.person_id == id)).all() == []
    assert db.scalars(select(SignIn).where(SignIn.person_id == id)).all() == []
    sign_in(EMAIL, expects=422)
    assert list(audit.verify(db)) == []


def test_every_feature_forgets(account, db):
    account()
    asked = []
    with work() as inside:
        found = queries.by_email(inside, EMAIL)
        actions.delete_account(
            inside, found, [lambda _, who: asked.append(who.email), lambda _, who: asked.append(who.id)]
        )
    assert asked[0] == EMAIL, "features are asked while the person is still known"
    assert len(asked) == 2


def test_the_address_of_a_deleted_account_may_be_used_again(account, db):
    account()
    with work() as inside:
        actions.delete_account(inside, queries.by_email(inside, EMAIL), [])
    account()
    assert person(db).is_active


def test_the_last_administrator_stays(account, db):
    account(roles=["administrator"])
    account("petar@primer.rs")
    with pytest.raises(actions.LastAdministrator), work() as inside:
        actions.delete_account(inside, queries.by_email(inside, EMAIL), [])
    with work() as inside:
        actions.grant(inside, queries.by_email(inside, "petar@primer.rs"), Role.ADMINISTRATOR, by=None)
    with work() as inside:
        actions.delete_account(inside, queries.by_email(inside, EMAIL), [])
    assert person(db) is None
