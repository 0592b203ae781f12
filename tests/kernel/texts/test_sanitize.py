"""Editors' rich text: the corpus with bleach, the same verdict with its successor, and a judge of our own."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.texts import sanitize
from portal.kernel.texts.letters import words
from portal.kernel.texts.links import safe_image, safe_link
from tests.kernel.texts.samples import texts
from tests.kernel.texts.sanitize_corpus import HONEST, HOSTILE, Sample

pytestmark = pytest.mark.one_engine

TAGS = set(
    words("p br h2 h3 h4 ul ol li strong em a blockquote table thead tbody tr th td figure figcaption img")
)
ATTRIBUTES = {"href", "title", "rel", "src", "alt", "colspan", "rowspan", "scope"}


class Judge(HTMLParser):
    """Reads HTML as strictly as a reviewer: notes each link, and complains of all that may not be there.

    It shares no line with the code it judges.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.complaints: list[str] = []
        self.addresses: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.complaints += [f"{name} is never closed" for name in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.complaints.append(f"tag {tag}")
        if tag not in ("br", "img"):
            self._open.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.complaints.append(f"attribute {name}")
            if name in ("href", "src"):
                self.addresses.append((tag, value or ""))
                self._judge_address(tag, value or "", dict(attrs).get("rel") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.complaints.append(f"{tag} closes what it did not open")

    def handle_comment(self, data: str) -> None:
        self.complaints.append(f"comment {data}")

    def _judge_address(self, tag: str, address: str, rel: str) -> None:
        if any(ord(character) <= 32 or character == "\\" for character in address):
            self.complaints.append(f"odd character in {address!r}")
        parts = urlsplit(address)
        allowed = {"", "http", "https", "mailto", "tel"} if tag == "a" else {""}
        if parts.scheme not in allowed or (":" in address.partition("/")[0] and not parts.scheme):
            self.complaints.append(f"scheme of {address!r}")
        if parts.netloc and (tag == "img" or rel != "nofollow noopener"):
            self.complaints.append(f"host of {address!r}")


def parse_with_nh3(html: str) -> str:
    """The prepared successor, set up as parse_with_bleach() is."""
    attributes = {"a": {"href", "title"}, "img": {"src", "alt"}} | {
        name: {"colspan", "rowspan", "scope"} for name in ("th", "td")
    }
    return nh3.clean(
        html, tags=TAGS, attributes=attributes, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
    )


def named(samples: tuple[Sample, ...]) -> list[object]:
    return [pytest.param(sample, id=sample.name) for sample in samples]


@pytest.mark.parametrize("sample", named(HONEST + HOSTILE))
def test_an_editors_text_is_published_as_stated(sample: Sample) -> None:
    assert sanitize(sample.html) == sample.result


@pytest.mark.parametrize("sample", named(HONEST + HOSTILE))
def test_what_is_published_is_accepted_by_the_judge(sample: Sample) -> None:
    assert Judge(sanitize(sample.html)).complaints == []


@pytest.mark.parametrize("sample", named(HONEST + HOSTILE))
def test_the_successor_comes_to_the_same_verdict(sample: Sample) -> None:
    with_nh3, with_bleach = (
        Judge(html) for html in (sanitize(sample.html, parse=parse_with_nh3), sanitize(sample.html))
    )
    assert with_nh3.complaints == []
    assert with_nh3.addresses == with_bleach.addresses


@pytest.mark.parametrize("sample", named(HONEST + HOSTILE))
def test_sanitising_again_changes_nothing(sample: Sample) -> None:
    assert sanitize(sanitize(sample.html)) == sanitize(sample.html)


@pytest.mark.parametrize("sample", named(HOSTILE))
def test_our_own_check_alone_would_hold(sample: Sample) -> None:
    """Were the library to let everything through, the second wall still stands."""
    assert Judge(sanitize(sample.html, parse=lambda html: html)).complaints == []


def test_the_judge_is_not_blind() -> None:
    """Most hostile samples as they were sent are refused; the rest hides in what a strict reader passes."""
    refused = [sample for sample in HOSTILE if Judge(sample.html.replace("\ud800", "")).complaints]
    assert len(refused) >= 0.8 * len(HOSTILE)


markup = st.lists(
    st.sampled_from([part for sample in HOSTILE + HONEST for part in sample.html.split(" ")]) | texts,
    max_size=8,
).map(" ".join)


@given(markup)
def test_no_mixture_of_hostile_parts_gets_through(html: str) -> None:
    assert Judge(sanitize(html)).complaints == []


@given(markup)
def test_no_mixture_gets_through_the_successor_either(html: str) -> None:
    assert Judge(sanitize(html, parse=parse_with_nh3)).complaints == []


def test_markup_deeper_than_any_text_is_taken_away() -> None:
    assert sanitize("<blockquote>" * 101 + "дно").strip() == "дно"
    assert sanitize("<p>а<p>б" * 200).startswith("<p>а</p><p>б</p>")


@pytest.mark.parametrize(
    "address", ["/a", "a/b:c", "?x=1:2", "#a:b", "https://a.rs:8080/x", "mailto:a@b.rs", "TEL:+381-37"]
)
def test_these_addresses_may_be_linked(address: str) -> None:
    assert safe_link(address) == address


@pytest.mark.parametrize(
    "address",
    ["", " ", "javascript:1", "a:b", ":x", "https:x", "http://", "//", "a\tb", "a b", "\\x", "tel:alert(1)"],
)
def test_these_addresses_may_not_be_linked(address: str) -> None:
    assert safe_link(address) is None


@pytest.mark.parametrize("address", ["slika.png", "//a.rs/1", "https://a.rs/1", "/a b", "?x"])
def test_a_picture_is_a_path_of_this_site(address: str) -> None:
    assert safe_image("/slike/1.png") == "/slike/1.png"
    assert safe_image(address) is None
