"""A reader with a browser. Every page it opens is inspected."""

import contextvars

import html5lib
from bs4 import BeautifulSoup

from portal.kernel.accounts.session import COOKIE

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
LANGS = {"sr": "sr-Cyrl", "lat": "sr-Latn", "en": "en"}


class Browser:
    """Opens pages and submits forms; `page` is what it sees now."""

    def __init__(self, app, token: str | None = None) -> None:
        self.app = app
        self._client = app.test_client()
        self.page: BeautifulSoup | None = None
        self.address = ""
        self.answer = None
        if token:
            self._client.set_cookie(COOKIE, token)

    def opens(self, address: str, expects: int = 200, **headers: str) -> BeautifulSoup:
        """Open an address, follow redirects, inspect the page."""
        return self._read(self._fresh(self._client.get, address, headers=headers, follow_redirects=True), expects)

    def asks(self, address: str, **headers: str):
        """Return the bare answer to a GET, redirects not followed."""
        return self._fresh(self._client.get, address, headers=headers)

    def sends(self, address: str, *, expects: int = 200, headers: dict[str, str] | None = None, **fields: object) -> BeautifulSoup:
        """Post fields to an address as they are, follow redirects."""
        sent = {name.rstrip("_"): value for name, value in fields.items()}
        return self._read(
            self._fresh(
                self._client.post, address, data=sent, headers=SAME_ORIGIN if headers is None else headers, follow_redirects=True
            ),
            expects,
        )

    def submits(self, *, form: str = "main form[method=post]", button: str = "", expects: int = 200, **fields: object) -> BeautifulSoup:
        """Fill in a form of the page seen now and send it: hidden fields and what stands there already go along.

        `form` is a CSS selector; `button` the text of the button to press, where there are several.
        """
        if button:
            pressed = next(
                (b for b in self.page.select("button") if " ".join(b.text.split()) == button), None
            )
            assert pressed is not None, f"no button {button!r}; there are {[' '.join(b.text.split()) for b in self.page.select('button')]}"
            found = pressed.find_parent("form")
        else:
            pressed, found = None, self.page.select_one(form)
        assert found is not None, f"no form {form!r} at {self.address}"
        data = dict(standing(found))
        if pressed is not None and pressed.get("name"):
            data[pressed["name"]] = pressed.get("value", "")
        unknown = [name for name in fields if name.rstrip("_") not in {f.get("name") for f in found.select("[name]")}]
        assert not unknown, f"the form has no field {unknown}"
        data.update({name.rstrip("_"): value for name, value in fields.items()})
        address = found.get("action") or self.address
        return self._read(
            self._fresh(self._client.post, address, data=data, headers=SAME_ORIGIN, follow_redirects=True), expects
        )

    def sees(self, text: str) -> bool:
        """Tell whether the text stands in the main part of the page."""
        return " ".join(text.split()) in " ".join(self.page.select_one("main").get_text(" ").split())

    def _fresh(self, act, *args, **kwargs):
        """Run a request in a context of its own, as a server does."""
        return contextvars.Context().run(act, *args, **kwargs)

    def _read(self, answer, expects: int) -> BeautifulSoup:
        text = answer.get_data(as_text=True)
        assert answer.status_code == expects, f"{answer.status_code} {answer.request.path} {_gist(text)}"
        self.answer, self.address = answer, answer.request.path
        if answer.mimetype != "text/html":
            return None
        html5lib.HTMLParser(strict=True).parse(text)
        self.page = BeautifulSoup(text, "html5lib")
        inspect(self.page, self.address)
        return self.page


def standing(form):
    """Yield what a browser would send of a form as it stands."""
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type", "")
        if field.has_attr("disabled") or kind in {"submit", "file"}:
            continue
        if kind in {"radio", "checkbox"}:
            if field.has_attr("checked"):
                yield field["name"], field.get("value", "on")
        elif field.name == "textarea":
            text = field.text
            yield field["name"], text.removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            if chosen is not None:
                yield field["name"], chosen.get("value", chosen.text)
        else:
            yield field["name"], field.get("value", "")


def _gist(text: str) -> str:
    main = BeautifulSoup(text, "html5lib").select_one("main")
    return " ".join((main or BeautifulSoup(text, "html5lib")).get_text(" ").split())[:600]


def inspect(page: BeautifulSoup, address: str = "") -> None:
    """What holds for every page, whatever it says."""
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"{address}: two elements share an id: {sorted({i for i in ids if ids.count(i) > 1})}"
    assert len(page.select("h1")) == 1, f"{address}: a page has one heading of the first rank"
    assert page.html.get("lang") in LANGS.values(), f"{address}: a page says its language"
    assert page.title.text.strip(), f"{address}: a page has a title"
    assert len(page.select("main")) == 1, f"{address}: a page has one main part"
    for field in page.select("input:not([type=hidden]), textarea, select"):
        assert field.get("id") and page.select_one(f'label[for="{field["id"]}"]'), f"{address}: no label for {field}"
    for picture in page.select("img"):
        assert picture.has_attr("alt"), f"{address}: no description of {picture}"
    for form in page.select("form"):
        assert form.get("method"), f"{address}: a form says its method"
    for group in page.select("fieldset"):
        assert group.select_one("legend"), f"{address}: a group of fields has a name"
    for link in page.select("a"):
        words = link.get_text(strip=True) or link.get("aria-label") or link.select_one("img[alt]")
        assert words, f"{address}: a link without words: {link}"
    for table in page.select("table"):
        assert table.select("th"), f"{address}: a table without headers"
    assert not page.select("[style], style, script:not([src])"), f"{address}: inline style or script"
    assert not [t for t in page.find_all(True) for a in t.attrs if a.startswith("on")], f"{address}: an inline handler"
    ranks = [int(h.name[1]) for h in page.select("main h1, main h2, main h3, main h4, main h5, main h6")]
    assert all(b - a <= 1 for a, b in zip(ranks, ranks[1:], strict=False)), f"{address}: a heading rank is skipped: {ranks}"
