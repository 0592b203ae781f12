"""The questions that a category asks beside the description."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.features.problems.models import Category
from portal.features.problems.refusals import AnswerMissing, CategoryClosed
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext, version

LONGEST = 300


def field_of(code: str) -> str:
    """Return the name of the form field of a question."""
    return f"extra_{code}"


def check(category: Category, answers: Mapping[str, str]) -> None:
    """Check answers against a category's questions; raises `AnswerMissing`, or `CategoryClosed` for a stop."""
    for question in category.questions:
        given = answers.get(question["code"], "").strip()
        if question.get("required") and not given:
            raise AnswerMissing(field=field_of(question["code"]))
        if given and question["kind"] == "choice" and given not in {choice["code"] for choice in question["choices"]}:
            raise AnswerMissing(field=field_of(question["code"]))
        if given == "yes" and question.get("stops_sr"):
            raise CategoryClosed(field=field_of(question["code"]), message=worded(question, "stops"))


def read(category: Category, form: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a sent form, cut to their longest, those without a word left out."""
    found = {question["code"]: form.get(field_of(question["code"]), "").strip()[:LONGEST] for question in category.questions}
    return {code: answer for code, answer in found.items() if answer}


def shown(category: Category, answers: Mapping[str, Any], *, typed: bool = True) -> Iterator[tuple[str, str]]:
    """Yield question and answer in the version spoken now; what was typed is left as typed.

    No moderator reads these answers, so the public gets them with `typed` False: only what was chosen, not written.
    """
    for question in category.questions:
        given = str(answers.get(question["code"], ""))
        if given and (typed or question["kind"] in CHOSEN):
            yield worded(question, "label"), _spoken(question, given)


CHOSEN = frozenset({"choice", "switch"})


def _spoken(question: Mapping[str, Any], given: str) -> str:
    if question["kind"] == "switch":
        return gettext("Yes") if given == "yes" else gettext("No")
    return {choice["code"]: worded(choice, "label") for choice in question.get("choices", ())}.get(given, given)


def worded(thing: Mapping[str, Any], name: str) -> str:
    """Return one of the municipality's own words in the version spoken now."""
    sr, en = str(thing.get(f"{name}_sr", "")), str(thing.get(f"{name}_en", ""))
    if version().key == "en" and en:
        return en
    return to_latin(sr) if version().is_latin else sr
