"""What the moderators' desk shows of remarks."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.features.debates.models import REMARK, Remark
from portal.features.debates.words.remarks import CHANNELS
from portal.kernel import files
from portal.kernel.files import StoredFile
from portal.kernel.moderation.queue import Entry, Text
from portal.kernel.words import LazyString, lazy, shown_moment, version

Move = tuple[LazyString, str, Mapping[str, Any]]


def remark_entries(db: Session, ids: Sequence[int]) -> dict[int, Entry]:
    """Return what the desk shows of remarks: two queries, however many they are."""
    wanted = select(Remark).where(Remark.id.in_(ids)).options(joinedload(Remark.passage), joinedload(Remark.debate))
    attached = files.of_many(db, REMARK, ids)
    return {remark.id: _entry(remark, attached[remark.id]) for remark in db.scalars(wanted)}


def _entry(remark: Remark, attached: Sequence[StoredFile]) -> Entry:
    debate, passage = remark.debate, remark.passage
    place = _said(passage.label, passage.label_en) if passage else str(lazy("The draft as a whole"))
    moves: tuple[Move, ...] = tuple(
        (lazy("Attachment"), "portal.debates.remark_file", {"remark_id": remark.id, "file_id": file.id, "name": file.name})
        for file in attached
        if file.is_clean
    )
    return Entry(
        title=f"{place}: {_said(debate.title_sr, debate.title_en)}",
        author=f"{remark.author_name} ({remark.shown_name})",
        texts=(
            Text(name="text", label=lazy("Remark"), value=remark.text),
            Text(name="wording", label=lazy("Proposed wording"), value=remark.wording),
        ),
        revision=remark.revision,
        url="",
        facts=(
            (lazy("Number"), str(remark.number or "")),
            (lazy("How it came"), str(CHANNELS[remark.channel])),
            (lazy("Sent"), shown_moment(remark.made_at)),
            *(((lazy("Organisation"), remark.organisation),) if remark.organisation else ()),
            *((lazy("Attachment"), _held(file)) for file in attached),
        ),
        moves=moves,
    )


def _held(file: StoredFile) -> str:
    """Name a file; beside one that nobody is served it stands why, so that a moderator does not decide without it."""
    why = {
        "waiting": lazy("Is being checked"),
        "refused": lazy("Refused: something harmful was found in it"),
        "unscannable": lazy("Not shown: it is locked or packed so that it cannot be checked for viruses"),
    }
    return f"{file.name} ({why.get(file.state.value) or file.in_words})"


def _said(sr: str, en: str) -> str:
    """Serbian text is put in the reader's script by the page; English where there is any."""
    return en if version().key == "en" and en else sr
