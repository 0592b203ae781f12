"""Nouns of public debates (јавна расправа): the debate, the editions of its draft, the register of remarks, the report."""

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
from portal.features.debates.models.draft import Edition, EditionState, Passage, PassageKind, Proposal
from portal.features.debates.models.remark import (
    IN_REGISTER,
    REMARK,
    Channel,
    Disposition,
    Remark,
    RemarkState,
    Response,
    ResponseState,
    Said,
    Support,
)
from portal.features.debates.models.report import Report, ReportState

__all__ = [
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
    "Hearing",
    "Passage",
    "PassageKind",
    "Phase",
    "Proposal",
    "Remark",
    "RemarkState",
    "Report",
    "ReportState",
    "Response",
    "ResponseState",
    "Said",
    "Stage",
    "Support",
]
