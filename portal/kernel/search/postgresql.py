"""The search on PostgreSQL's own text search: conditions in its language, and the statements that use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    Double,
    Select,
    String,
    bindparam,
    case,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    tuple_,
)
from sqlalchemy.orm import Session

from portal.kernel.search.query import Condition, Query, Term
from portal.kernel.search.schema import STEM

_INDEX = table("portal_search_index", column("id", BigInteger), column("kind", String), column("vector"))
_ID = _INDEX.c.id
_WEIGHTS: ColumnClause[list[float]] = literal_column("'{0.15, 0.25, 0.6, 1.0}'::float4[]")
_BY_LENGTH = 1


@dataclass(frozen=True)
class PostgresqlIndex:
    """The documents of one kind, or of all."""

    db: Session
    kind: str | None = None

    def condition(self, query: Query) -> Condition:
        """Write what must be there and what must not."""
        written = " & ".join(_term(term) for term in query.wanted)
        if query.unwanted:
            written = f"{written} & !({' | '.join(_term(term) for term in query.unwanted)})"
        return Condition(written, " & ".join(_key(term.word) for term in query.wanted if term.word))

    def condition_shared(self, terms: Sequence[Term]) -> Condition:
        """Write that two of the words must be there, or the one there is."""
        written = [_term(term) for term in terms]
        if len(written) == 1:
            return Condition(written[0])
        rest = (" | ".join(written[place:]) for place in range(1, len(written)))
        return Condition(" | ".join(f"({one} & ({others}))" for one, others in zip(written, rest, strict=False)))

    def count(self, condition: Condition, most: int) -> int:
        """Count what fits, up to a most."""
        fitting = self._fitting(select(_ID), condition).limit(most).subquery()
        return self.db.execute(select(func.count()).select_from(fitting)).scalar_one()

    def newest(self, condition: Condition, before: int, limit: int, skip: int = 0) -> list[int]:
        """Return ids below one id, newest first."""
        fitting = self._fitting(select(_ID), condition).where(before > _ID)
        return list(self.db.scalars(fitting.order_by(_ID.desc()).limit(limit).offset(skip)))

    def best(self, condition: Condition, floor: int, after: tuple[float, int], limit: int) -> list[tuple[float, int]]:
        """Return scores and ids from one id upwards, best first; the title counts four times.

        PostgreSQL takes a word and the beginning of one for the same when it ranks, so the very words count twice.
        """
        score: ColumnElement[float] = func.ts_rank(
            _WEIGHTS, _INDEX.c.vector, _asked(condition.fitting), _BY_LENGTH
        ).cast(Double)
        if condition.exact:
            score = case((_has(condition.exact), 2 * score), else_=score)
        fitting = self._fitting(select(score.label("score"), _ID.label("id")), condition).where(floor <= _ID).subquery()
        below = tuple_(fitting.c.score, fitting.c.id) < tuple_(literal(after[0], Double), literal(after[1], BigInteger))
        ranked = select(fitting).where(below).order_by(fitting.c.score.desc(), fitting.c.id.desc()).limit(limit)
        return [(row.score, row.id) for row in self.db.execute(ranked)]

    def _fitting(self, chosen: Select[Any], condition: Condition) -> Select[Any]:
        fitting = chosen.where(_has(condition.fitting))
        return fitting.where(_INDEX.c.kind == self.kind) if self.kind else fitting


def _has(asked: str) -> ColumnElement[bool]:
    return _INDEX.c.vector.op("@@", is_comparison=True)(_asked(asked))


def _asked(asked: str) -> ColumnElement[Any]:
    """Write the condition out in the statement: of a parameter the planner cannot tell how rare its words are."""
    return func.to_tsquery(
        literal_column("'simple'"), bindparam(None, asked, String, unique=True, literal_execute=True)
    )


def _key(key: str) -> str:
    return "'" + key.replace("'", "").replace("\\", "") + "'"


def _term(term: Term) -> str:
    if term.row:
        return f"({' <-> '.join(_key(word) for word in term.row)})"
    choices = [_key(STEM + term.stem), _key(term.word)]
    return f"({' | '.join([*choices, f'{_key(term.word)}:*'] if term.is_beginning else choices)})"
