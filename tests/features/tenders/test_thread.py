"""A call from the desk to the reader: prepared, published, listed, shown, its document downloaded."""

from portal.features.tenders.models import CallKind
from tests.support.browser import Browser


class TestThread:
    def test_a_published_call_is_listed_and_shown_and_its_document_downloads(self, app, calling):
        calling.prepared(title_sr="Туђа припрема")
        call_id = calling.open()
        reader = Browser(app)
        reader.opens("/sr/konkursi/")
        assert reader.sees("Конкурс за удружења младих")
        assert not reader.sees("Туђа припрема")
        reader.opens(f"/sr/konkursi/{call_id}/")
        assert reader.sees("Конкурс за удружења младих")
        link = reader.page.select_one("main a[href*='/dokumenti/']")["href"]
        answer = reader.asks(link)
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF")
        answer.close()

    def test_every_kind_can_be_begun_on_the_desk(self, app, calling):
        clerk = calling.clerk
        clerk.opens("/sr/konkursi/sto/nov/")
        clerk.submits(kind="land")
        for kind in CallKind:
            more = {"external_address": "https://jnportal.ujn.gov.rs/1"} if kind is CallKind.EXTERNAL else {}
            clerk.opens(f"/sr/konkursi/sto/nov/{kind}/")
            clerk.submits(title_sr=f"Проба {kind}", **more)
            assert clerk.page.select_one("h1").text == f"Проба {kind}"
