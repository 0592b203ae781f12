"""Files for people's calendars, as RFC 5545 wants them."""

from datetime import UTC, datetime

import pytest

from portal.kernel.icalendar import Happening, calendar, escaped, folded

pytestmark = pytest.mark.one_engine
MOMENT = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)


def happening(**more):
    told = {"uid": "hearing-1@test", "title": "Јавна трибина", "begins": MOMENT, "ends": MOMENT, "changed": MOMENT, **more}
    return Happening(**told)


def unfolded(content):
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_commas_semicolons_backslashes_and_line_ends_are_escaped():
    assert escaped("сала; спрат 1, соба\\2\r\nулаз") == "сала\\; спрат 1\\, соба\\\\2\\nулаз"


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut():
    line = "SUMMARY:" + "Нацрт одлуке о комуналном реду 😀 " * 6
    parts = folded(line).split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert "".join(part.decode().removeprefix(" ") if n else part.decode() for n, part in enumerate(parts)) == line


def test_moments_are_in_utc_and_lines_end_as_they_must():
    content = calendar("Расправе", [happening(place="Сала, приземље")])
    lines = unfolded(content)
    assert {"DTSTART:20261126T170000Z", "LOCATION:Сала\\, приземље", "STATUS:CONFIRMED", "UID:hearing-1@test"} <= set(lines)
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert content.count(b"\n") == content.count(b"\r\n")


def test_what_is_cancelled_is_struck_out():
    assert "STATUS:CANCELLED" in unfolded(calendar("Расправе", [happening(is_cancelled=True, sequence=3)]))


def test_nothing_typed_makes_a_line_of_its_own():
    lines = unfolded(calendar("Расправе", [happening(title="Трибина\r\nEND:VEVENT\x00")]))
    assert lines.count("END:VEVENT") == 1
