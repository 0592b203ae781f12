"""Figures follow their noun, whatever changes it, and a night's recount finds what was changed behind its back."""

import logging
import random
import threading

import pytest
from sqlalchemy import delete, func, inspect, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from portal.kernel.audit import AuditLine
from portal.kernel.db import snapshot, work
from portal.kernel.figures import Figures


class Base(DeclarativeBase):
    """Tables of this test alone."""


class Tree(Base):
    __tablename__ = "test_tree"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    height: Mapped[int]
    felled: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")


class Wood(Base):
    __tablename__ = "test_wood"
    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)


def counted_in(tree):
    if not tree["felled"]:
        yield (tree["kind"],), (1, tree["height"])


figures = Figures("wood", Tree, Wood, ("kind", "height", "felled"), counted_in)


@pytest.fixture
def wood(db):
    Base.metadata.create_all(db.connection())
    db.commit()
    return db


def kept(db):
    found = {row.kind: (row.number, row.height) for row in db.scalars(select(Wood)) if row.number or row.height}
    db.rollback()
    return found


def anew(db):
    rows = db.execute(select(Tree.kind, func.count(), func.sum(Tree.height)).where(Tree.felled.is_(False)).group_by(Tree.kind))
    found = {kind: (number, height) for kind, number, height in rows}
    db.rollback()
    return found


def groups(db):
    for kind, height, number in db.execute(select(Tree.kind, Tree.height, func.count()).where(Tree.felled.is_(False)).group_by(Tree.kind, Tree.height)):
        yield {"kind": kind, "height": height, "felled": False}, number


def counts_anew():
    with snapshot() as db:
        return figures.drift(db, groups(db))


@pytest.mark.parametrize("seed", range(5))
def test_a_random_life_of_a_wood_is_counted_as_it_is(wood, seed):
    dice, ids = random.Random(seed), []
    for _ in range(60):
        with work() as db:
            for _ in range(dice.randint(1, 4)):
                match dice.choice(["grow", "plant", "fell", "graft", "note", "uproot"]):
                    case "plant":
                        tree = Tree(kind=dice.choice(["oak", "elm", "fir"]), height=dice.randint(1, 9))
                        db.add(tree)
                        db.flush()
                        ids.append(tree.id)
                    case act if ids:
                        tree = db.get(Tree, dice.choice(ids))
                        if act == "uproot":
                            ids.remove(tree.id)
                            db.delete(tree)
                            db.flush()
                        else:
                            change = {"grow": {"height": tree.height + 1}, "fell": {"felled": not tree.felled}, "graft": {"kind": "elm"}, "note": {"note": "x"}}
                            for name, value in change[act].items():
                                setattr(tree, name, value)
    assert kept(wood) == anew(wood)


def test_what_was_not_loaded_before_it_changed_is_counted_right(wood):
    with work() as db:
        db.add(Tree(id=1, kind="oak", height=5))
    with work() as db:
        tree = db.get(Tree, 1)
        db.expire(tree)
        assert "height" in inspect(tree).unloaded
        tree.height = 7
    assert kept(wood) == {"oak": (1, 7)}


def test_an_act_that_fails_counts_nothing(wood):
    with pytest.raises(ZeroDivisionError), work() as db:
        db.add(Tree(kind="oak", height=5))
        db.flush()
        _ = 1 / 0
    assert kept(wood) == {}


def test_the_recount_mends_says_and_audits_what_was_changed_behind_its_back(wood, caplog):
    with work() as db:
        db.add_all([Tree(kind="oak", height=5), Tree(kind="fir", height=2)])
    with work() as db:
        db.execute(update(Wood).where(Wood.kind == "oak").values(number=4))
        db.execute(delete(Wood).where(Wood.kind == "fir"))
        db.add(Wood(kind="palm", number=1, height=30))
    wrong = counts_anew()
    with work() as db:
        db.add(Tree(kind="oak", height=8))
    with caplog.at_level(logging.WARNING, "portal.figures"), work() as db:
        figures.mend(db, wrong)
    assert len(wrong) == 3
    assert kept(wood) == anew(wood) == {"oak": (2, 13), "fir": (1, 2)}, "the tree that grew meanwhile is counted too"
    assert "wood: the figure oak said 4, the rows say 1: mended" in caplog.text
    assert wood.scalars(select(AuditLine.subject_id).where(AuditLine.act == "wood.recount")).all() == ["fir", "oak", "palm"]
    assert counts_anew() == {}


def test_very_many_wrong_figures_are_told_in_one_line(wood, caplog):
    with work() as db:
        db.add_all([Wood(kind=f"{n:03}", number=1) for n in range(60)])
    wrong = counts_anew()
    with caplog.at_level(logging.WARNING, "portal.figures"), work() as db:
        figures.mend(db, wrong)
    assert kept(wood) == {}
    assert caplog.text.count("mended") == 51
    assert "60 figures were wrong in all" in caplog.text


def test_a_snapshot_is_one_moment_in_however_many_statements(app, wood):
    """What another process commits between two statements is not seen; the same on both engines."""

    def plants():
        with app.app_context(), work() as db:
            db.add(Tree(kind="elm", height=1))

    with snapshot() as db:
        assert db.scalar(select(func.count()).select_from(Tree)) == 0
        planting = threading.Thread(target=plants)
        planting.start()
        planting.join()
        assert db.scalar(select(func.count()).select_from(Tree)) == 0
    assert wood.scalar(select(func.count()).select_from(Tree)) == 1
