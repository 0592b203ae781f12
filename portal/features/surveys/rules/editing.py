"""Changes of a questionnaire that is being made: pure functions from one document to the next.

They know where a part lies and nothing of what it may be: `rules/checked` looks at the result.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from portal.features.surveys.refusals.preparing import CodeTaken, OutOfOrder
from portal.kernel.refusals import NotFound
from portal.kernel.texts import fold

Document = Mapping[str, Any]
Change = Callable[[Document], Document]
PARTS = ("choices", "rows")
LONGEST_CODE = 40


def section(document: Document, code: str) -> Mapping[str, Any]:
    """Return a section. Raises `NotFound`."""
    found: Mapping[str, Any] = _at(document["sections"], "code", code)[1]
    return found


def question(document: Document, code: str) -> Mapping[str, Any]:
    """Return a question. Raises `NotFound`."""
    found: Mapping[str, Any] = _found(document, code)[2]
    return found


def section_of(document: Document, code: str) -> str:
    """Return the code of the section in which a question stands. Raises `NotFound`."""
    return str(document["sections"][_found(document, code)[0]]["code"])


def codes(document: Document) -> Sequence[str]:
    """Return the codes of all questions, in order."""
    return [each["code"] for part in document["sections"] for each in part.get("questions", ())]


def new_code(text: str, taken: Sequence[str]) -> str:
    """Return a code for something that nobody gave one: the text in plain letters, with a number where it is taken."""
    plain = re.sub("[^a-z0-9]+", "_", fold(text))[:LONGEST_CODE].strip("_") or "q"
    plain = plain if plain[0].isalpha() else f"q_{plain}"[:LONGEST_CODE]
    found, n = plain, 1
    while found in taken:
        n += 1
        found = f"{plain[: LONGEST_CODE - 4]}_{n}"
    return found


def add_section(document: Document, words: Mapping[str, Any]) -> Document:
    """Add a section at the end. Raises `CodeTaken`."""
    made = deepcopy(dict(document))
    taken = [each["code"] for each in made["sections"]]
    code = _fresh(words.get("code", ""), (words.get("title") or {}).get("sr", ""), taken)
    made["sections"].append({**words, "code": code, "questions": []})
    return made


def change_section(document: Document, code: str, words: Mapping[str, Any]) -> Document:
    """Write what a section says; its questions stay. Raises `NotFound`, `CodeTaken`."""
    made = deepcopy(dict(document))
    place, found = _at(made["sections"], "code", code)
    taken = [each["code"] for each in made["sections"] if each is not found]
    title = (words.get("title") or {}).get("sr", "")
    new = _fresh(words.get("code", code), title, taken)
    made["sections"][place] = {**words, "code": new, "questions": found.get("questions", [])}
    return made


def move_section(document: Document, code: str, *, up: bool) -> Document:
    """Put a section before the one above it, or after the one below. Raises `NotFound`, `OutOfOrder`."""
    made = deepcopy(dict(document))
    _swap(made["sections"], _at(made["sections"], "code", code)[0], up)
    return made


def remove_section(document: Document, code: str) -> Document:
    """Take a section out with its questions. Raises `NotFound`."""
    made = deepcopy(dict(document))
    del made["sections"][_at(made["sections"], "code", code)[0]]
    return made


def add_question(document: Document, section_code: str, words: Mapping[str, Any]) -> Document:
    """Add a question at the end of a section. Raises `NotFound`, `CodeTaken`."""
    made = deepcopy(dict(document))
    _, found = _at(made["sections"], "code", section_code)
    code = _fresh(words.get("code", ""), (words.get("title") or {}).get("sr", ""), codes(made))
    found.setdefault("questions", []).append({**words, "code": code})
    return made


def change_question(document: Document, code: str, words: Mapping[str, Any]) -> Document:
    """Write what a question says; its answers and rows stay. Raises `NotFound`, `CodeTaken`.

    Where the code is another one, conditions go on asking for the old one: `rules/checked` says so.
    """
    made = deepcopy(dict(document))
    at, place, found = _found(made, code)
    new = _fresh(words.get("code", code), "", [each for each in codes(made) if each != code])
    kept = {name: found[name] for name in PARTS if name in found}
    made["sections"][at]["questions"][place] = {**words, "code": new, **kept}
    return made


def move_question(document: Document, code: str, *, up: bool) -> Document:
    """Move a question by one place, at the edge of a section into the next one. Raises `NotFound`, `OutOfOrder`."""
    made = deepcopy(dict(document))
    at, place, found = _found(made, code)
    rows = made["sections"][at]["questions"]
    if 0 <= (place - 1 if up else place + 1) < len(rows):
        _swap(rows, place, up)
        return made
    beside = at - 1 if up else at + 1
    if not 0 <= beside < len(made["sections"]):
        raise OutOfOrder
    del rows[place]
    target = made["sections"][beside].setdefault("questions", [])
    target.insert(len(target) if up else 0, found)
    return made


def remove_question(document: Document, code: str) -> Document:
    """Take a question out. Raises `NotFound`."""
    made = deepcopy(dict(document))
    at, place, _ = _found(made, code)
    del made["sections"][at]["questions"][place]
    return made


def put_part(document: Document, code: str, name: str, value: str, words: Mapping[str, Any]) -> Document:
    """Add an answer to choose or a row (`value` empty), or change the one with a value. Raises `NotFound`, `CodeTaken`."""
    made = deepcopy(dict(document))
    parts = _found(made, code)[2].setdefault(name, [])
    taken = [each["value"] for each in parts if each["value"] != value]
    new = {**words, "value": _fresh(words.get("value", ""), (words.get("text") or {}).get("sr", ""), taken)}
    if value:
        parts[_at(parts, "value", value)[0]] = new
    else:
        parts.append(new)
    return made


def add_parts(document: Document, code: str, name: str, words: Sequence[Mapping[str, Any]]) -> Document:
    """Add several answers to choose or rows at the end. Raises `NotFound`, `CodeTaken`."""
    made = document
    for each in words:
        made = put_part(made, code, name, "", each)
    return made


def move_part(document: Document, code: str, name: str, value: str, *, up: bool) -> Document:
    """Move an answer to choose or a row by one place. Raises `NotFound`, `OutOfOrder`."""
    made = deepcopy(dict(document))
    parts = _found(made, code)[2].get(name, [])
    _swap(parts, _at(parts, "value", value)[0], up)
    return made


def remove_part(document: Document, code: str, name: str, value: str) -> Document:
    """Take an answer to choose or a row out. Raises `NotFound`."""
    made = deepcopy(dict(document))
    parts = _found(made, code)[2].get(name, [])
    del parts[_at(parts, "value", value)[0]]
    return made


def written(document: Document) -> str:
    """Return a document as a file that people and programs read."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_text(part: Any) -> str:
    """Return a part of a document in lines, for the page on which two editors meet."""
    return "\n".join(_lines(part))


def _lines(part: Any, name: str = "") -> Iterator[str]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _lines(value, f"{name}.{key}".lstrip("."))
    elif isinstance(part, list):
        for n, value in enumerate(part, 1):
            yield from _lines(value, f"{name}.{n}")
    else:
        yield f"{name}: {part}"


def _fresh(code: str, text: str, taken: Sequence[str]) -> str:
    if not code:
        return new_code(text, taken)
    if code in taken:
        raise CodeTaken("code", code=code)
    return code


def _found(document: Document, code: str) -> tuple[int, int, Any]:
    for at, part in enumerate(document["sections"]):
        for place, each in enumerate(part.get("questions", ())):
            if each["code"] == code:
                return at, place, each
    raise NotFound


def _at(rows: Sequence[Any], name: str, code: str) -> tuple[int, Any]:
    for place, each in enumerate(rows):
        if each[name] == code:
            return place, each
    raise NotFound


def _swap(rows: list[Any], place: int, up: bool) -> None:
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        raise OutOfOrder
    rows[place], rows[other] = rows[other], rows[place]
