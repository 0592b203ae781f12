"""Which questions somebody is asked, after what they answered before."""

from collections.abc import Mapping
from typing import Any

from portal.features.surveys.rules.conditions import holds, parse
from portal.features.surveys.rules.questionnaire import Questionnaire


def asked(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the codes of the questions whose own condition holds, and that of their section; one pass, in order.

    An answer to a question that is not asked (any more) does not count for the conditions after it.
    """
    known: dict[str, Any] = {}
    found = set()
    for section in questionnaire.sections:
        if not holds(parse(section.condition), known):
            continue
        for question in section.questions:
            if holds(parse(question.condition), known):
                found.add(question.code)
                if question.code in answers:
                    known[question.code] = answers[question.code]
    return frozenset(found)
