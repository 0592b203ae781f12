"""Seven ways to falsify the log of acts, and each is found."""

import pytest
from sqlalchemy import delete, text, update

from portal.kernel import audit
from portal.kernel.audit import START, AuditLine
from portal.kernel.clock import now
from portal.kernel.db import Counter, work
from portal.kernel.operations import OperationError, checkpoints


@pytest.fixture
def chain(db):
    """Twelve honest lines and the checkpoint that was taken after the ninth."""
    with work() as transaction:
        transaction.execute(delete(AuditLine))
        transaction.execute(delete(Counter).where(Counter.name == "audit"))
    for number in range(12):
        with work() as transaction:
            audit.note(transaction, "thing.done", "thing", number, by=None, size=number)
        if number == 8:
            checkpoint = audit.head(db)
    assert list(audit.verify(db, checkpoint)) == []
    db.rollback()
    return checkpoint


def faults(db, checkpoint=None):
    db.expire_all()
    return [fault.sentence for fault in audit.verify(db, checkpoint)]


def recompute(transaction, first):
    """What an intruder with the program's source does: every hash from one line on, made anew."""
    before = transaction.get(AuditLine, first - 1)
    previous = before.hash if before else START
    for line in transaction.query(AuditLine).filter(AuditLine.seq >= first).order_by(AuditLine.seq):
        line.hash = previous = line.digest(previous)


@pytest.mark.parametrize(
    "field",
    ["act = 'other'", "subject_id = '99'", "subject_kind = 'x'", "actor_id = 7", "details = '{}'", "hash = '0'"],
)
def test_a_changed_line(db, chain, field):
    with work() as transaction:
        transaction.execute(text(f"UPDATE portal_audit SET {field} WHERE seq = 5"))
    assert faults(db)


def test_a_changed_moment(db, chain):
    with work() as transaction:
        transaction.execute(update(AuditLine).where(AuditLine.seq == 5).values(at=now()))
        transaction.execute(text("UPDATE portal_audit SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 5"))
    assert faults(db)


def test_lines_in_another_order(db, chain):
    with work() as transaction:
        for old, new in ((5, 105), (6, 5), (105, 6)):
            transaction.execute(update(AuditLine).where(AuditLine.seq == old).values(seq=new))
    assert faults(db)


def test_a_removed_line(db, chain):
    with work() as transaction:
        transaction.execute(delete(AuditLine).where(AuditLine.seq == 5))
    assert any("missing" in fault for fault in faults(db))


def test_a_removed_line_with_the_gap_closed(db, chain):
    with work() as transaction:
        transaction.execute(delete(AuditLine).where(AuditLine.seq == 5))
        for number in range(6, 13):
            transaction.execute(update(AuditLine).where(AuditLine.seq == number).values(seq=number - 1))
        transaction.execute(update(Counter).where(Counter.name == "audit").values(value=11))
    assert faults(db)


def test_an_inserted_line(db, chain):
    with work() as transaction:
        for number in range(12, 5, -1):
            transaction.execute(update(AuditLine).where(AuditLine.seq == number).values(seq=number + 1))
        transaction.add(
            AuditLine(
                seq=6, at=now(), act="never", subject_kind="x", subject_id="1", actor_id=None, details={}, hash="0" * 64
            )
        )
    assert faults(db)


def test_a_cut_tail_shows_by_the_counter(db, chain):
    with work() as transaction:
        transaction.execute(delete(AuditLine).where(AuditLine.seq > 8))
    assert any("tail" in fault for fault in faults(db))


def test_a_cut_tail_with_the_counter_set_back_shows_by_the_checkpoint(db, chain):
    with work() as transaction:
        transaction.execute(delete(AuditLine).where(AuditLine.seq > 8))
        transaction.execute(update(Counter).where(Counter.name == "audit").values(value=8))
    assert faults(db) == []
    assert any("checkpoint" in fault for fault in faults(db, chain))


def test_a_chain_computed_anew_shows_by_the_checkpoint(db, chain):
    with work() as transaction:
        transaction.execute(text("UPDATE portal_audit SET act = 'other' WHERE seq = 5"))
        recompute(transaction, 5)
    assert faults(db) == []
    assert any("computed anew" in fault for fault in faults(db, chain))


def test_checkpoints_are_written_and_read(tmp_path):
    digest = "a" * 64
    assert checkpoints.last(tmp_path) is None
    checkpoints.append(tmp_path, now(), 7, digest)
    checkpoints.append(tmp_path, now(), 8, digest)
    assert checkpoints.last(tmp_path) == (7, digest) == checkpoints.parse(f"7:{digest}\n")
    for wrong in ("", "7", f"x:{digest}", "7:abc"):
        with pytest.raises(OperationError, match="no checkpoint"):
            checkpoints.parse(wrong)
