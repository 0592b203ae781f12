"""Nouns of public debates (јавна расправа): the debate, the editions of its draft, the register of remarks, the report."""

from portal.features.debates.law.pieces import Kind as PassageKind
from portal.features.debates.models.debate import (
    DEBATE,
    PUBLIC,
    Debate,
    DebateKind,
    Event,
    EventKind,
    Hearing,
    Phase,
    Stage,
)
from portal.features.debates.models.draft import Edition, EditionState, Passage, Proposal
from portal.features.debates.models.remark import (
    AFTER_REPORT,
    IN_REGISTER,
    REMARK,
    Channel,
    Disposition,
    Figure,
    Remark,
    RemarkState,
    Response,
    ResponseState,
    Said,
    Support,
)
from portal.features.debates.models.report import Report, ReportFile, ReportLine, ReportState

__all__ = [
    "AFTER_REPORT",
    "DEBATE",
    "IN_REGISTER",
    "PUBLIC",
    "REMARK",
    "Channel",
    "Debate",
    "DebateKind",
    "Disposition",
    "Edition",
    "EditionState",
    "Event",
    "EventKind",
    "Figure",
    "Hearing",
    "Passage",
    "PassageKind",
    "Phase",
    "Proposal",
    "Remark",
    "RemarkState",
    "Report",
    "ReportFile",
    "ReportLine",
    "ReportState",
    "Response",
    "ResponseState",
    "Said",
    "Stage",
    "Support",
]
