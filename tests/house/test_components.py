"""Every component in every state, in the three versions, inspected as every page is."""

import pytest
from flask import render_template
from wtforms import FileField, MultipleFileField, PasswordField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.kernel.access import ANYONE, allow
from portal.kernel.forms import AtMost, Day, EmailAddress, Filled, Form, Line, Text, Tick
from portal.kernel.words import VERSIONS
from tests.support.browser import Browser

pytestmark = pytest.mark.one_engine
CHOICES = [SelectChoice("x", "Не знам"), SelectChoice("y", "Путеви")]
GROUPS = [SelectChoice("x", "Путеви", optgroup="Управа"), SelectChoice("z", "Комунално", optgroup="Предузећа")]
ITEMS = [
    ("green", "Одговорено", "Када ће бити поправљен пут?", ["18. новембра", "Скорица", "Путеви"], ("kept", "за три дана")),
    ("yellow", "Чека", "Зашто аутобус не стаје?", ["17. новембра", "Варош", "Превоз"], None),
    ("red", "Касни", "Ко чисти снег?", ["16. новембра", "Варош", "Зимска служба"], ("late", "два дана касни")),
    ("blue", "У раду", "Где је план?", ["15. новембра", "Скорица", "Путеви"], None),
    ("grey", "Затворено", "Шта је са парком?", ["14. новембра", "Варош", "Паркови"], None),
]


class Every(Form):
    creates = True
    subject = Line("Наслов", [Filled("Напишите наслов.")], description="Једна реченица")
    email = Line("Е-пошта", [EmailAddress()])
    code = Line("Број")
    text = Text("Текст", [AtMost(600)])
    plain = Text("Кратко")
    place = SelectField("Насеље", choices=CHOICES)
    dep = SelectField("Орган", choices=GROUPS)
    topic = RadioField("Тема", choices=CHOICES, validators=[InputRequired()])
    topic2 = RadioField("Друга тема", choices=CHOICES, default="x")
    many = SelectMultipleField("Више тога", choices=CHOICES)
    agree = Tick("Слажем се", [Filled("Означите.")])
    agree2 = Tick("И са тим")
    day = Day("Дан", [Filled("Напишите дан.")])
    day2 = Day("Дан рођења")
    pw = PasswordField("Лозинка", [Filled("Напишите лозинку.")])
    pw2 = PasswordField("Нова лозинка")
    photos = MultipleFileField("Слике")
    doc = FileField("Документ")


@pytest.fixture
def reader(app):
    """Somebody for whom the style guide stands in the place of a page."""

    def style_guide():
        with_faults = Every(None, prefix="wrong-", data={"text": "а" * 700, "email": "није"})
        with_faults.validate()
        return render_template("portal/styleguide.html", plain=Every(None, prefix="plain-"), wrong=with_faults, items=ITEMS)

    app.view_functions["portal.site.preferences"] = allow(ANYONE)(style_guide)
    return Browser(app)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_component_is_sound_in_every_version(reader, version):
    page = reader.opens(f"/{version}/podesavanja/")
    assert len(page.select("main [id]")) > 60
    assert page.select(".govuk-error-summary a")
