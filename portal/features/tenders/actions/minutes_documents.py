"""The minutes as a document to print and sign: DOCX and ODT, with headings in Cyrillic, Latin and English."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import IO, Any

from portal.features.tenders.words.commission import CONFIRMED, FAULTS, PARTS, VERDICTS, WHY
from portal.kernel.documents import write_docx, write_odt
from portal.kernel.documents.writing import Heading, Paragraph, Table, Text, Written
from portal.kernel.site.shown import plainly
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment, speaking, version

WRITERS = {"docx": write_docx, "odt": write_odt}


def write_minutes_document(out: IO[bytes], content: Mapping[str, Any], digest: str, *, version_key: str, what: str) -> None:
    """Write minutes in one version and format."""
    with speaking(version_key):
        WRITERS[what](out, _parts(content, digest), title=title_of(content), version=version_key)


def title_of(content: Mapping[str, Any]) -> str:
    """Return the title of minutes in the reader's version."""
    call = content["call"]
    return _("Minutes of the opening of applications: %(title)s", title=plainly(call["title_sr"], call["title_en"]))


def both_clocks(at: str) -> str:
    """Return a moment in local time with its zone, and in UTC with seconds: nobody can mistake it."""
    if not at:
        return ""
    moment = datetime.fromisoformat(at)
    return f"{shown_moment(moment)} ({moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC)"


def _parts(content: Mapping[str, Any], digest: str) -> Iterator[Written]:
    yield Heading(title_of(content))
    yield Table([_("What"), _("Value")], [[label, value] for label, value in _facts(content)], (3, 7))
    yield Heading(_("Applications in the order in which they were submitted"), 2)
    if not content["applications"]:
        yield Paragraph(_("No application was submitted."))
    for one in content["applications"]:
        yield from _application(one)
    yield from _refused(content)
    yield from _given_up(content)
    yield Heading(_("Keys"), 2)
    for key in content["keys"]:
        yield Paragraph(_key(key))
    yield Heading(_("Signatures"), 2)
    for member in content["commission"]:
        if not member["left"]:
            yield Paragraph(f"{_script(member['name'])}, {PARTS[member['part']]}: ______________________________")
    yield Paragraph(_("Digest (sha256) of the content of these minutes: %(digest)s", digest=digest))


def _facts(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    call = content["call"]
    yield _("Public call"), f"{plainly(call['title_sr'], call['title_en'])} ({call['reference']})"
    yield _("Department"), plainly(call["unit_sr"], call["unit_en"])
    if content["envelopes"] > 1:
        yield _("Envelope"), str(content["envelope"])
    yield _("Place"), plainly(content["place_sr"], content["place_en"])
    yield _("Deadline for applications"), both_clocks(content["closes_at"])
    yield _("Opening begun"), f"{both_clocks(content['begun_at'])}, {_script(content['begun_by']['name'])}"
    yield _("Joined by a second member"), f"{both_clocks(content['joined_at'])}, {_script(content['joined_by']['name'])}"
    yield _("All files opened"), both_clocks(content["finished_at"])
    yield _("Commission"), "\n".join(_member(each) for each in content["commission"])
    yield _("Applications"), str(len(content["applications"]))
    yield _("Withdrawn applications"), ", ".join(content["withdrawn"]) or _("none")
    yield _("Replaced by a later one"), ", ".join(content["replaced"]) or _("none")


def _member(each: Mapping[str, Any]) -> str:
    said = f"{each['number']}. {_script(each['name'])}, {PARTS[each['part']]}"
    return f"{said} ({_('has left')})" if each["left"] else said


def _application(one: Mapping[str, Any]) -> Iterator[Written]:
    yield Heading(f"{one['number']}. {_script(one['name_sr'])}", 3)
    lot = f"{_('Lot %(number)s', number=one['lot'])}; " if one["lot"] else ""
    yield Paragraph(
        lot
        + _("submitted on %(moment)s, receipt %(reference)s", moment=both_clocks(one["at"]), reference=one["reference"])
    )
    yield Paragraph(_("Confirmation after a change of the call: %(said)s", said=CONFIRMED[one["confirmed"]]))
    header = [_("File and what it is for"), _("Size, bytes"), _("SHA-256 and root"), _("Check")]
    yield Table(header, [_file(file) for file in one["files"]], (5, 2, 6, 3))


def _file(file: Mapping[str, Any]) -> list[Text]:
    what = plainly(file["requirement_sr"], file["requirement_en"])
    verdict = FAULTS[file["fault"]] if file["fault"] else VERDICTS[file["verdict"]][1]
    digests = f"{file['sha256']}\n{_('root')}: {file['root']}"
    return ["\n".join(part for part in (file["name"], what) if part), str(file["size"]), digests, str(verdict)]


def _refused(content: Mapping[str, Any]) -> Iterator[Written]:
    yield Heading(_("Refused tries to submit"), 2)
    if not content["refused"]:
        yield Paragraph(_("There were none."))
        return
    rows = [[one["reference"], both_clocks(one["at"]), why_of(one["why"])] for one in content["refused"]]
    yield Table([_("Receipt of the refusal"), _("Moment"), _("Why")], rows, (3, 5, 4))


def _given_up(content: Mapping[str, Any]) -> Iterator[Written]:
    """Say which openings came to nothing, where there were any; minutes of earlier versions know none."""
    found = content.get("given_up", [])
    if found:
        yield Heading(_("Openings that came to nothing"), 2)
    for one in found:
        yield Paragraph(given_up(one))


def given_up(one: Mapping[str, Any]) -> str:
    """Say who began an opening that came to nothing, and how it ended."""
    begun = {"name": _script(one["begun_by"]["name"]), "begun": both_clocks(one["begun_at"]), "at": both_clocks(one["at"])}
    if one["by"] is None:
        return _("%(name)s began on %(begun)s; nobody joined, and it lapsed on %(at)s.", **begun)
    return _("%(name)s began on %(begun)s; %(other)s gave it up on %(at)s.", other=_script(one["by"]["name"]), **begun)


def why_of(why: str) -> str:
    """Say why a try was refused."""
    return str(WHY.get(why, why))


def _key(key: Mapping[str, Any]) -> str:
    holders = ", ".join(map(str, key["holders"])) or _("the portal itself: the call is not sealed")
    return _(
        "Key %(number)s: %(recipient)s; two of the members with these numbers open it together: %(holders)s",
        number=key["generation"],
        recipient=key["recipient"],
        holders=holders,
    )


def _script(text: str) -> str:
    """Return names in the script of the version; in English as they are written."""
    return to_latin(text) if version().is_latin and version().is_serbian else text
