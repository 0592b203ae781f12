"""The pages of applying: the whole way with a plain form, receipts that others verify, and who finds nothing there."""

import json
import shutil
import subprocess
from base64 import b64decode
from io import BytesIO

import pytest
from sqlalchemy import update

from portal.features.tenders.commands import tenders
from portal.features.tenders.models import Submission
from portal.features.tenders.personal import export, forget
from portal.kernel import receipts
from portal.kernel.accounts.models import Person, Role
from portal.kernel.outbox.models import Notice, NoticeState
from tests.features.tenders.commission.commissioning import PDF
from tests.support.browser import Browser


@pytest.fixture
def ana(applying):
    return applying.people.citizen("Ана Анић")


def walked(applying, ana) -> int:
    """Begin, add a file, by the pages alone and without scripts."""
    ana.opens(f"/en/konkursi/{applying.call}/prijava/")
    ana.submits()
    application = int(ana.address.rstrip("/").split("/")[-1])
    ana.opens(f"/en/konkursi/prijave/{application}/prilog/{applying.asked[0]}/")
    ana.submits(form="main form[enctype]", file=(BytesIO(PDF + b"plan"), "plan.pdf"))
    return application


class TestTheWay:
    def test_from_the_call_to_a_receipt_that_the_public_page_knows(self, app, applying, ana):
        application = walked(applying, ana)
        assert ana.sees("Everything that is obligatory is here.")
        assert "plan.pdf" not in ana.page.select_one("main").text
        ana.opens(f"/en/konkursi/prijave/{application}/podnosenje/")
        ana.submits()
        assert ana.sees("Your application is submitted.")
        answer = ana.asks(ana.page.select_one("a[href$='potvrda.json']")["href"])
        assert "attachment" in answer.headers["Content-Disposition"]
        reader = Browser(app)
        for given, said in ((answer.text, "This receipt is genuine"), (answer.text.replace("Ана", "Ена"), "Somebody has changed this receipt")):
            reader.opens("/en/konkursi/potvrda/")
            reader.submits(file=(BytesIO(given.encode()), "receipt.json"))
            assert reader.sees(said)
        reader.submits(text="not a receipt")
        assert reader.sees("This is no receipt of this portal")

    def test_a_file_far_too_large_is_refused_beside_the_field_and_nothing_of_it_is_left(self, applying, ana):
        ana.opens(f"/en/konkursi/{applying.call}/prijava/")
        ana.submits()
        application = int(ana.address.rstrip("/").split("/")[-1])
        ana.opens(f"/en/konkursi/prijave/{application}/prilog/{applying.asked[0]}/")
        ana.submits(form="main form[enctype]", file=(BytesIO(PDF.ljust(50_000_000)), "plan.pdf"), expects=422)
        ana.answer.request.environ["wsgi.input"].close()
        assert "30 MB" in ana.page.select_one(".govuk-error-message").text
        assert applying.uploads(application) == []

    def test_the_last_press_twice_is_one_submission(self, applying, ana):
        application = walked(applying, ana)
        ana.opens(f"/en/konkursi/prijave/{application}/podnosenje/")
        page, address = ana.page, ana.address
        ana.submits()
        ana.page, ana.address = page, address
        ana.submits()
        assert len(applying.submissions(application)) == 1

    def test_a_press_without_a_file_says_so_beside_the_field(self, applying, ana):
        application = applying.begun(ana)
        ana.opens(f"/en/konkursi/prijave/{application}/prilog/{applying.asked[0]}/")
        ana.submits(form="main form[enctype]", expects=422)
        assert ana.sees("Choose a file.")

    def test_what_is_late_leads_to_a_receipt_too(self, applying, ana, clock):
        application = applying.ready(ana)
        clock.moment = applying.closes()
        ana.signs_in_again()
        ana.opens(f"/en/konkursi/prijave/{application}/podnosenje/")
        ana.submits()
        assert ana.sees("The application was not taken.")
        assert applying.submissions(application) == []


class TestWhoSees:
    @pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.HEAD, Role.COMMISSION])
    def test_nobody_but_who_acts_for_the_applicant(self, applying, ana, role):
        application = applying.ready(ana)
        made = applying.submits(application, ana)
        stranger = applying.people.someone(*([role] if role else []))
        for address in ("", "podnosenje/", f"potvrde/{made.reference}/", f"potvrde/{made.reference}/potvrda.json", f"prilog/{applying.asked[0]}/"):
            assert stranger.asks(f"/sr/konkursi/prijave/{application}/{address}").status_code == 404

    def test_a_receipt_that_came_back_tells_who_mends_addresses_nothing_of_the_application(self, applying, ana):
        applying.submits(applying.ready(ana), ana)
        back = update(Notice).where(Notice.kind == "tenders.submitted").values(state=NoticeState.BOUNCED, fault="550 no such user")
        applying.acts(lambda db, _me: db.execute(back) and None)
        clerk = applying.people.someone(Role.ADMINISTRATOR)
        clerk.opens("/en/radni-sto/pisma/")
        assert clerk.sees("550 no such user")
        assert not clerk.sees("submitted") and "tenders" not in str(clerk.page.select_one("main"))

    def test_the_public_page_of_the_call_says_nothing_of_them(self, app, applying, ana):
        reader = Browser(app)
        before = str(reader.opens(f"/sr/konkursi/{applying.call}/").select_one("main"))
        applying.submits(applying.ready(ana), ana)
        assert str(reader.opens(f"/sr/konkursi/{applying.call}/").select_one("main")) == before


class TestOthersVerify:
    def test_openssl_and_our_program_with_nothing_but_the_key(self, app, applying, ana, tmp_path):
        made = applying.submits(applying.ready(ana, content=PDF + b"plan"), ana)
        key = applying.reads(lambda _db: receipts.public_keys()[-1].pem)
        (tmp_path / "key.pem").write_text(key)
        (tmp_path / "receipt.json").write_text(json.dumps(made.receipt, indent=2, ensure_ascii=False))
        (tmp_path / "plan.pdf").write_bytes(PDF + b"plan")
        (tmp_path / "other.pdf").write_bytes(PDF + b"plan.")
        signed = {name: made.receipt[name] for name in ("format", "key", "statement")}
        (tmp_path / "signed").write_text(json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
        (tmp_path / "signature").write_bytes(b64decode(made.receipt["signature"]))
        command = [shutil.which("openssl"), "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "signed", "-sigfile", "signature"]
        assert subprocess.run(command, check=False, cwd=tmp_path, capture_output=True).returncode == 0
        given = ["verify", str(tmp_path / "receipt.json"), "--key", str(tmp_path / "key.pem"), "--file"]
        verify = tenders.commands["verify"]
        good = app.test_cli_runner().invoke(verify, [*given[1:], str(tmp_path / "plan.pdf")])
        assert (good.exit_code, "the same file" in good.output) == (0, True)
        bad = app.test_cli_runner().invoke(verify, [*given[1:], str(tmp_path / "other.pdf")])
        assert (bad.exit_code, "not in this receipt" in bad.output) == (1, True)


class TestTime:
    def test_a_day_before_the_end_who_has_not_submitted_is_reminded_once(self, applying, ana, clock):
        from portal.features.tenders.actions import clearing

        zoran = applying.people.citizen()
        applying.ready(ana)
        applying.submits(applying.ready(zoran), zoran)
        clock.moment = applying.closes()
        clock.moves(hours=-23)
        for _ in range(2):
            applying.acts(lambda db, _me: clearing.remind(db))
        kept = applying.reads(lambda db: [n.email for n in db.query(Notice).filter_by(kind="tenders.remind")])
        assert kept == [ana.email]

    def test_thirty_days_after_it_what_was_not_submitted_is_gone_and_the_rest_stays(self, applying, ana, clock):
        from portal.features.tenders.actions import clearing

        zoran, mira = applying.people.citizen(), applying.people.citizen()
        idle, kept, back = applying.ready(ana), applying.ready(zoran), applying.ready(mira)
        applying.submits(kept, zoran)
        applying.submits(back, mira)
        applying.withdraws(back, mira)
        clock.moves(days=49)
        assert applying.acts(lambda db, _me: clearing.clear(db)) == 0
        clock.moves(days=3)
        assert applying.acts(lambda db, _me: clearing.clear(db)) == 2
        assert [len(applying.uploads(each)) for each in (idle, kept, back)] == [0, 1, 0]


class TestAPerson:
    def test_gets_every_receipt_and_is_forgotten_but_what_was_submitted_stays_sealed(self, applying, ana):
        application = applying.ready(ana)
        applying.rehearses(application, ana)
        made = applying.submits(application, ana)
        given = applying.reads(lambda db: export(db, db.get(Person, ana.id)))["applications"]
        assert [one["receipt"] for one in given[0]["submissions"]] == [made.receipt]
        assert len(given[0]["tries"]) == 1
        applying.acts(forget, ana)
        assert applying.the(application).made_by_id is None
        assert applying.reads(lambda db: db.get(Submission, made.id).by_id) is None
        assert applying.attempts() == []
        assert len(applying.uploads(application)) == 1
