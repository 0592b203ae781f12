"""Files for other programs, read back by others, and every number computed anew from them."""

import csv
import io
import random
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from portal.features.surveys.models import Mode
from portal.features.surveys.queries import cross
from portal.kernel.accounts.models import Role
from portal.kernel.audit import AuditLine
from tests.features.surveys import recompute
from tests.features.surveys.polling import answered, codes_of
from tests.support.browser import SAME_ORIGIN

USED = ("ask", "report", "debate")
FORMULA = "=HYPERLINK(\"http://x\";\"Притисните\")"


def given(dice):
    """What one of many people answers; some leave out this or that."""
    used = dice.sample(USED, dice.randint(0, 3)) or ["none"]
    wanted = {"eservices": used, "why": "Зато што нисам." if used == ["none"] else "", "contact": dice.choice(["yes", "no", "no", ""])}
    wanted |= {"trust": dice.choice(["1", "2", "3", "4", "5", "none", ""]), "advise": dice.choice([*map(str, range(11)), ""])}
    wanted |= {"age": dice.choice([str(dice.randint(16, 90)), ""]), "staff__kind": str(dice.randint(1, 5)), "since": dice.choice(["2019-05-01", ""])}
    order = dice.sample(["roads", "water", "light"], dice.randint(0, 3))
    return {**wanted, **{f"first__{each}": str(place) for place, each in enumerate(order, 1)}}


@pytest.fixture
def survey_id(surveying, db):
    found = surveying.opened(ballots=120, population=400)
    dice = random.Random(11)
    for mode, number in ((Mode.WEB, 50), (Mode.PAPER, 30), (Mode.FIELD, 7)):
        for code in codes_of(found, number, mode):
            answered(found, code, document=document(surveying, found), **given(dice))
    [code] = codes_of(found, 1, Mode.PAPER)
    answered(found, code, document=document(surveying, found), eservices="none", why=FORMULA, more="@SUM(1)")
    return found


def document(surveying, survey_id):
    from portal.features.surveys import queries

    return surveying.asks(lambda db: queries.versions(db, survey_id)[-1].document)


def download(who, survey_id, what, media="csv", version="sr"):
    """Press a button of the page and return the bytes."""
    who.opens(f"/{version}/ankete/sto/{survey_id}/izvoz/")
    form = who.page.select_one(f'form[action$="/{what}.{media}"]')
    assert form is not None, f"no button for {what}.{media}"
    sent = {field["name"]: field["value"] for field in form.select("input")}
    answer = who._fresh(who._client.post, form["action"], data=sent, headers=SAME_ORIGIN)
    assert answer.status_code == 200 and answer.cache_control.no_store
    data = answer.data
    answer.close()
    return data


def rows(raw):
    assert raw.startswith(b"\xef\xbb\xbf"), "without the mark Cyrillic breaks in some programs"
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.fixture
def closed(surveying, survey_id):
    surveying.closed(survey_id)
    return survey_id


class TestRecomputing:
    def test_every_number_follows_from_the_raw_answers(self, surveying, closed, tmp_path):
        """The script runs on its own, with nothing of the portal."""
        for what in ("odgovori", "sifarnik", "brojevi"):
            (tmp_path / f"{what}.csv").write_bytes(download(surveying.group, closed, what))
        files = [str(tmp_path / f"{what}.csv") for what in ("odgovori", "sifarnik", "brojevi")]
        script = Path(recompute.__file__)
        assert "portal" not in {line.split()[1].split(".")[0] for line in script.read_text("utf-8").splitlines() if line.startswith(("import ", "from "))}
        ran = subprocess.run([sys.executable, "-I", str(script), *files, "400"], capture_output=True, text=True, check=False, cwd=tmp_path)
        assert ran.returncode == 0 and "follow from 88 answers" in ran.stdout, ran.stdout + ran.stderr

    def test_a_number_that_was_changed_is_found(self, surveying, closed):
        answers, codebook, numbers = (rows(download(surveying.group, closed, what)) for what in ("odgovori", "sifarnik", "brojevi"))
        survey, right = recompute.Survey(answers, codebook, 400), recompute.read_numbers(numbers)
        assert recompute.differences(survey, right) == []
        for key, cells in right.items():
            for place in (0, 1, 2, 4):
                if cells[place]:
                    wrong = {**right, key: (*cells[:place], cells[place] * 1.01, *cells[place + 1 :])}
                    assert len(recompute.differences(survey, wrong)) == 1
                    break

    @pytest.mark.parametrize("pair", [("contact", "trust"), ("eservices", "contact"), ("mode", "eservices"), ("staff.kind", "mode"), ("advise", "eservices")])
    def test_tables_of_two_questions_follow_from_the_raw_answers(self, surveying, closed, pair):
        survey = recompute.Survey(*(rows(download(surveying.group, closed, what)) for what in ("odgovori", "sifarnik")))
        cells, n, total = survey.cross(*pair)
        found = surveying.asks(lambda db: cross.table(db, surveying.survey(closed), *pair))
        assert {cell: number for cell, number in found.cells.items() if number} == dict(cells)
        assert {row: number for row, number in found.n.items() if number} == dict(n) and found.total == total > 40


class TestFiles:
    def test_answers_come_in_words_in_the_script_of_the_page(self, surveying, closed):
        def read(version):
            book = openpyxl.load_workbook(io.BytesIO(download(surveying.group, closed, "odgovori", "xlsx", version)))
            first, second = book.worksheets
            assert second.max_row > 40
            return list(first.iter_rows(values_only=True))

        cyrillic, latin, english = read("sr"), read("lat"), read("en")
        assert len(cyrillic) == len(latin) == len(english) == 89
        assert "Поверење" in cyrillic[0] and "Poverenje" in latin[0]
        assert {row[1] for row in cyrillic[1:]} == {"Преко интернета", "На папиру", "На терену"} and {row[1] for row in english[1:]} == {"On the web", "On paper", "In the field"}
        ages = [row[cyrillic[0].index("Године")] for row in cyrillic[1:]]
        assert all(age is None or isinstance(age, int) for age in ages) and any(ages)

    def test_free_texts_lie_apart_and_are_never_taken_for_formulas(self, surveying, closed):
        head, *found = rows(download(surveying.group, closed, "tekstovi"))
        assert ["why", "waiting", f"'{FORMULA}", ""] in found and ["more", "waiting", "'@SUM(1)", ""] in found
        book = openpyxl.load_workbook(io.BytesIO(download(surveying.group, closed, "tekstovi", "xlsx")))
        [cell] = [cell for row in book.active.iter_rows() for cell in row if cell.value == FORMULA]
        assert cell.data_type == "s"
        answers = download(surveying.group, closed, "odgovori").decode()
        assert "Зато што" not in answers and "SUM" not in answers

    def test_texts_come_in_latin_on_the_latin_page(self, surveying, closed):
        assert "Zato što nisam." in download(surveying.group, closed, "tekstovi", version="lat").decode()

    def test_numbers_are_numbers_in_a_spreadsheet(self, surveying, survey_id):
        book = openpyxl.load_workbook(io.BytesIO(download(surveying.group, survey_id, "brojevi", "xlsx")))
        head, *found = book.active.iter_rows(values_only=True)
        shares = [row for row in found if row[0] == "contact" and row[2] == "share"]
        assert len(shares) == 2 and all(0 < row[6] < 1 and row[7] < row[6] < row[8] for row in shares)

    def test_the_codebook_says_what_every_code_means(self, surveying, closed):
        _head, *found = rows(download(surveying.group, closed, "sifarnik"))
        columns, *_ = rows(download(surveying.group, closed, "odgovori"))
        assert {row[1] for row in found} == set(columns[2:])
        codes = {(row[1], row[5]) for row in found}
        place = {name: columns.index(name) for name in columns}
        for row in rows(download(surveying.group, closed, "odgovori"))[1:]:
            for name in ("contact", "trust", "eservices.ask", "staff.kind", "first.roads"):
                assert (name, row[place[name]]) in codes


class TestWho:
    def test_answers_are_given_out_only_when_the_survey_is_over(self, surveying, survey_id):
        group = surveying.group
        group.opens(f"/sr/ankete/sto/{survey_id}/izvoz/")
        assert group.page.select_one('form[action$="odgovori.csv"]') is None and group.page.select_one('form[action$="brojevi.csv"]')
        token = {field["name"]: field["value"] for field in group.page.select_one('form[action$="brojevi.csv"]').select("input")}
        for what in ("odgovori.csv", "odgovori.xlsx", "tekstovi.csv"):
            group.sends(f"/sr/ankete/sto/{survey_id}/izvoz/{what}", expects=409, **token)

    def test_the_audit_log_keeps_who_took_what(self, surveying, closed):
        download(surveying.group, closed, "odgovori")
        line = surveying.asks(lambda db: db.query(AuditLine).filter_by(act="surveys.export").one())
        assert line.actor_id == surveying.group.id and line.details == {"what": "answers", "media": "csv"}

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.WORKING_GROUP])
    def test_nobody_else_takes_anything(self, survey_id, people, role):
        someone = people.someone(role)
        someone.opens(f"/sr/ankete/sto/{survey_id}/izvoz/", expects=403)
        someone.sends(f"/sr/ankete/sto/{survey_id}/izvoz/brojevi.csv", expects=403)
