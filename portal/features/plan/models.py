"""Nouns: the municipal action plan (акциони план), its activities and indicators, evidence, and measured values."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model


class State(StrEnum):
    """How far an activity is, as the working group says; `late` also follows from a deadline that has passed."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    LATE = "late"


class DeadlineKind(StrEnum):
    """What sort of deadline the plan prints; only the first two name a day."""

    DATE = "date"
    END_OF_YEAR = "end-of-year"
    CONTINUOUS = "continuous"
    YEARLY = "yearly"
    END_OF_PROJECT = "end-of-project"
    MISSING = "missing"


class Plan(Model):
    """An action plan as the assembly adopted it."""

    __tablename__ = "portal_plan"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    adopted_on: Mapped[date]
    title_sr: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text, default="")
    adopted_by_sr: Mapped[str] = mapped_column(Text, default="")
    adopted_by_en: Mapped[str] = mapped_column(Text, default="")
    legal_basis_sr: Mapped[str] = mapped_column(Text, default="")
    published_in_sr: Mapped[str] = mapped_column(Text, default="")
    notes_sr: Mapped[list[Any]] = mapped_column(default_factory=list)
    notes_en: Mapped[list[Any]] = mapped_column(default_factory=list)
    areas: Mapped[list["Area"]] = relationship(init=False, order_by="Area.place", lazy="selectin")

    @property
    def activities(self) -> list["Activity"]:
        """Return every activity in the order of the printed plan."""
        return [activity for area in self.areas for activity in area.activities]


class Area(Model):
    """An area (област) of the plan."""

    __tablename__ = "portal_plan_area"
    __table_args__ = (Index("ix_portal_plan_area_plan_id_key", "plan_id", "key", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("portal_plan.id"))
    key: Mapped[str] = mapped_column(String(20))
    name_sr: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[int] = mapped_column(default=0)
    notes_sr: Mapped[list[Any]] = mapped_column(default_factory=list)
    notes_en: Mapped[list[Any]] = mapped_column(default_factory=list)
    objectives: Mapped[list["Objective"]] = relationship(init=False, order_by="Objective.place", lazy="selectin")

    @property
    def activities(self) -> list["Activity"]:
        """Return the area's activities in their order."""
        return [activity for goal in self.objectives for task in goal.tasks for activity in task.activities]


class Objective(Model):
    """A specific objective (посебан циљ) of an area."""

    __tablename__ = "portal_plan_objective"
    __table_args__ = (Index("ix_portal_plan_objective_area_id_key", "area_id", "key", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("portal_plan_area.id"))
    key: Mapped[str] = mapped_column(String(20))
    name_sr: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[int] = mapped_column(default=0)
    notes_sr: Mapped[list[Any]] = mapped_column(default_factory=list)
    notes_en: Mapped[list[Any]] = mapped_column(default_factory=list)
    tasks: Mapped[list["Task"]] = relationship(init=False, order_by="Task.place", lazy="selectin")


class Task(Model):
    """A task (задатак) under an objective."""

    __tablename__ = "portal_plan_task"
    __table_args__ = (Index("ix_portal_plan_task_objective_id_key", "objective_id", "key", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    objective_id: Mapped[int] = mapped_column(ForeignKey("portal_plan_objective.id"))
    key: Mapped[str] = mapped_column(String(20))
    name_sr: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[int] = mapped_column(default=0)
    notes_sr: Mapped[list[Any]] = mapped_column(default_factory=list)
    notes_en: Mapped[list[Any]] = mapped_column(default_factory=list)
    activities: Mapped[list["Activity"]] = relationship(
        init=False, back_populates="task", order_by="Activity.place", lazy="selectin"
    )


class Activity(Model):
    """An activity (активност): who does it, by when, and how far it is.

    What the plan prints comes from the plan's file; `state` is what the working group said last.
    """

    __tablename__ = "portal_plan_activity"
    __table_args__ = (Index("ix_portal_plan_activity_plan_id_key", "plan_id", "key", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("portal_plan.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("portal_plan_task.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    text_sr: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(String(20), default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    deadline_kind: Mapped[DeadlineKind] = mapped_column(default=DeadlineKind.MISSING)
    deadline_on: Mapped[date | None] = mapped_column(default=None)
    deadline_printed: Mapped[str] = mapped_column(String(100), default="")
    responsible_sr: Mapped[str] = mapped_column(Text, default="")
    responsible_en: Mapped[str] = mapped_column(Text, default="")
    approver_sr: Mapped[str] = mapped_column(Text, default="")
    approver_en: Mapped[str] = mapped_column(Text, default="")
    budget_sr: Mapped[str] = mapped_column(Text, default="")
    budget_en: Mapped[str] = mapped_column(Text, default="")
    items_sr: Mapped[list[Any]] = mapped_column(default_factory=list)
    items_en: Mapped[list[Any]] = mapped_column(default_factory=list)
    notes_sr: Mapped[list[Any]] = mapped_column(default_factory=list)
    notes_en: Mapped[list[Any]] = mapped_column(default_factory=list)
    place: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(default=State.NOT_STARTED)
    version: Mapped[int] = mapped_column(default=1)
    indicator: Mapped["Target | None"] = relationship(init=False, back_populates="activity", lazy="selectin")
    task: Mapped[Task] = relationship(init=False, back_populates="activities")

    def is_overdue(self, today: date) -> bool:
        """Tell whether the deadline has passed and the activity is not done; the last day is still in time."""
        return self.deadline_on is not None and self.deadline_on < today and self.state is not State.DONE

    def state_on(self, today: date) -> State:
        """Return the state to show: late as soon as the deadline has passed, else what the working group said."""
        return State.LATE if self.is_overdue(today) else self.state


class Target(Model):
    """The indicator (показатељ) of an activity: its printed text and, where the portal can compute it, the metric."""

    __tablename__ = "portal_plan_indicator"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    activity_id: Mapped[int] = mapped_column(ForeignKey("portal_plan_activity.id"), unique=True)
    text_sr: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")
    metric: Mapped[str] = mapped_column(String(100), default="")
    definition_sr: Mapped[str] = mapped_column(Text, default="")
    definition_en: Mapped[str] = mapped_column(Text, default="")
    coverage_sr: Mapped[str] = mapped_column(Text, default="")
    coverage_en: Mapped[str] = mapped_column(Text, default="")
    target: Mapped[float | None] = mapped_column(default=None)
    activity: Mapped[Activity] = relationship(init=False, back_populates="indicator")


class Evidence(Model):
    """What the working group reported about an activity, with proof. Never changed; a correction is another report."""

    __tablename__ = "portal_plan_evidence"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    activity_id: Mapped[int] = mapped_column(ForeignKey("portal_plan_activity.id"), index=True)
    state: Mapped[State]
    day: Mapped[date]
    note_sr: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]
    note_en: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)


class Value(Model):
    """A measured value of one metric on one day: the day's last measurement, which stays when the day has ended."""

    __tablename__ = "portal_plan_value"
    __table_args__ = (
        Index("ix_portal_plan_value_metric_period_definition", "metric", "period", "definition", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    metric: Mapped[str] = mapped_column(String(100))
    definition: Mapped[int]
    period: Mapped[date]
    numerator: Mapped[int]
    denominator: Mapped[int]
    parts: Mapped[list[Any]]
    measured_at: Mapped[datetime]
