"""The administrator's pages: find people, invite, give and take roles, disable."""

import pytest
from sqlalchemy import select

from portal.kernel.accounts import actions, queries
from portal.kernel.accounts.models import Person, Role
from portal.kernel.audit import AuditLine
from portal.kernel.db import work
from portal.kernel.refusals import NotFound
from tests.kernel.accounts.conftest import PASSWORD, App, signed_in

INVITED = "zora@primer.rs"


@pytest.fixture
def boss(people):
    return people.administrator()


def invites(boss, **other):
    boss.opens("/en/nalog/ljudi/poziv/")
    return boss.submits(
        **{"name": "Зора Зорић", "email": INVITED, "role": "clerk", "scope": "urbanizam", "version_key": "lat", **other}
    )


def acts(db, person_id):
    db.rollback()
    lines = select(AuditLine).where(AuditLine.subject_kind == "person", AuditLine.subject_id == str(person_id))
    return [(line.act, line.actor_id) for line in db.scalars(lines.order_by(AuditLine.seq))]


def the(db, email):
    db.rollback()
    return queries.by_email(db, email)


def test_an_invitation_is_accepted_with_a_password_and_an_app(boss, browser, mailbox, db, clock):
    invites(boss)
    assert boss.sees("The invitation has been sent.")
    found = the(db, INVITED)
    assert [(grant.role, grant.scope) for grant in found.grants] == [(Role.CLERK, "urbanizam")]
    link = mailbox.link(INVITED, "/pozivnica/")
    assert link.startswith("/lat/"), "in the version that was chosen"
    zora = browser()
    zora.opens(link.replace("/lat/", "/en/"))
    zora.submits(password="short", expects=422)
    zora.submits(password="nova reka stara ada")
    zora.submits(email=INVITED, password="nova reka stara ada")
    zora.submits(code=App(zora.page.select_one("code.code").text, clock).shows())
    assert signed_in(zora)
    zora.opens(link, expects=404)
    assert [act for act, _ in acts(db, found.id)][:3] == ["accounts.added", "accounts.granted", "accounts.invited"]
    assert acts(db, found.id)[0][1] == boss.id


def test_before_the_invitation_is_accepted_nobody_signs_in_or_resets(boss, sign_in, nobody, mailbox):
    invites(boss)
    letters = len(mailbox.letters(INVITED))
    sign_in(INVITED, "", expects=422)
    sign_in(INVITED, PASSWORD, expects=422)
    nobody.opens("/en/nalog/zaboravljena-lozinka/")
    nobody.submits(email=INVITED)
    nobody.opens("/en/nalog/registracija/")
    nobody.submits(name="X Y", email=INVITED, password=PASSWORD)
    assert len(mailbox.letters(INVITED)) == letters


def test_an_invitation_lasts_seven_days_and_a_new_one_voids_it(boss, nobody, mailbox, clock, db, app):
    invites(boss)
    first = mailbox.link(INVITED, "/pozivnica/")
    boss.opens(f"/en/nalog/ljudi/{the(db, INVITED).id}/")
    boss.submits(button="Send the invitation again")
    second = mailbox.link(INVITED, "/pozivnica/")
    nobody.opens(first, expects=404)
    clock.moves(days=6, hours=23)
    nobody.opens(second)
    clock.moves(hours=1)
    nobody.opens(second, expects=404)


def test_an_address_with_an_account_is_not_invited(boss, account, db):
    email = account()
    boss.opens("/en/nalog/ljudi/poziv/")
    boss.submits(name="Мира", email=email, role="editor", expects=422)
    assert boss.sees("Somebody has an account with this e-mail address already.")


def test_pressing_twice_invites_once(boss, mailbox):
    boss.opens("/en/nalog/ljudi/poziv/")
    hidden = {field["name"]: field["value"] for field in boss.page.select("main form input[type=hidden]")}
    form = {"name": "Зора", "email": INVITED, "role": "editor", "scope": "", "version_key": "sr"}
    for _ in range(2):
        boss.sends("/en/nalog/ljudi/poziv/", **hidden, **form)
    assert len(mailbox.letters(INVITED)) == 1


def test_roles_are_given_and_taken_and_the_person_is_told(boss, account, mailbox, db):
    email = account()
    id = the(db, email).id
    boss.opens(f"/en/nalog/ljudi/{id}/")
    boss.submits(form="main section form:has(select)", role="clerk", scope="urbanizam")
    assert [(grant.role, grant.scope) for grant in the(db, email).grants] == [(Role.CLERK, "urbanizam")]
    assert len(mailbox.letters(email)) == 1
    boss.opens(f"/en/nalog/ljudi/{id}/")
    boss.submits(form="main form[action*=uloge]")
    assert the(db, email).grants == []
    assert len(mailbox.letters(email)) == 2
    assert acts(db, id)[-2:] == [("accounts.granted", boss.id), ("accounts.revoked", boss.id)]


def test_a_role_that_does_not_exist_is_refused(boss, account, db):
    id = the(db, account()).id
    boss.opens(f"/en/nalog/ljudi/{id}/")
    for fields in ({"role": "emperor"}, {"role": "citizen"}, {"scope": "nowhere"}):
        boss.submits(form="main section form:has(select)", expects=422, **fields)
    assert the(db, "mira@primer.rs").grants == []


def test_disabling_ends_sessions_at_once_and_enabling_opens_again(boss, account, sign_in, mailbox, db):
    email = account()
    mira, id = sign_in(email), the(db, email).id
    boss.opens(f"/en/nalog/ljudi/{id}/")
    boss.submits(button="Disable the account")
    assert not signed_in(mira)
    assert mailbox.letters(email)
    boss.submits(button="Open the account again")
    assert signed_in(sign_in(email))
    assert acts(db, id)[-2:] == [("accounts.disabled", boss.id), ("accounts.enabled", boss.id)]


def test_nobody_disables_themselves(boss, people):
    people.administrator()
    boss.opens(f"/en/nalog/ljudi/{boss.id}/")
    boss.submits(button="Disable the account")
    assert boss.sees("You cannot disable your own account.")
    boss.opens(f"/en/nalog/ljudi/{boss.id}/")


def test_the_last_administrator_is_not_lost(boss, people, db):
    boss.opens(f"/en/nalog/ljudi/{boss.id}/")
    boss.submits(form="main form[action*=uloge]")
    assert boss.sees("This is the last administrator.")
    other = people.administrator()
    with work() as inside:
        actions.disable(inside, other.person(inside), by=boss.id)
    boss.submits(form="main form[action*=uloge]")
    assert boss.sees("This is the last administrator."), "a disabled one does not count"


def test_a_lost_telephone_is_removed(boss, account, enrolled, db):
    account("petar@primer.rs", roles=["editor"])
    petar, _, _ = enrolled("petar@primer.rs")
    boss.opens(f"/en/nalog/ljudi/{the(db, 'petar@primer.rs').id}/")
    boss.submits(button="Remove the app for codes")
    assert not signed_in(petar)
    assert the(db, "petar@primer.rs").totp_salt == ""


def test_people_are_found_in_either_script_and_by_parts(boss, account):
    account("zarko@primer.rs", name="Жарко Ђорђевић", roles=["editor"])
    account("petar@primer.rs", name="Петар Петровић", roles=["editor"])
    for words in ("Жарко", "zarko", "ŽARKO djordj", "zarko@primer", "đorđe žar"):
        boss.opens(f"/en/nalog/ljudi/?q={words}")
        assert boss.sees("zarko@primer.rs"), words
        assert not boss.sees("petar@primer.rs"), words
    boss.opens("/en/nalog/ljudi/?q=%25")
    assert boss.sees("Nobody was found")


def test_the_list_shows_staff_and_on_request_everybody(boss, account):
    account("gradjanin@primer.rs", name="Грађанин")
    boss.opens("/en/nalog/ljudi/")
    assert boss.sees(boss.email)
    assert not boss.sees("gradjanin@primer.rs")
    boss.opens("/en/nalog/ljudi/?vrsta=all")
    assert boss.sees("gradjanin@primer.rs")
    boss.opens("/en/nalog/ljudi/?vrsta=invited")
    assert boss.sees("Nobody was found")
    for odd in ("vrsta=nonsense&posle=x", f"posle={9**40}", "posle=-1", "posle=²"):
        boss.opens(f"/en/nalog/ljudi/?{odd}")
    boss.opens(f"/en/nalog/ljudi/{9**40}/", expects=404)


def test_pages_of_the_list_neither_repeat_nor_leave_out(db, account):
    with work() as inside:
        for number in range(7):
            actions.add_person(inside, email=f"p{number}@primer.rs", name=f"P {number}")
    seen, after = [], 0
    while after is not None:
        page = queries.people(db, kind="all", after=after, limit=3)
        seen += [person.email for person in page.rows]
        after = page.after
    assert seen == [f"p{number}@primer.rs" for number in range(7)]


def test_a_deleted_person_is_in_no_list_and_has_no_page(boss, account, db):
    email = account()
    id = the(db, email).id
    with work() as inside:
        actions.delete_account(inside, inside.get(Person, id), [])
    boss.opens("/en/nalog/ljudi/?vrsta=all&q=mira")
    assert boss.sees("Nobody was found")
    boss.opens(f"/en/nalog/ljudi/{id}/", expects=404)
    with pytest.raises(NotFound), work() as inside:
        actions.enable(inside, inside.get(Person, id), by=boss.id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_see_the_people(role, people):
    visitor = people.someone(role) if role is not Role.CITIZEN else people.citizen()
    for page in ("", "poziv/", f"{visitor.id}/"):
        visitor.opens(f"/en/nalog/ljudi/{page}", expects=403)
    for act in ("iskljuci", "ukljuci", "drugi-korak", "poziv", "uloge/1"):
        visitor.sends(f"/en/nalog/ljudi/{visitor.id}/{act}/", expects=403)


def test_buttons_need_the_token(boss, account, db):
    id = the(db, account()).id
    for act in ("iskljuci", "ukljuci", "drugi-korak", "poziv", "uloge/1"):
        boss.sends(f"/en/nalog/ljudi/{id}/{act}/", expects=400)
    assert the(db, "mira@primer.rs").is_active
