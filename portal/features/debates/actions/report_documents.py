"""The report as a document to send, print and sign: DOCX and ODT, with headings in Cyrillic, Latin and English."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from typing import Any

from portal.features.debates.law import changes
from portal.features.debates.models import Channel, Disposition
from portal.features.debates.queries.answers import GONE
from portal.features.debates.words.remarks import CHANNELS, DISPOSITIONS
from portal.kernel.documents import write_docx, write_odt
from portal.kernel.documents.writing import Heading, Look, Paragraph, Run, Table, Text, Written
from portal.kernel.files import store
from portal.kernel.site.shown import plainly
from portal.kernel.texts import to_latin
from portal.kernel.words import VERSIONS, shown_date, shown_moment, speaking, version
from portal.kernel.words import gettext as _

Lines = Callable[[], Iterator[tuple[int, dict[str, Any]]]]
WRITERS = {"docx": write_docx, "odt": write_odt}
LOOKS = {changes.How.SAME: Look.PLAIN, changes.How.ADDED: Look.INSERTED, changes.How.REMOVED: Look.DELETED}
STEP = 250


def write_documents(content: Mapping[str, Any], lines: Lines, moves: Callable[[int], None], digest: str) -> list[dict[str, Any]]:
    """Write and store every document of a report; `lines` is gone through once for each. Memory does not grow with them."""
    made = []
    for key in VERSIONS:
        for what, write in WRITERS.items():
            file = store.folder() / "reports" / f".{uuid.uuid4().hex}.part"
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                with speaking(key), file.open("wb") as out:
                    title = _title(content)
                    write(out, _parts(content, _moving(lines(), moves), digest), title=title, version=key)
                size = file.stat().st_size
                made.append({"what": what, "version_key": key, "digest": store.take(file), "size": size})
            finally:
                with suppress(FileNotFoundError):
                    file.unlink()
    return made


def _moving(
    lines: Iterator[tuple[int, dict[str, Any]]], moves: Callable[[int], None]
) -> Iterator[tuple[int, dict[str, Any]]]:
    done = 0
    for line in lines:
        yield line
        done += 1
        if done % STEP == 0:
            moves(STEP)
    moves(done % STEP)


def _title(content: Mapping[str, Any]) -> str:
    return _("Report on the public debate held: %(title)s", title=plainly(content["title_sr"], content["title_en"]))


def _parts(content: Mapping[str, Any], lines: Iterable[tuple[int, dict[str, Any]]], digest: str) -> Iterator[Written]:
    yield Heading(_title(content))
    yield from _head(content)
    yield Heading(_("Remarks and what became of them"), 2)
    for article, group in groupby(lines, key=lambda line: line[0]):
        yield from _of_article(article, (line for _article, line in group))
    yield from _changed(content)
    yield Heading(_("Signature"), 2)
    yield Paragraph(_("The responsible person (name, position, day, signature):"))
    yield Paragraph("____________________________________________________")
    yield Paragraph(_("Digest (sha256) of the content of this report: %(digest)s", digest=digest))


def _head(content: Mapping[str, Any]) -> Iterator[Written]:
    counts = content["counts"]
    facts = [
        (_("Draft of the act"), plainly(content["title_sr"], content["title_en"])),
        (_("Number of the debate"), content["reference"]),
        (_("Who proposed the act"), plainly(content["unit_sr"], content["unit_en"])),
        (_("Notice published"), _moment(content["announced_at"])),
        (_("Period"), f"{_moment(content['opens_at'])} – {_moment(content['closes_at'])}"),
        *((_("Postponed"), _postponed(one)) for one in content["postponed"]),
        *((_("Hearing"), _hearing(one)) for one in content["hearings"]),
        *((_("Version %(number)s of the draft", number=one["number"]), _edition(one)) for one in content["editions"]),
        (_("Numbers given in the register"), str(counts["entered"])),
        (_("Published remarks"), str(counts["public"])),
        (_("Not published, with a reason"), str(counts["refused"])),
        (_("Withdrawn by their authors"), str(counts["withdrawn"])),
    ]
    yield Table([_("What"), _("Value")], [[label, value] for label, value in facts], (3, 7))
    yield Paragraph("")
    came = [[str(CHANNELS[Channel(key)]), str(number)] for key, number in counts["channels"].items()]
    yield Table([_("How remarks came"), _("Number")], came, (7, 3))
    yield Paragraph("")
    became = [[str(DISPOSITIONS[Disposition(key)]), str(number)] for key, number in counts["dispositions"].items()]
    yield Table([_("What became of them"), _("Number")], became, (7, 3))


def _postponed(one: Mapping[str, Any]) -> str:
    return f"{_moment(one['at'])}: {plainly(one['reason_sr'], one['reason_en'])}"


def _edition(one: Mapping[str, Any]) -> str:
    return f"{_moment(one['published_at'])}, sha256 {one['digest']}"


def _hearing(one: Mapping[str, Any]) -> str:
    said = f"{_moment(one['starts_at'])}, {plainly(one['place_sr'], one['place_en'])}"
    if one["cancelled"]:
        return f"{said} ({_('cancelled')})"
    return said if one["attended"] is None else f"{said}; {_('present: %(number)s', number=one['attended'])}"


def _of_article(article: int, lines: Iterator[dict[str, Any]]) -> Iterator[Written]:
    first = next(lines)
    if article == 0:
        name = _("The draft as a whole")
    elif article == GONE:
        name = _("Passages that are no longer in the text")
    else:
        name = plainly(first["article"], first["article_en"])
    yield Heading(name, 3)
    header = [_("No."), _("Who, when and how"), _("Remark"), _("What became of it, and why")]
    yield Table(header, (_row(line) for line in _again(first, lines)), (1, 3, 6, 6))


def _again(first: dict[str, Any], rest: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rest


def _row(line: Mapping[str, Any]) -> list[Text]:
    day, way = shown_date(datetime.fromisoformat(line["at"])), str(CHANNELS[Channel(line["channel"])])
    who = "\n".join(part for part in (_script(line["name"]), day, way) if part)
    if not line["published"]:
        reason = plainly(line["refusal_sr"], line["refusal_en"])
        return [str(line["number"]), who, _("A moderator did not publish this remark."), reason]
    place = plainly(line["label"], line["label_en"])
    said = [place, _script(line["text"])]
    if line["wording"]:
        said.append(_("Proposed wording: %(wording)s", wording=_script(line["wording"])))
    if line["support"]:
        said.append(_("Supported by: %(number)s", number=line["support"]))
    verdict = str(DISPOSITIONS[Disposition(line["disposition"])]) if line["disposition"] else ""
    became = [Run(f"{verdict}\n", Look.BOLD), Run(plainly(line["reason_sr"], line["reason_en"]))]
    if line["changed"]:
        became.append(Run("\n" + _("Changed: %(place)s", place=plainly(line["changed"], line["changed_en"]))))
    return [str(line["number"]), who, "\n".join(part for part in said if part), became]


def _changed(content: Mapping[str, Any]) -> Iterator[Written]:
    renumbered = content.get("renumbered", ())
    if not content["changes"] and not renumbered:
        return
    yield Heading(_("Changed text"), 2)
    for one in content["changes"]:
        yield Heading(plainly(one["label"], one["label_en"]) or _("Heading"), 3)
        parts = changes.words(_script(one["old"]), _script(one["new"]))
        yield Paragraph([Run(part.text, LOOKS[part.how]) for part in parts])
    if renumbered:
        places = ", ".join(plainly(one["label"], one["label_en"]) or _("Heading") for one in renumbered)
        yield Paragraph([Run(_("Only another number: %(places)s", places=places))])


def _script(text: str) -> str:
    """Return what people wrote in the script of the version; in English as they wrote it."""
    return to_latin(text) if version().is_latin and version().is_serbian else text


def _moment(at: str) -> str:
    return shown_moment(datetime.fromisoformat(at)) if at else ""
