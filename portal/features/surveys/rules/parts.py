"""The parts of a questionnaire as somebody walks through them, page by page."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.features.surveys.rules.asking import asked
from portal.features.surveys.rules.conditions import holds, parse
from portal.features.surveys.rules.questionnaire import Question, Questionnaire, Section


def walked(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Sequence[Section]:
    """Return the sections that somebody with these answers comes to: those with a question that is asked, or a text alone."""
    appearing = asked(questionnaire, answers)
    return [each for each in questionnaire.sections if _appears(each, appearing, answers)]


def questions_of(section: Section, appearing: frozenset[str]) -> Sequence[Question]:
    """Return the questions of a section that are asked."""
    return [question for question in section.questions if question.code in appearing]


def _appears(section: Section, appearing: frozenset[str], answers: Mapping[str, Any]) -> bool:
    if section.questions:
        return any(question.code in appearing for question in section.questions)
    return holds(parse(section.condition), answers)
