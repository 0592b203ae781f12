"""A reader with a browser. Every page it opens is inspected."""

import contextvars
from collections import Counter, defaultdict
from itertools import pairwise

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder import HTML5TreeBuilder

from portal.kernel.accounts.session import COOKIE

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
HEADING = ["h1", "h2", "h3", "h4", "h5", "h6"]
LANGS = {"sr": "sr-Cyrl", "lat": "sr-Latn", "en": "en"}


class Strict(HTML5TreeBuilder):
    """Builds a page as browsers do, and takes no mistake in it."""

    def feed(self, markup: str) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder, strict=True)
        self.underlying_builder.parser = parser
        parser.parse(markup).original_encoding = None
        self.underlying_builder.parser = None


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
        self.page = BeautifulSoup(text, builder=Strict())
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
    """What holds for every page, whatever it says. One walk through the page: selectors take one each."""
    tags: dict[str, list[Tag]] = defaultdict(list)
    ids: Counter[str] = Counter()
    for tag in page.descendants:
        if isinstance(tag, Tag):
            tags[tag.name].append(tag)
            ids.update([tag["id"]] if "id" in tag.attrs else [])
            assert "style" not in tag.attrs, f"{address}: inline style: {tag}"
            assert not any(name.startswith("on") for name in tag.attrs), f"{address}: an inline handler: {tag}"
    double = sorted(id for id, often in ids.items() if often > 1)
    assert not double, f"{address}: two elements share an id: {double}"
    assert len(tags["h1"]) == 1, f"{address}: a page has one heading of the first rank"
    assert page.html.get("lang") in LANGS.values(), f"{address}: a page says its language"
    assert page.title.text.strip(), f"{address}: a page has a title"
    assert len(tags["main"]) == 1, f"{address}: a page has one main part"
    labelled = {label.get("for") for label in tags["label"]}
    for field in (*tags["input"], *tags["textarea"], *tags["select"]):
        assert field.get("type") == "hidden" or field.get("id") in labelled - {None}, f"{address}: no label for {field}"
    for picture in tags["img"]:
        assert picture.has_attr("alt"), f"{address}: no description of {picture}"
    for form in tags["form"]:
        assert form.get("method"), f"{address}: a form says its method"
    for group in tags["fieldset"]:
        assert group.find("legend"), f"{address}: a group of fields has a name"
    for link in tags["a"]:
        words = link.get_text(strip=True) or link.get("aria-label") or link.find("img", alt=True)
        assert words, f"{address}: a link without words: {link}"
    for table in tags["table"]:
        assert table.find("th"), f"{address}: a table without headers"
    assert not tags["style"] and all(script.get("src") is not None for script in tags["script"]), f"{address}: inline style or script"
    ranks = [int(heading.name[1]) for heading in tags["main"][0].find_all(HEADING)]
    assert all(b - a <= 1 for a, b in pairwise(ranks)), f"{address}: a heading rank is skipped: {ranks}"
