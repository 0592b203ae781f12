"""Marked words on a page, in the version spoken now."""

from markupsafe import Markup, escape

from portal.kernel.search.hits import Runs
from portal.kernel.texts import script_of, to_latin
from portal.kernel.words import version


def marked(runs: Runs, is_english: bool = False) -> Markup:
    """Return runs as a line of text with the meant words marked; in the Latin version in Latin.

    What is not in the language of the page says so; `is_english` text is Serbian by its letters only. Everything is
    escaped.
    """
    shown = [(to_latin(text) if version().is_latin else text, is_meant) for text, is_meant in runs]
    line = Markup("").join(
        Markup("<mark>{}</mark>").format(text) if is_meant else escape(text) for text, is_meant in shown
    )
    lang = "en" if is_english else script_of("".join(text for text, _ in shown))
    return line if lang == version().lang else Markup('<span lang="{}">{}</span>').format(lang, line)
