"""How two editions of a draft are set beside each other: where each passage comes from, and which words are different."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.features.debates.law import aligning, changes


@dataclass(frozen=True, kw_only=True)
class Past:
    """What the comparison proposes as the past of a passage: which line it continues, how, how alike they are."""

    passage_id: int
    line: int | None
    how: str
    likeness: float


@dataclass(frozen=True)
class Pair:
    """A passage before and after; one of them is missing where it came or went. `parts` say what became of its words."""

    before: Any
    after: Any
    parts: tuple[changes.Part, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether nothing changed in it."""
        return self.before is not None and self.after is not None and self.before.text_key == self.after.text_key

    @property
    def is_renumbered(self) -> bool:
        """Tell whether it says the same but for its own number: an article that is the sixth now and was the fifth."""
        both = self.before is not None and self.after is not None
        return both and only_renumbered(self.before, self.after)

    @property
    def is_moved_or_renamed(self) -> bool:
        """Tell whether it says the same at another address."""
        return self.is_same and self.before.label != self.after.label


def only_renumbered(before: Any, after: Any) -> bool:
    """Tell of a passage before and after whether nothing but its own number is another."""
    return bool(before.text_key != after.text_key and _unnumbered(before) == _unnumbered(after))


def _unnumbered(row: Any) -> str:
    return str(row.text).replace(row.number, "", 1) if row.number else str(row.text)


def pasts(old: Sequence[Any], new: Sequence[Any]) -> list[Past]:
    """Return for each passage of a new edition where it comes from; seconds for hundreds of passages."""
    found = aligning.align([_passage(row, row.line) for row in old], [_passage(row, row.id) for row in new])
    return [
        Past(passage_id=new[each.new].id, line=_line(each.old), how=each.how.value, likeness=each.likeness)
        for each in found.matches
    ]


def _passage(row: Any, key: int) -> aligning.Passage:
    return aligning.Passage(key=key, kind=row.kind.value, label=row.label, text=row.text)


def _line(key: Any) -> int | None:
    return None if key is None else int(key)


def beside(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """Set two editions beside each other by their lines, in the order of the new one; what went stands where it was."""
    before, after = {row.line: row for row in old}, {row.line: row for row in new}
    gone: dict[int | None, list[Any]] = {}
    last: int | None = None
    for row in old:
        if row.line in after:
            last = row.line
        else:
            gone.setdefault(last, []).append(row)
    found = [Pair(row, None, changes.words(row.text, "")) for row in gone.get(None, ())]
    for row in new:
        past = before.get(row.line)
        found.append(Pair(past, row, changes.words(past.text if past else "", row.text)))
        found += [Pair(each, None, changes.words(each.text, "")) for each in gone.get(row.line, ())]
    return found
