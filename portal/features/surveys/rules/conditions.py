"""Conditions: under which a question or a section appears. A subset of SurveyJS's `visibleIf`, read by hand, never run.

    expression = all { "or" all }
    all        = one { "and" one }
    one        = ( "not" | "!" ) one | "(" expression ")" | test
    test       = reference ( "empty" | "notempty" )
               | reference ( "=" | "==" | "<>" | "!=" | "<" | "<=" | ">" | ">=" ) value
               | reference ( "contains" | "anyof" ) ( value | list )
    reference  = "{" code [ "." row of a grid ] "}"
    value      = number | "true" | "false" | 'text' | "text"        (a text does not contain its own quotes)
    list       = "[" value { "," value } "]"

Words of the grammar are read in small and large letters. "and" binds tighter than "or". What is not answered is empty; every
test of it is false, only `<>` and `empty` are true. Equal texts may differ in small and large letters, and a number equals
the text that writes it. Order holds between numbers, and between texts (days are written 2026-11-24). `contains` with a
list asks for all of it, `anyof` for at least one. All this is as in SurveyJS, which alone writes `not` as `!`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from portal.features.surveys.refusals.building import BadCondition
from portal.kernel.words import LazyString, lazy

LONGEST, DEEPEST = 1000, 10
REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?\}")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
SIGNS = {"=": "=", "==": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
WORDS = ("notempty", "empty", "contains", "anyof")
TOKEN = re.compile(
    r"\s*(?:(?P<reference>\{[^{}]*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?[0-9]+(?:\.[0-9]+)?)(?![\w.])"
    r"|(?P<word>[A-Za-z]+)(?!\w)|(?P<sign><>|<=|>=|==|!=|[=<>!()\[\],]))"
)

Value = str | float | bool


@dataclass(frozen=True)
class Test:
    """What is asked of one answer, or of one row of a grid."""

    code: str
    part: str
    operator: str
    value: Value | tuple[Value, ...] = ""


@dataclass(frozen=True)
class Not:
    """The opposite."""

    of: "Expression"


@dataclass(frozen=True)
class Joined:
    """All of several (`and`), or at least one (`or`)."""

    by: str
    parts: "tuple[Expression, ...]"


Expression = Test | Not | Joined


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression | None:
    """Return a condition as it is written between questions, None for an empty one (always). Raises `BadCondition`."""
    if len(text) > LONGEST:
        raise BadCondition(place=LONGEST + 1, what=lazy("it is too long."))
    return _Reader(text).whole() if text.strip() else None


def holds(expression: Expression | None, answers: Mapping[str, Any]) -> bool:
    """Tell whether a condition holds for what was answered so far; an empty one always does."""
    match expression:
        case None:
            return True
        case Not(of):
            return not holds(of, answers)
        case Joined(by, parts):
            return (all if by == "and" else any)(holds(part, answers) for part in parts)
        case Test():
            return _passes(expression, answers)


def tests(expression: Expression | None) -> Iterator[Test]:
    """Yield all that a condition asks, from left to right."""
    match expression:
        case Not(of):
            yield from tests(of)
        case Joined(_, parts):
            for part in parts:
                yield from tests(part)
        case Test():
            yield expression


def codes(expression: Expression | None) -> frozenset[str]:
    """Return the codes of the questions on whose answers a condition rests."""
    return frozenset(test.code for test in tests(expression))


def _passes(test: Test, answers: Mapping[str, Any]) -> bool:
    answer = answers.get(test.code)
    if test.part:
        answer = answer.get(test.part) if isinstance(answer, Mapping) else None
    is_empty = answer is None or answer in ("", [], (), {})
    if test.operator in ("empty", "notempty"):
        return is_empty is (test.operator == "empty")
    if is_empty:
        return test.operator == "<>"
    return _compares(test.operator, answer, test.value)


def _compares(operator: str, answer: Any, value: Any) -> bool:
    wanted = value if isinstance(value, tuple) else (value,)
    if operator == "contains":
        if isinstance(answer, str):
            return not isinstance(value, tuple) and str(value).casefold() in answer.casefold()
        return all(any(_same(each, one) for each in _several(answer)) for one in wanted)
    if operator == "anyof":
        return any(_same(each, one) for each in _several(answer) for one in wanted)
    if operator in ("=", "<>"):
        return _same(answer, value) is (operator == "=")
    if operator.endswith("=") and _same(answer, value):
        return True
    left, right = _ordered(answer, value)
    return left is not None and right is not None and (left < right if operator.startswith("<") else left > right)


def _several(answer: Any) -> Sequence[Any]:
    return answer if isinstance(answer, list | tuple) else (answer,)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    left, right = _ordered(one, other)
    return left is not None and left == right


def _ordered(one: Any, other: Any) -> tuple[Any, Any]:
    """Return two answers so that they can be compared: two numbers, or two texts; nothing where they are neither."""
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold(), other.casefold()
    left, right = _number(one), _number(other)
    return (None, None) if left is None or right is None else (left, right)


def _number(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return float(value) if isinstance(value, str) and NUMBER.fullmatch(value) else None


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int


class _Reader:
    """Reads a condition from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self.text, self.place, self.depth = text, 0, 0
        self.token = self._next()

    def whole(self) -> Expression:
        found = self._expression()
        if self.token.kind != "end":
            raise self._wrong(lazy("“and”, “or” or the end belongs here."))
        return found

    def _next(self) -> _Token:
        rest = self.text[self.place :]
        if not rest.strip():
            return _Token("end", "", len(self.text.rstrip()) + 1)
        found = TOKEN.match(self.text, self.place)
        at = self.place + len(rest) - len(rest.lstrip()) + 1
        if found is None:
            raise BadCondition(place=at, what=lazy("this sign has no meaning here, or a quote or bracket is not closed."))
        self.place = found.end()
        kind = str(found.lastgroup)
        return _Token(kind, found[kind].lower() if kind == "word" else found[kind], at)

    def _wrong(self, what: LazyString) -> BadCondition:
        return BadCondition(place=self.token.place, what=what)

    def _take(self) -> _Token:
        taken, self.token = self.token, self._next()
        return taken

    def _took(self, *texts: str) -> bool:
        if self.token.kind in ("word", "sign") and self.token.text in texts:
            self._take()
            return True
        return False

    def _expression(self) -> Expression:
        return self._joined("or", self._all)

    def _all(self) -> Expression:
        return self._joined("and", self._one)

    def _joined(self, by: str, read: Any) -> Expression:
        parts = [read()]
        while self._took(by):
            parts.append(read())
        return Joined(by, tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._wrong(lazy("it is nested too deeply."))
        found = self._inner()
        self.depth -= 1
        return found

    def _inner(self) -> Expression:
        if self._took("not", "!"):
            return Not(self._one())
        if self._took("("):
            found = self._expression()
            if not self._took(")"):
                raise self._wrong(lazy("a closing parenthesis is missing."))
            return found
        return self._test()

    def _test(self) -> Test:
        if self.token.kind != "reference":
            raise self._wrong(lazy("the code of a question in braces belongs here, for example {contact}."))
        named = REFERENCE.fullmatch(self.token.text)
        if named is None:
            raise self._wrong(lazy("a code has small Latin letters, digits and underscores and begins with a letter."))
        self._take()
        code, part = named[1], named[2] or ""
        if self.token.kind == "word" and self.token.text in WORDS:
            word = self._take().text
            return Test(code, part, word, self._list() if word in ("contains", "anyof") else "")
        if self.token.kind == "sign" and self.token.text in SIGNS:
            return Test(code, part, SIGNS[self._take().text], self._value())
        raise self._wrong(lazy("a comparison belongs here: =, <>, <, <=, >, >=, contains, anyof, empty or notempty."))

    def _list(self) -> Value | tuple[Value, ...]:
        if not self._took("["):
            return self._value()
        found = [self._value()]
        while self._took(","):
            found.append(self._value())
        if not self._took("]"):
            raise self._wrong(lazy("a closing bracket is missing."))
        return tuple(found)

    def _value(self) -> Value:
        kind, text = self.token.kind, self.token.text
        if kind == "number":
            self._take()
            return float(text) if "." in text else int(text)
        if kind == "text" and len(text) > len("''"):
            self._take()
            return text[1:-1]
        if kind == "word" and text in ("true", "false"):
            self._take()
            return text == "true"
        raise self._wrong(lazy("a number, a text in quotes, true or false belongs here."))
