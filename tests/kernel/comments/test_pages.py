"""The pages of discussions, as citizens, guests and staff open them."""

import pytest

from portal.kernel.codes import code_of
from portal.kernel.comments.actions import withdraw
from portal.kernel.comments.models import KIND, State
from portal.kernel.moderation.models import Verdict


def own(talking, id):
    return talking.does(lambda _db: f"/sr/komentari/moj/{id}/{code_of(KIND, id)}/")


@pytest.fixture
def ana(people):
    return people.citizen("Ана Јовановић")


def test_a_guest_writes_confirms_and_is_told_what_happens(talking, nobody, mailbox):
    nobody.opens("/sr/komentari/price/1/pisanje/")
    nobody.submits(text="Свака част за мост!", name="Марија Петровић", email="marija@test.example")
    assert nobody.sees("Још један корак")
    nobody.opens(mailbox.link("marija@test.example", "/potvrda/"))
    nobody.submits()
    assert nobody.sees("Модератор ће га прочитати до") or nobody.sees("прочитати")
    nobody.opens("/sr/komentari/price/1/")
    assert not nobody.sees("Свака част")


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(talking, nobody):
    nobody.opens("/sr/komentari/price/1/pisanje/")
    nobody.submits(expects=422, text="Текст који остаје.", name="", email="nije adresa")
    assert nobody.page.select_one("textarea[name=text]").text.strip() == "Текст који остаје."
    assert nobody.sees("Упишите своје име и презиме.") or nobody.page.select(".govuk-error-message")


def test_an_essay_of_a_megabyte_is_refused_with_a_sentence_and_one_of_zero_width_signs_is_empty(talking, nobody):
    nobody.opens("/sr/komentari/price/1/pisanje/")
    nobody.submits(expects=422, text="а" * 1_000_000, name="Марија", email="m@test.example")
    assert nobody.sees("Скратите текст")
    nobody.opens("/sr/komentari/price/1/pisanje/")
    nobody.submits(expects=422, text="\u200b\u202e\u2066\u200d", name="Марија", email="m@test.example")
    assert nobody.sees("Напишите коментар.")


def test_links_gain_nothing_for_who_writes_them_and_five_thousand_are_too_many(talking, nobody, ana):
    text = "https://reklama.example/a " * 60
    id = talking.public(text.strip(), by=ana)
    nobody.opens("/sr/komentari/price/1/")
    assert {" ".join(link["rel"]) for link in nobody.page.select(f"#komentar-{id} .prose a")} == {"nofollow noopener ugc"}
    nobody.opens("/sr/komentari/price/1/pisanje/")
    nobody.submits(expects=422, text="https://reklama.example/a " * 5000, name="Марија", email="m@test.example")


def test_two_presses_of_the_button_make_one_comment(talking, ana):
    ana.opens("/sr/komentari/price/1/pisanje/")
    page = ana.page
    ana.submits(text="Једном.")
    first = ana.address
    ana.page, ana.address = page, "/sr/komentari/price/1/pisanje/"
    ana.submits(text="Једном.")
    assert ana.address == first


def test_an_answer_quotes_what_it_answers_and_a_link_leads_to_its_place(talking, nobody, ana):
    id = talking.public("Мост је лош.\n\nПут је добар.")
    ana.opens(f"/sr/komentari/{id}/odgovor/?citat=da")
    assert ana.page.select_one("textarea[name=quote]").text.strip().startswith("Мост је лош.")
    ana.submits(text="Није лош.", quote="Мост је лош.")
    reply = id + 1
    talking.decided(reply, Verdict.APPROVE)
    nobody.opens(f"/sr/komentari/{reply}/")
    assert nobody.page.select_one(f"#komentar-{reply} blockquote").text.strip() == "Мост је лош."
    assert "comment--reply" in nobody.page.select_one(f"#komentar-{reply}")["class"]


def test_what_is_not_public_has_no_page(talking, nobody, db):
    waits, elsewhere = talking.waiting("Чека."), 99999
    for id in (waits, elsewhere):
        nobody.opens(f"/sr/komentari/{id}/", expects=404)
        nobody.opens(f"/sr/komentari/{id}/odgovor/", expects=404)
        nobody.opens(f"/sr/komentari/{id}/prijava/", expects=404)
    nobody.opens("/sr/komentari/price/3/", expects=404)
    nobody.opens("/sr/komentari/nista/1/", expects=404)
    nobody.opens(f"/sr/komentari/moj/{waits}/pogresan/", expects=404)


def test_the_author_changes_withdraws_and_appeals_on_a_page_of_their_own(talking, ana):
    id = talking.waiting("Прво.", by=ana)
    ana.opens(own(talking, id))
    ana.submits(button="Сачувајте измену", text="Друго.")
    assert talking.reads(id, "text") == "Друго."
    talking.decided(id, Verdict.REFUSE)
    ana.opens(own(talking, id))
    assert ana.sees("Вређа.")
    ana.submits(button="Пошаљите приговор", why="Не вређа никога.")
    assert ana.sees("Ваш приговор разматра други модератор") and ana.sees("Уложили сте приговор; одлучује други модератор.")
    assert not ana.sees("можете да уложите приговор"), "it is under way"
    other = talking.waiting("Друго, повучено.", by=ana)
    ana.opens(own(talking, other))
    ana.submits(button="Повуците")
    assert talking.reads(other, "state") is State.WITHDRAWN
    ana.opens("/sr/komentari/moji/")
    assert ana.sees("Друго.")


def test_a_reader_reports_a_comment_and_comes_back_to_what_was_decided(talking, nobody):
    id = talking.public("Увреда.")
    nobody.opens(f"/sr/komentari/{id}/prijava/")
    nobody.submits(expects=422, wrong="other")
    nobody.submits(wrong="insult", words="Тачно о мени.")
    kept = nobody.address
    assert nobody.sees("Хвала")
    talking.decided(id, Verdict.REFUSE)
    nobody.opens(kept)
    assert nobody.sees("Били сте у праву")
    nobody.opens("/sr/komentari/price/1/")
    assert nobody.sees("Модератор га је уклонио")


def test_staff_closes_a_discussion_and_opens_it_again_and_nobody_else_can(talking, ana, nobody):
    moderator = talking.moderator
    moderator.opens("/sr/komentari/price/1/")
    moderator.submits(button="Затворите разговор")
    nobody.opens("/sr/komentari/price/1/pisanje/")
    assert nobody.sees("Коментари су овде затворени.") and not nobody.page.select("textarea")
    moderator.opens("/sr/komentari/price/1/")
    moderator.submits(button="Отворите поново, без последњег дана")
    nobody.opens("/sr/komentari/price/1/pisanje/")
    assert nobody.page.select("textarea")
    ana.sends("/sr/komentari/price/1/zatvaranje/", expects=403)


def test_an_official_chooses_for_whom_to_speak_and_it_is_marked(talking, people, nobody):
    mayor, id = people.official("predsednik-opstine"), talking.public("Кад ће пут?")
    mayor.opens(f"/sr/komentari/{id}/odgovor/")
    mayor.submits(text="У мају.", voice="office.predsednik-opstine")
    nobody.opens("/en/komentari/price/1/")
    assert nobody.sees("Official answer")


def test_a_feed_tells_of_new_comments_without_those_that_were_removed(talking, nobody):
    stays, goes = talking.public("Остаје."), talking.public("Одлази.")
    talking.act(withdraw, goes)
    feed = nobody.asks("/sr/komentari/price/1/novo.atom").get_data(as_text=True)
    assert "Остаје." in feed and "Одлази." not in feed and f"/komentari/{stays}/" in feed


def test_the_administration_changes_the_rules_of_a_section(talking, people):
    administrator = people.administrator()
    administrator.opens("/sr/radni-sto/uprava/obecanja/comments_story/")
    administrator.submits(mode="after", silence_from=["1", "12", "2026"], expects=422)
    administrator.opens("/sr/radni-sto/uprava/obecanja/comments_story/")
    administrator.submits(mode="after")
    assert talking.reads(talking.waiting("Одмах."), "is_public")


def test_the_account_gives_out_and_forgets_comments(talking, ana, db):
    public, waits = talking.public("Јавно.", by=ana), talking.waiting("Чека.", by=ana)
    assert "Јавно." in ana.asks("/sr/nalog/preuzimanje/").get_data(as_text=True)
    ana.opens("/sr/nalog/brisanje/")
    ana.submits(password="lozinka za probu 1")
    assert [talking.reads(public, name) for name in ("public_text", "author_name", "author_email", "person_id")] == ["Јавно.", "", "", None]
    assert (talking.reads(waits, "text"), talking.reads(waits, "state")) == ("", State.WITHDRAWN)


def test_the_newest_comments_have_no_later_ones(talking, nobody):
    talking.public("Једини.")
    nobody.opens("/sr/komentari/price/1/?najnoviji=da")
    assert nobody.sees("Једини.") and not nobody.page.select(".pager a")
