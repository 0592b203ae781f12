"""What citizens attach to a remark: a moderator reads it first, everybody after the publication, of a refused one nobody."""

import io

import pytest
from sqlalchemy import select

from portal.features.debates.models import REMARK, Remark
from portal.kernel import worker
from portal.kernel.files.models import StoredFile
from portal.kernel.moderation.models import Verdict
from tests.kernel.files import samples

FORM = "main form[novalidate]"
NAME = "Слика улице.pdf"


def asks(reader, where):
    """The bare answer, read to its end."""
    answer = reader.asks(where)
    content = answer.get_data()
    answer.close()
    return answer.status_code, content


def attaches(reader, debate, *named, expects=200, **fields):
    reader.opens(f"/sr/rasprave/{debate}/primedba/")
    files = [(io.BytesIO(content), name) for content, name in named]
    reader.submits(form=FORM, text="Погледајте прилог.", files=files, expects=expects, **fields)
    for answer in (*reader.answer.history, reader.answer):
        answer.request.environ["wsgi.input"].close()  # the test client leaves large bodies open


def sent(drafting, name=NAME):
    """The remark and the file that came with it, looked at by the worker."""
    while worker.once(drafting.app):
        pass
    remark = drafting.works(lambda db: db.scalars(select(Remark.id).order_by(Remark.id.desc())).first())
    wanted = select(StoredFile.id).where(StoredFile.about_kind == REMARK, StoredFile.about_id == remark, StoredFile.name == name)
    return remark, drafting.works(lambda db: db.scalars(wanted).one())


@pytest.fixture
def debate(drafting):
    drafting.published(drafting.debate(title="Туђа расправа"))
    return drafting.debate()


def test_an_account_attaches_a_file_and_a_moderator_reads_it_before_anybody_else(people, nobody, drafting, debate):
    citizen, moderator = people.citizen(), people.moderator()
    attaches(citizen, debate, (samples.PDF, NAME))
    remark, file = sent(drafting)
    public, before = f"/uploads/{file}/{NAME}", f"/sr/rasprave/primedba/{remark}/prilog/{file}/{NAME}"
    assert asks(nobody, public)[0] == 404
    moderator.opens("/sr/radni-sto/moderacija/?vrsta=remark")
    assert moderator.sees(NAME), "the desk says what is attached"
    link = next(a["href"] for a in moderator.page.select("[data-item] a[href*=prilog]"))
    assert asks(moderator, link) == (200, samples.PDF)
    assert asks(citizen, before)[0] == 403
    assert asks(moderator, before.replace(f"/{remark}/", f"/{remark - 1}/"))[0] == 404, "of another remark"
    drafting.decided(remark)
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/1/")
    assert nobody.page.select_one("main a[href*='/uploads/']").text == NAME
    assert asks(nobody, public) == (200, samples.PDF)


def test_a_guest_attaches_several_and_nothing_of_a_refused_remark_is_served(nobody, drafting, debate, mailbox):
    fields = {"name": "Петар Јовић", "email": "p@test.example"}
    attaches(nobody, debate, (samples.PDF, NAME), (samples.PNG, "план.png"), **fields)
    nobody.opens(mailbox.link("p@test.example", "potvrda"))
    nobody.submits()
    remark, file = sent(drafting)
    drafting.decided(remark, Verdict.REFUSE, reason_key="remark_advert")
    page = nobody.opens(f"/sr/rasprave/{debate}/primedbe/1/")
    assert not page.select("a[href*='/uploads/']") and NAME not in page.text
    assert asks(nobody, f"/uploads/{file}/{NAME}")[0] == 404
    mine = nobody.opens(mailbox.link("p@test.example", "moja"))
    assert nobody.sees(NAME) and not mine.select("main a[href*='/uploads/']"), "no link that leads nowhere"
    nobody.submits(form="form[action*=zalba]", why="То није реклама.")
    drafting.decided(remark, by=drafting.people.moderator())
    assert asks(nobody, f"/uploads/{file}/{NAME}") == (200, samples.PDF), "after an appeal it is there"


def test_what_is_harmful_is_nobodys_and_another_type_is_refused_beside_the_field(people, nobody, drafting, debate):
    citizen, moderator = people.citizen(), people.moderator()
    attaches(citizen, debate, (samples.HTML, "strana.pdf"), expects=422)
    assert citizen.page.select_one("#files-error")
    attaches(citizen, debate, (samples.TEXT, "beleska.txt"))
    remark, file = sent(drafting, "beleska.txt")
    drafting.works(lambda db: setattr(db.get(StoredFile, file), "state", "refused"))
    moderator.opens("/sr/radni-sto/moderacija/?vrsta=remark")
    assert not moderator.page.select("[data-item] a[href*=prilog]")
    drafting.decided(remark)
    assert asks(nobody, f"/uploads/{file}/beleska.txt")[0] == 404
