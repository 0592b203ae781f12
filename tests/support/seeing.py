"""What can be told about any page by looking: accessibility, the words of its version, nothing that sticks out."""

import difflib
import re
from functools import lru_cache
from itertools import groupby

from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from portal.kernel.paths import TRANSLATIONS
from portal.kernel.texts import to_latin
from portal.kernel.words import VERSIONS

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN_WORD = re.compile(r"[A-Za-zČĆŽŠĐčćžšđ]{3,}")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\S+\.eml")
NAMED = ("link", "button", "textbox", "searchbox", "combobox", "radio", "checkbox", "heading", "region", "navigation", "radiogroup", "table", "dialog")
AXE = Axe().axe_script
COLOURS, SIZES = ("color-contrast", "link-in-text-block"), ("target-size", "scrollable-region-focusable")
LOOK = "look => Object.assign(document.documentElement.dataset, look)"
WORDS = """
() => {
  const found = [], skip = new Set(["SCRIPT", "STYLE", "TEXTAREA", "CODE", "KBD"]);
  const tell = (element, text, where) => {
    const words = (text || "").trim();
    if (words) found.push([element.closest("[lang]").lang, where, words]);
  };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    skip.has(node.nodeName) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) tell(node.parentElement, node.data, node.parentElement.tagName.toLowerCase());
    else for (const name of ["aria-label", "title", "placeholder", "alt", "content"])
      if (node.hasAttribute(name) && !(name === "content" && node.getAttribute("name") !== "description")) tell(node, node.getAttribute(name), name);
  }
  return found;
}
"""
STICKING_OUT = """
() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const scrolls = (element) => element && (["auto", "scroll", "hidden"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  return [`${document.documentElement.scrollWidth} > ${wide}`, ...[...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && box.right > wide + 1 && !scrolls(element.parentElement);
  }).slice(0, 5).map((element) => element.outerHTML.slice(0, 160))];
}
"""


def looks(page: Page, *, width: int, contrast: str = "normal", size: str = "m", spacing: str = "normal") -> None:
    """Show the page at a width and with preferences: the same attributes that the server writes by the cookie."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(LOOK, {"contrast": contrast, "size": size, "spacing": spacing})


def barriers(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds: every rule of WCAG 2.2 A and AA, and what counts as good practice; or some rules alone."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    wanted = {"runOnly": {"type": "rule", "values": rules}} if rules else {"rules": {"target-size": {"enabled": True}}}
    found = page.evaluate("wanted => axe.run(document, wanted).then(told => told.violations)", {"resultTypes": ["violations"], **wanted})
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]} {' '.join(str(node.get('failureSummary')).split())[:300]}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


def sticks_out(page: Page) -> list[str]:
    """Return what makes the page scroll sideways."""
    return list(page.evaluate(STICKING_OUT))


def foreign_words(page: Page, version: str) -> list[str]:
    """Return texts in a script or language that is not the version's and not marked as another one.

    The title of a page takes no marks: what it repeats of a marked text of the page is let through.
    """
    told = [(lang, where, " ".join(words.split())) for lang, where, words in page.evaluate(WORDS)]
    marked = sorted({words for lang, _, words in told if lang != VERSIONS[version].lang}, key=len, reverse=True)
    found = []
    for lang, where, words in told:
        for repeated in marked if where in {"title", "content"} else ():
            words = words.replace(repeated, "")
        if lang == VERSIONS[version].lang and _is_foreign(words, version):
            found.append(f"{where}: {words[:120]}")
    return found


def _is_foreign(words: str, version: str) -> bool:
    english, vocabulary = _english()
    words = ADDRESS.sub("", words)
    if version == "en":
        return bool(CYRILLIC.search(words))
    if words in english:
        return True
    if version == "lat":
        return bool(CYRILLIC.search(words))
    known = [word.lower() in vocabulary for word in LATIN_WORD.findall(words)]
    return any(known) and not (CYRILLIC.search(words) and sum(known) == 1)  # Cyrillic around one word: a name, such as Office 365


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], frozenset[str]]:
    """Return the sentences of the interface that Serbian says otherwise, and the words they are made of."""
    with (TRANSLATIONS / "sr" / "LC_MESSAGES" / "portal.po").open("rb") as file:
        catalogue = read_po(file, locale="sr")
    sentences, serbian, words = set(), set(), set()
    for message in catalogue:
        said = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        serbian.update(word.lower() for text in told for word in LATIN_WORD.findall(re.sub(r"%\(\w+\)s|\{\w+\}", "", text or "")))
        if message.id and to_latin(told[0] or "") != said[0]:
            sentences.update(said)
            words.update(word.lower() for text in said for word in LATIN_WORD.findall(re.sub(r"%\(\w+\)s|\{\w+\}", "", text)))
    return frozenset(sentences), frozenset(words - serbian)


def tree(page: Page) -> str:
    """Return the page as a screen reader meets it, its maps drawn, without what changes from minute to minute."""
    for drawn in page.locator("[data-map]").all():
        if drawn.is_visible():
            drawn.locator(".leaflet-control-zoom").wait_for(state="attached")
            if drawn.get_attribute("data-source"):
                page.locator("[data-map][data-loaded]").wait_for(state="attached")
    shown = page.locator("body").aria_snapshot()
    lines = ADDRESS.sub("address", re.sub(r"\b\d{1,2}:\d\d\b", "00:00", shown)).splitlines()
    return "\n".join(line for line in lines if "/url:" not in line)


def nameless(snapshot: str) -> list[str]:
    """Return what a screen reader would announce without a name, and landmarks or headings that are missing or double."""
    lines = [line.strip().removeprefix("- ") for line in snapshot.splitlines()]
    found = [line for line in lines if re.match(rf"({'|'.join(NAMED)})(\s*\[[^]]*\])*:?$", line)]
    for landmark in ("banner", "main", "contentinfo"):
        if sum(re.match(rf"{landmark}\b", line) is not None for line in lines) != 1:
            found.append(f"not one {landmark}")
    if sum("[level=1]" in line for line in lines) != 1:
        found.append("not one heading of the first rank")
    return found


def in_latin(snapshot: str, alphabetical: bool = False) -> list[str]:
    """Return a tree in Latin letters, line by line; choices are sorted, since each script has its own alphabet."""
    lines = to_latin(snapshot).splitlines()
    if alphabetical:
        return sorted(lines)
    return [line for are_choices, run in groupby(lines, lambda line: "- option " in line) for line in (sorted(run) if are_choices else run)]


def skeleton(snapshot: str) -> list[str]:
    """Return the parts a page is made of, in order, without words: the same in every version."""
    parts = re.findall(r"^\s*- '?(heading|link|button|textbox|searchbox|combobox|radio|checkbox|navigation|table)\b.*?(\[level=\d\])?'?:?\s*$", snapshot, re.MULTILINE)
    return [" ".join(part).strip() for part in parts]


def compared(trees: dict[str, str], alphabetical: bool = False) -> list[str]:
    """Return where versions differ: the Latin one says what the Cyrillic one says, letter by letter, and the English one
    is made of the same parts. Where a list follows the alphabet the order of lines does not count.
    """
    cyrillic, latin = (in_latin(trees.get(version, trees["sr"]), alphabetical) for version in ("sr", "lat"))
    told = difflib.unified_diff(cyrillic, latin, "sr in Latin letters", "lat", lineterm="", n=0)
    built = difflib.unified_diff(skeleton(trees["sr"]), skeleton(trees["en"]), "sr", "en", lineterm="", n=1)
    return [*told, *built]
