"""What stages of surveys and kinds of questions are called, and what the next step is."""

from collections.abc import Mapping

from portal.features.surveys.models import Stage, Survey
from portal.features.surveys.rules.changes import Sort
from portal.features.surveys.rules.questionnaire import Kind
from portal.kernel.words import LazyString, lazy, shown_moment

STAGES: Mapping[Stage, tuple[str, LazyString]] = {
    Stage.PREPARING: ("grey", lazy("being prepared")),
    Stage.OPENING: ("yellow", lazy("opening")),
    Stage.OPEN: ("green", lazy("open")),
    Stage.CLOSING: ("yellow", lazy("closing")),
    Stage.CLOSED: ("blue", lazy("closed")),
}
KINDS: Mapping[Kind, LazyString] = {
    Kind.SINGLE: lazy("One answer of several"),
    Kind.MULTIPLE: lazy("Several answers"),
    Kind.SCALE: lazy("Scale from 1 to 5"),
    Kind.NPS: lazy("Recommendation from 0 to 10 (NPS)"),
    Kind.NUMBER: lazy("Number"),
    Kind.DATE: lazy("Date"),
    Kind.SHORT_TEXT: lazy("Short text"),
    Kind.TEXT: lazy("Long text"),
    Kind.RANKING: lazy("Order by importance"),
    Kind.GRID: lazy("Table: several statements on one scale"),
    Kind.CONSENT: lazy("Consent"),
}
PARTS: Mapping[str, LazyString] = {"choices": lazy("Answers to choose from"), "rows": lazy("Rows of the table")}
SORTS: Mapping[Sort, tuple[str, LazyString]] = {
    Sort.ADDED: ("green", lazy("new question")),
    Sort.REMOVED: ("red", lazy("asked no more")),
    Sort.REWORDED: ("yellow", lazy("changed")),
}
NAMES: Mapping[str, LazyString] = {
    "title": lazy("Question"),
    "help": lazy("Explanation"),
    "low_label": lazy("What 1 means"),
    "high_label": lazy("What the highest number means"),
    "unit": lazy("Unit"),
    "options": lazy("Answer"),
    "rows": lazy("Row"),
}
RULES: Mapping[str, LazyString] = {
    "required": lazy("whether it must be answered"),
    "condition": lazy("when it appears"),
    "limits": lazy("what can be answered"),
}


def next_step(survey: Survey, missing: int, made: int) -> LazyString:
    """Return in one sentence where a survey stands and what comes next; `made` are the ballots that are there."""
    closes = shown_moment(survey.closes_at) if survey.closes_at else ""
    opens = shown_moment(survey.opens_at) if survey.opens_at else ""
    if survey.stage is Stage.PREPARING:
        if missing:
            return lazy("Something is still missing before it can open: it stands below.")
        return lazy("Everything is there. Look at the questionnaire once more, then open the survey.")
    if survey.stage is Stage.OPENING and made < survey.ballots:
        return lazy("Ballots are being made: %(made)s of %(ballots)s. It opens by itself.", made=made, ballots=survey.ballots)
    if survey.stage is Stage.OPENING:
        return lazy("Everything is ready. It opens by itself on %(moment)s.", moment=opens)
    if survey.stage is Stage.OPEN:
        return lazy("People are answering. It closes by itself on %(moment)s.", moment=closes)
    if survey.stage is Stage.CLOSING:
        return lazy("It is closed. The traces by which somebody could be known are being wiped.")
    if survey.published_at is None:
        return lazy("It is closed. Choose what to publish of the results.")
    return lazy("The results are published.")
