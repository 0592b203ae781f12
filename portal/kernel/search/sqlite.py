"""The search on SQLite's FTS5: conditions in its language, and the statements that use them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnClause, ColumnElement, column, func, literal_column, select, table, tuple_
from sqlalchemy.orm import Session

from portal.kernel.search.query import Condition, Query, Term

_INDEX = table("portal_search_index", column("rowid"))
_ID = _INDEX.c.rowid
_WHOLE: ColumnClause[str] = literal_column("portal_search_index")
_SCORE = -func.bm25(_WHOLE, 0.0, 6.0, 4.0, 1.5, 1.0)
_WORDS, _STEMS = "{title_words words} : ", "{title_stems stems} : "


@dataclass(frozen=True)
class SqliteIndex:
    """The documents of one kind, or of all."""

    db: Session
    kind: str | None = None

    def condition(self, query: Query) -> Condition:
        """Write what must be there and what must not."""
        written = " AND ".join(_term(term) for term in query.wanted)
        if query.unwanted:
            written = f"({written}) NOT ({' OR '.join(_term(term) for term in query.unwanted)})"
        return self._of_kind(written)

    def condition_shared(self, terms: Sequence[Term]) -> Condition:
        """Write that two of the words must be there, or the one there is."""
        written = [_term(term) for term in terms]
        if len(written) == 1:
            return self._of_kind(written[0])
        rest = (" OR ".join(written[place:]) for place in range(1, len(written)))
        return self._of_kind(" OR ".join(f"({one} AND ({others}))" for one, others in zip(written, rest, strict=False)))

    def count(self, condition: Condition, most: int) -> int:
        """Count what fits, up to a most."""
        fitting = select(_ID).where(_fits(condition)).limit(most).subquery()
        return self.db.execute(select(func.count()).select_from(fitting)).scalar_one()

    def newest(self, condition: Condition, before: int, limit: int, skip: int = 0) -> list[int]:
        """Return ids below one id, newest first: read off the index in its own order."""
        fitting = select(_ID).where(_fits(condition), before > _ID)
        return list(self.db.scalars(fitting.order_by(_ID.desc()).limit(limit).offset(skip)))

    def best(self, condition: Condition, floor: int, after: tuple[float, int], limit: int) -> list[tuple[float, int]]:
        """Return scores and ids from one id upwards, best first; the title counts four times."""
        fitting = select(_SCORE.label("score"), _ID.label("id")).where(_fits(condition), floor <= _ID).subquery()
        below = tuple_(fitting.c.score, fitting.c.id) < tuple_(*after)
        ranked = select(fitting).where(below).order_by(fitting.c.score.desc(), fitting.c.id.desc()).limit(limit)
        return [(row.score, row.id) for row in self.db.execute(ranked)]

    def _of_kind(self, written: str) -> Condition:
        """Add the kind, which is a column of the index, so that no row of the table is read for it."""
        return Condition(f"kind : {_key(self.kind)} AND ({written})" if self.kind else written)


def _fits(condition: Condition) -> ColumnElement[bool]:
    return _WHOLE.op("MATCH", is_comparison=True)(condition.fitting)


def _key(key: str) -> str:
    return '"' + key.replace('"', "") + '"'


def _term(term: Term) -> str:
    if term.row:
        return _WORDS + _key(" ".join(term.row))
    choices = [_STEMS + _key(term.stem), _WORDS + _key(term.word)]
    return f"({' OR '.join([*choices, f'{_WORDS}{_key(term.word)} *'] if term.is_beginning else choices)})"
