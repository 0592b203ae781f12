"""Before the opening no page tells anybody that somebody has applied: not who, not how many, not what, not how large."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from portal.features.tenders.models import ApplicationState, Part
from portal.kernel.accounts.models import Role
from tests.features.tenders.commission.commissioning import PDF
from tests.support.browser import Browser

NAMES = ("Тајна Понуда", "Tajna Ponuda", "skrivena-cena", "скривена")
SIZE = 777_777
MOST = 500
CHANGING = re.compile(r'name="(csrf_token|once_token|opened)" value="[^"]*"|nonce-[\w+/=-]+|nonce="[^"]*"')
LEFT_OUT = re.compile(r"/odjava|/static/|/nalog/bezbednost|[?&](posle|pre)=")


class Walk:
    """Every page that one person reaches by so many links, in Serbian, with what stands on it."""

    def __init__(self, who: Browser, *starts: str, far: int = MOST) -> None:
        self.pages: dict[str, str] = {}
        waiting = [(each, 0) for each in starts]
        while waiting and len(self.pages) < MOST:
            address, steps = waiting.pop(0)
            if address in self.pages:
                continue
            answer = who.asks(address)
            text = answer.data.decode("utf-8", "replace")
            answer.close()
            self.pages[address] = CHANGING.sub("", text) if answer.status_code == 200 else str(answer.status_code)
            if steps < far:
                waiting += [(link, steps + 1) for link in self._links(address, text, answer.mimetype)]

    @staticmethod
    def _links(address: str, text: str, mimetype: str) -> list[str]:
        if mimetype != "text/html":
            return []
        found = (urlsplit(urljoin(address, a["href"])) for a in BeautifulSoup(text, "html.parser").select("a[href], link[href]"))
        ours = (f"{at.path}?{at.query}" if at.query else at.path for at in found if not at.netloc)
        return [each for each in ours if each.startswith(("/sr/", "/receipts")) and not LEFT_OUT.search(each)]


STARTS = ("/sr/", "/sr/radni-sto/", "/sr/konkursi/", "/sr/konkursi/sto/", "/sr/konkursi/komisija/", "/sr/arhiva/?q=понуда")


@pytest.fixture
def applied(commissioning, noise):
    """A function that lets people apply to a secret call: four, of whom one replaces, one withdraws, one is only preparing."""
    found = commissioning.open_call()
    secretary = commissioning.joins(found, Part.SECRETARY)
    people = [commissioning.people.citizen(f"Тајна Понуда {number}") for number in range(4)]

    def apply() -> None:
        for who in people:
            commissioning.applies(found.call, who, ("skrivena-cena.pdf", PDF + b"x" * SIZE))
        commissioning.applies(found.call, people[0], ("skrivena-cena-2.pdf", PDF))
        commissioning.applies(found.call, people[1], ("skrivena.pdf", PDF), state=ApplicationState.WITHDRAWN)
        commissioning.uploads(found.call, people[2], "skrivena-nova.pdf", PDF)
        commissioning.works()

    return found, secretary, apply


def told(pages: dict[str, str]) -> list[str]:
    """The addresses of pages that name what is hidden."""
    hidden = (*NAMES, str(SIZE + len(PDF)), f"{SIZE + len(PDF):,}".replace(",", "."))
    return [address for address, text in pages.items() if any(each in text for each in hidden)]


def everybody(commissioning, found, secretary):
    """One who is everything at once, and the members of the commission."""
    all_at_once = commissioning.people.someone(*[role for role in Role if role is not Role.CITIZEN])
    return {"all roles": all_at_once, "chair": found.people[0], "secretary": secretary}


class TestBeforeTheOpening:
    def test_the_desk_and_what_it_leads_to_stay_the_same_when_somebody_applies(self, commissioning, applied):
        found, secretary, apply = applied
        walkers = everybody(commissioning, found, secretary)
        self._stays_the_same(commissioning, found, {"all roles": walkers["all roles"]}, apply, starts=STARTS[1:], far=1)

    @pytest.mark.slow
    def test_no_page_is_different_because_somebody_has_applied(self, app, commissioning, applied):
        found, secretary, apply = applied
        walkers = {**everybody(commissioning, found, secretary), "nobody": Browser(app)}
        self._stays_the_same(commissioning, found, walkers, apply, starts=STARTS)

    def _stays_the_same(self, commissioning, found, walkers, apply, *, starts, far=MOST):
        commissioning.works()
        starts = (*starts, f"/sr/konkursi/sto/{found.call}/komisija/", f"/sr/konkursi/komisija/{found.call}/")
        before = {name: Walk(who, *starts, far=far).pages for name, who in walkers.items()}
        assert len(before["all roles"]) > 30
        apply()
        for name, who in walkers.items():
            after = Walk(who, *starts, far=far).pages
            assert after.keys() == before[name].keys()
            assert [address for address in after if after[address] != before[name][address]] == []

    @pytest.mark.slow
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.CITIZEN])
    def test_no_role_reads_who_applied_or_what(self, commissioning, applied, role):
        _found, _secretary, apply = applied
        apply()
        who = commissioning.people.someone(role)
        pages = Walk(who, *STARTS).pages
        assert len(pages) > 30
        assert told(pages) == []

    def test_the_walk_itself_sees_what_is_not_hidden_any_more(self, commissioning, applied, clock):
        found, _secretary, apply = applied
        apply()
        clock.moves(days=20, hours=2)
        commissioning.opens(found)
        who = found.people[0]
        who.signs_in_again()
        assert told(Walk(who, "/sr/konkursi/komisija/").pages)
