"""`portal receipts renew`: a new key signs, and what the old one signed stays verifiable."""

from sqlalchemy import select

from portal.kernel import receipts
from portal.kernel.audit import AuditLine
from portal.kernel.db import session
from portal.kernel.receipts.keys import secret_text
from portal.kernel.receipts.verifying import Verdict, canonical, verify


def test_a_new_key_signs_and_earlier_receipts_stay_verifiable(app):
    runner = app.test_cli_runner()
    with app.app_context():
        before, secret = receipts.sign({"kind": "trial"}), secret_text()
    assert runner.invoke(args=["portal", "receipts", "renew"], input="n\n").exit_code == 1
    with app.app_context():
        assert secret_text() == secret
    done = runner.invoke(args=["portal", "receipts", "renew", "--yes"])
    assert done.exit_code == 0 and "1 earlier ones stay public" in done.output, done.output
    with app.app_context():
        pems = [key.pem for key in receipts.public_keys()]
        after = receipts.sign({"kind": "trial"})
        assert len(pems) == 2 and secret_text() != secret
        for receipt in (before, after):
            assert verify(canonical(receipt), *pems) is Verdict.SOUND
        assert verify(canonical(after), pems[0]) is not Verdict.SOUND
        assert session().scalars(select(AuditLine.subject_id).where(AuditLine.act == "receipts.renew")).all() == [receipts.public_keys()[-1].id]
