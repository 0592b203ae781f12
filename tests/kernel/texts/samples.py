"""Shared material: the measured cases, and texts made to hurt."""

from pathlib import Path

from hypothesis import strategies as st

DATA = Path(__file__).parent / "data"

SERBIAN = "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"
ODD = "čćšžđČĆŠŽĐǅǌðÐ\u0301\u030c\u0308\u200b\u202e\ufeff\x00\x1f\ud800\udc00\u2028\r\n\t<>&\"'{}%()@.:/-0123456789ßİŉ"

any_text = st.text(st.characters(), max_size=60)
"""Anything Python calls text, halves of surrogate pairs included."""
likely_text = st.text(st.sampled_from(SERBIAN + ODD + "abcdefghijklmnopqrstuvwxyzNJLD "), max_size=60)
"""Letters and signs that our rules look at, so that examples reach them."""
texts = any_text | likely_text

HOSTILE = {
    "comments that never end": "<!--" * 15_000,
    "tags that never end": "<a " * 18_000,
    "tags that never end, with Cyrillic": "<а <a љ " * 9_000,
    "quotes that never end": "<a b=\"<a b='" * 6_000,
    "closed quotes, no end": "<a" + ' b="љ"' * 9_000,
    "only smaller-than": "<" * 60_000,
    "only ampersands": "&" * 60_000,
    "one endless word": "љ" * 60_000,
    "one endless Latin word": "nj" * 30_000,
    "one endless mixed word": "лl" * 30_000,
    "an endless address": "http://" + "љ" * 60_000,
    "addresses without hosts": "http://" * 9_000,
    "an endless e-mail": "а." * 30_000 + "@",
    "at signs": "а@" * 30_000,
    "domains without an end": "а-а." * 15_000,
    "domains with a slash missing": "aaa.bbb.ccc.ddd " * 3_000,
    "open braces": "{" * 30_000 + "%(" * 15_000,
    "open brackets after an address": "http://a.rs/" + ")" * 60_000,
    "marks on one letter": "а" + "\u0301\u0316" * 30_000,
    "blanks": " " * 60_000 + "х",
    "line ends": "\n \t" * 18_000 + "х",
    "digits": "0" * 60_000,
    "digits with signs": "011-" * 15_000,
    "a telephone without an end": "0 6 4 1 " * 7_000,
    "capitals and digits": "АБ-1" * 15_000,
    "capital digraphs": "Љ Њ Џ " * 9_000,
    "hidden starts": "<script" * 9_000,
    "hidden ends": "<script>" + "</script" * 9_000,
    "deep markup": "<blockquote>" * 4_000,
    "deep wrong markup": "<ul><li><em>" * 1_000 + "</blockquote></a>" * 1_000,
    "nested languages": '<div lang="en">' * 3_000 + "љ" + "</div>" * 3_000,
}


def cases(name: str) -> list[tuple[str, str]]:
    """Return input and expected output of a file of measured cases."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]
