"""News are imported from feeds: clean, each once, never over an editor's work, and never from inside the own network."""

import contextvars
from datetime import UTC, datetime, timedelta

import pytest

from portal.features.news import actions, queries
from portal.features.news.models import KIND, Entry, Fetched, Item, Source, State
from portal.features.news.refusals import SourceKnown, WrongAddress
from portal.features.news.rules import feeds
from portal.kernel import photos, worker
from portal.kernel.db import session, work
from portal.kernel.fetching import Fetcher, ForbiddenError, TooLargeError, UnreachableError
from portal.kernel.files import store
from tests.kernel.photos import samples

HOME = "https://stari.primer.rs/feed/"


def rss(*items: str, more: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Општина</title><link>https://stari.primer.rs/</link>'
        f"{more}{''.join(items)}</channel></rss>"
    ).encode()


def entry(title="Нова пијаца", guid="1", html="<p>Отворена је нова пијаца.</p>", date="Mon, 16 Nov 2026 10:00:00 +0000", link="/vest-1", more="") -> str:
    return (
        f'<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">{guid}</guid><pubDate>{date}</pubDate>'
        f"<content:encoded><![CDATA[{html}]]></content:encoded>{more}</item>"
    )


def read(*items: str) -> list[feeds.Story]:
    return list(feeds.stories(rss(*items), HOME))


@pytest.fixture
def importing(make_app, elsewhere):
    """Imports from the other site: `importing()` returns the source as it is then."""
    app = make_app(PORTAL_NEWS_HOSTS=(elsewhere.host,))

    def run(**told):
        def act():
            with app.app_context():
                source = queries.find_source(session(), f"{elsewhere.url}/feed/")
                if source is None:
                    with work() as db:
                        category = queries.category_by_key(db, "obavestenja")
                        told_all = {"name": "Стари сајт", "address": f"{elsewhere.url}/feed/", "category_id": category.id, **told}
                        source = actions.add_source(db, actions.Told(**told_all), by=None)
                with work() as db:
                    actions.order(db, source.id, by=None)
                worker.once(app)
                session().expire_all()
                found = session().get(Source, source.id)
                session().expunge(found)
                return found

        return contextvars.Context().run(act)

    run.app = app
    return run


def items(db) -> list[Item]:
    db.rollback()
    db.expire_all()
    return list(db.query(Item).order_by(Item.id))


class TestReading:
    def test_a_wordpress_feed_gives_title_text_lead_day_and_whole_links(self):
        [story] = read(entry(html='<h1>Где</h1><p>Пијаца је <a href="/mapa">овде</a>.</p><p>The post <a href="x">A</a> appeared first on <a href="y">B</a>.</p>'))
        assert story.title == "Нова пијаца" and story.link == "https://stari.primer.rs/vest-1"
        assert story.written == '<h2>Где</h2><p>Пијаца је <a href="https://stari.primer.rs/mapa" rel="nofollow noopener">овде</a>.</p>'
        assert story.lead == "Где Пијаца је овде." and story.at == datetime(2026, 11, 16, 10, tzinfo=UTC)

    def test_hostile_html_loses_its_teeth(self):
        [story] = read(entry(title="&lt;b&gt;Наслов&lt;/b&gt; &amp;amp; друго", html='<p onclick="a()">Текст<script>alert(1)</script><iframe src="//x"></iframe><a href="javascript:b()">в</a></p>'))
        assert story.title == "Наслов & друго"
        assert not any(word in story.written for word in ("script", "onclick", "iframe", "alert"))

    def test_a_latin_text_stays_as_its_author_wrote_it(self):
        assert read(entry(title="Nova pijaca", html="<p>Otvorena je.</p>"))[0].title == "Nova pijaca"

    @pytest.mark.parametrize("date", ["", "јуче", "Mon, 99 Foo 2026 99:99:99", "Thu, 01 Jan 1970 00:00:00 GMT", "9999999999999999"])
    def test_a_broken_date_is_no_date(self, date):
        assert read(entry(date=date))[0].at is None

    def test_doubles_in_a_feed_are_one(self):
        assert len(read(entry(), entry(), entry(guid="2"), entry(guid="3", link="http://www.stari.primer.rs/vest-1/"), entry(guid="4", link="/druga"))) == 2

    def test_an_entry_without_words_is_left_out(self):
        assert read(entry(title="", html=""), entry(guid="2", link="/2", html="<p>&nbsp;</p>")) == []

    def test_pictures_come_once_without_counters_and_with_their_words(self):
        html = '<p>а<img src="/a.jpg" alt="Пијаца"><img src="/a.jpg"><img src="/1.gif" width="1"><img src="javascript:x"><img src="//cdn.primer.rs/b.png"></p>'
        more = '<media:content url="https://stari.primer.rs/c.jpg" medium="image"/><enclosure url="https://stari.primer.rs/d.pdf" type="application/pdf"/>'
        assert [(p.address, p.alt) for p in read(entry(html=html, more=more))[0].pictures] == [
            ("https://stari.primer.rs/a.jpg", "Пијаца"), ("https://cdn.primer.rs/b.png", ""), ("https://stari.primer.rs/c.jpg", ""),
        ]

    def test_atom_is_read_too(self):
        atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>А</title><entry><id>tag:1</id><title type="html">Вест &amp;amp; друга</title>
            <link href="https://stari.primer.rs/a"/><updated>2026-11-16T10:00:00Z</updated><content type="html">&lt;p&gt;Текст.&lt;/p&gt;</content></entry></feed>"""
        [story] = feeds.stories(atom.encode(), HOME)
        assert (story.title, story.written) == ("Вест & друга", "<p>Текст.</p>")

    @pytest.mark.parametrize("content", [b"", b"<html><body>Zdravo</body></html>", b"\x00\xff" * 100, "није довод".encode()])
    def test_what_is_no_feed_says_so(self, content):
        with pytest.raises(feeds.NoFeedError):
            feeds.stories(content, HOME)

    def test_a_bomb_of_entities_does_not_go_off(self):
        bomb = '<!DOCTYPE x [<!ENTITY a "аааааааааа"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + rss(entry(title="&b;")).decode().split("?>")[1]
        assert all(len(story.title) < 100 for story in feeds.stories(bomb.encode(), HOME))

    def test_a_file_of_the_server_is_not_read(self):
        outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss(entry(title="&a;", html="<p>а</p>")).decode().split("?>")[1]
        assert "root" not in "".join(story.title for story in feeds.stories(outside.encode(), HOME))


class TestFetching:
    @pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://primer.rs/", "gopher://primer.rs", "http://", "http://user:pw@primer.rs/", "//primer.rs/", "http://primer.rs:99999/", "javascript:x"])
    def test_only_the_web_is_asked(self, address):
        with pytest.raises(ForbiddenError):
            Fetcher(resolve=lambda *_: ["93.184.216.34"]).get(address, most=10)

    @pytest.mark.parametrize("number", ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"])
    def test_no_number_of_an_own_network_is_asked_whatever_name_leads_there(self, number):
        with pytest.raises(ForbiddenError):
            Fetcher(resolve=lambda *_: ["93.184.216.34", number]).get("http://primer.rs/feed/", most=10)

    def test_a_redirect_into_the_own_network_is_refused(self, elsewhere):
        elsewhere["/feed/"] = (302, {"Location": "http://localhost:1/admin"}, b"")
        with pytest.raises(ForbiddenError):
            Fetcher(inside=[elsewhere.host]).get(f"{elsewhere.url}/feed/", most=10)

    def test_redirects_are_followed_but_not_for_ever(self, elsewhere):
        elsewhere["/a"], elsewhere["/b"] = (301, {"Location": "/b"}, b""), b"dobro"
        assert Fetcher(inside=[elsewhere.host]).get(f"{elsewhere.url}/a", most=10).content == b"dobro"
        elsewhere["/krug"] = (302, {"Location": "/krug"}, b"")
        with pytest.raises(UnreachableError):
            Fetcher(inside=[elsewhere.host]).get(f"{elsewhere.url}/krug", most=10)

    def test_more_than_is_wanted_is_not_read(self, elsewhere):
        elsewhere["/feed/"] = b"x" * 1001
        with pytest.raises(TooLargeError):
            Fetcher(inside=[elsewhere.host]).get(f"{elsewhere.url}/feed/", most=1000)

    def test_a_time_that_is_over_ends_it(self, elsewhere):
        elsewhere["/feed/"] = b"x"
        with pytest.raises(UnreachableError):
            Fetcher(inside=[elsewhere.host], seconds=0).get(f"{elsewhere.url}/feed/", most=1000)


class TestImporting:
    def test_entries_become_drafts_with_their_source_and_the_second_time_nothing_comes(self, importing, elsewhere, db):
        elsewhere["/feed/"] = rss(entry(), entry(title="Радови", guid="2", link="/2", html="<p>Радови.</p>"))
        source = importing()
        assert (source.last, source.last_new) == (Fetched.DONE, 2)
        assert [(i.title_sr, i.state, i.origin_name) for i in items(db)] == [("Нова пијаца", State.DRAFT, "Стари сајт"), ("Радови", State.DRAFT, "Стари сајт")] or len(items(db)) == 2
        assert (importing().last_new, len(items(db))) == (0, 2)

    def test_a_trusted_source_publishes_at_once_under_the_day_it_says_but_none_to_come(self, importing, elsewhere, db):
        elsewhere["/feed/"] = rss(entry(), entry(title="Сутра", guid="2", link="/2", html="<p>Сутра.</p>", date="Mon, 16 Nov 2099 10:00:00 +0000"))
        importing(publishes=True)
        db.rollback()
        rows = queries.listed(db, queries.Filter()).rows
        assert [row.title_sr for row in rows] == ["Сутра", "Нова пијаца"]
        assert rows[1].published_at == datetime(2026, 11, 16, 10, tzinfo=UTC) and rows[0].published_at < datetime(2099, 1, 1, tzinfo=UTC)

    def test_pictures_are_copied_cleaned_and_described(self, importing, elsewhere, db, app):
        elsewhere["/a.jpg"], elsewhere["/b.jpg"] = samples.jpeg(), b"no picture"
        html = f'<p>Пијаца<img src="{elsewhere.url}/a.jpg" alt="Пијаца ујутру"><img src="{elsewhere.url}/b.jpg"><img src="http://10.0.0.1/c.jpg"></p>'
        elsewhere["/feed/"] = rss(entry(html=html))
        importing(publishes=True)
        [item] = items(db)
        [picture] = item.pictures
        assert picture.shows_sr == "Пијаца ујутру" and not picture.decorative and "img" not in item.body_sr
        [photo] = photos.of(db, KIND, item.id)
        assert photo.is_ready and photo.latitude is None and samples.OWNER.encode() not in store.read(photo.digest)

    def test_a_picture_without_words_is_decorative(self, importing, elsewhere, db):
        elsewhere["/a.jpg"] = samples.jpeg()
        elsewhere["/feed/"] = rss(entry(html=f'<p>Пијаца<img src="{elsewhere.url}/a.jpg"></p>'))
        importing()
        assert [p.decorative for p in items(db)[0].pictures] == [True]

    def test_what_changes_at_the_source_is_proposed_and_never_taken_over_by_itself(self, importing, elsewhere, db, writing_in):
        elsewhere["/feed/"] = rss(entry())
        importing(publishes=True)
        [item] = items(db)
        elsewhere["/feed/"] = rss(entry(html="<p>Пијаца се отвара у петак.</p>"))
        assert importing().last_changed == 1
        [item] = items(db)
        assert item.body_sr == "<p>Отворена је нова пијаца.</p>" and queries.waiting(db) == 1
        assert importing().last_changed == 0, "one change is proposed once"
        entry_row = queries.proposal_of(db, item.id)
        writing_in(lambda s, me: actions.accept(s, item.id, by=me, seen=item.version, proposal=entry_row.version))
        [item] = items(db)
        assert item.body_sr == "<p>Пијаца се отвара у петак.</p>" and queries.waiting(db) == 0

    def test_a_proposal_can_be_left_and_the_next_change_is_proposed_again(self, importing, elsewhere, db, writing_in):
        elsewhere["/feed/"] = rss(entry())
        importing()
        elsewhere["/feed/"] = rss(entry(html="<p>Друго.</p>"))
        importing()
        [item] = items(db)
        version = queries.proposal_of(db, item.id).version
        writing_in(lambda s, me: actions.leave(s, item.id, by=me, proposal=version))
        db.rollback()
        assert queries.waiting(db) == 0 and importing().last_changed == 0
        elsewhere["/feed/"] = rss(entry(html="<p>Треће.</p>"))
        assert importing().last_changed == 1

    def test_a_deleted_draft_does_not_come_back(self, importing, elsewhere, db, writing_in):
        elsewhere["/feed/"] = rss(entry())
        importing()
        [item] = items(db)
        writing_in(lambda s, me: actions.delete(s, item.id, by=me, seen=item.version))
        elsewhere["/feed/"] = rss(entry(html="<p>Друго.</p>"))
        importing()
        assert items(db) == [] and db.query(Entry).one().item_id is None

    def test_more_than_twenty_new_ones_come_in_several_turns(self, importing, elsewhere, db):
        elsewhere["/feed/"] = rss(*(entry(title=f"Вест {n}", guid=str(n), link=f"/{n}", html=f"<p>Текст {n}.</p>") for n in range(25)))
        importing()
        assert len(items(db)) == 25 and elsewhere.asked.count("/feed/") == 2

    def test_an_unchanged_feed_is_not_read_again(self, importing, elsewhere, db):
        elsewhere["/feed/"] = (200, {"ETag": '"a1"'}, rss(entry()))
        importing()
        elsewhere["/feed/"] = (304, {}, b"")
        assert importing().last is Fetched.SAME
        assert elsewhere.heard[-1]["If-None-Match"] == '"a1"'

    @pytest.mark.parametrize(
        "content, how",
        [((500, {}, b""), Fetched.UNREACHABLE), ((404, {}, b""), Fetched.UNREACHABLE), (b"<html></html>", Fetched.NO_FEED), ((302, {"Location": "http://10.0.0.1/"}, b""), Fetched.REFUSED)],
    )
    def test_a_failure_is_a_word_on_the_page_of_sources_and_the_next_try_comes(self, importing, elsewhere, content, how, clock):
        elsewhere["/feed/"] = content
        source = importing()
        assert source.last is how and source.due_at == clock.moment + timedelta(hours=6)

    def test_a_feed_of_more_than_ten_megabytes_is_refused(self, importing, elsewhere):
        elsewhere["/feed/"] = rss(entry()) + b" " * feeds.LARGEST
        assert importing().last is Fetched.TOO_LARGE

    def test_the_timetable_asks_each_source_when_it_is_due(self, importing, elsewhere, clock):
        elsewhere["/feed/"] = rss(entry())
        importing()
        asked = len(elsewhere.asked)
        clock.moves(hours=5)
        worker.once(importing.app)
        assert len(elsewhere.asked) == asked
        clock.moves(hours=1)
        worker.once(importing.app)
        assert len(elsewhere.asked) == asked + 1

    def test_the_command_imports_at_once(self, importing, elsewhere, db):
        elsewhere["/feed/"] = rss(entry())
        importing()
        elsewhere["/feed/"] = rss(entry(), entry(title="Друга", guid="2", link="/2", html="<p>Б.</p>"))
        run = lambda *words: contextvars.Context().run(importing.app.test_cli_runner().invoke, args=["portal", "news", "import", *words])  # noqa: E731
        answer = run("Стари сајт")
        assert answer.exit_code == 0 and "1 new" in answer.output, answer.output
        assert run("Нема га").exit_code == 1

    @pytest.mark.parametrize("address", ["stari.primer.rs/feed", "file:///etc/passwd", "//stari.primer.rs/feed/", "javascript:x", "mailto:a@primer.rs"])
    def test_a_source_has_an_address_of_the_web(self, writing, address):
        with pytest.raises(WrongAddress):
            writing.acts(lambda s, me: actions.add_source(s, actions.Told(name="А", address=address, category_id=1), by=me))

    def test_one_feed_is_one_source(self, writing):
        told = actions.Told(name="А", address=HOME, category_id=1)
        writing.acts(lambda s, me: actions.add_source(s, told, by=me))
        with pytest.raises(SourceKnown):
            writing.acts(lambda s, me: actions.add_source(s, told, by=me))


@pytest.fixture
def writing_in(importing):
    """Runs a verb as an editor of the importing portal."""
    from tests.features.news.writing import Writing

    return Writing(importing.app).acts
