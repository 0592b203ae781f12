"""The catalogues: finds every visible string, keeps the three versions together, compiles them.

`make words` brings everything up to date. People translate `translations/sr/LC_MESSAGES/portal.po` and nothing else:
Latin is made from it letter by letter, English is what stands in the code. `--check` changes nothing and fails, with
a sentence for each fault, when a reader of any version would meet a missing, stale or broken string.
"""

import argparse
import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.kernel.texts import to_latin

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "translations"
PARTS = TRANSLATIONS / "parts"
SOURCES = {"portal", "templates"}
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "lazy": None}
FORMS = {"sr": 3, "sr_Latn": 3, "en": 2}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
MIXED = re.compile(r"[A-Za-zČĆŽŠĐčćžšđ][Ѐ-џ]|[Ѐ-џ][A-Za-zČĆŽŠĐčćžšđ]")
FAMILIAR = re.compile(
    r"(Врати|Додај|Додели|Заврши|Задржи|Закажи|Закључи|Замени|Затвори|Затражи|Изабери|Измени|Искључи|Исправи|Истакни|Копирај|Напиши|"
    r"Направи|Настави|Обнови|Обриши|Објави|Одбиј|Одложи|Одобри|Одузми|Одштампај|Означи|Опозови|Остави|Отвори|Откажи|Повуци|Погледај|"
    r"Подеси|Поднеси|Поништи|Понови|Потврди|Пошаљи|Прати|Премести|Претражи|Преузми|Придружи|Прикажи|Припреми|Прихвати|Провери|"
    r"Промени|Пронађи|Проследи|Раздвоји|Сачувај|Споји|Стави|Увези|Уклони|Укључи|Унеси|Упиши|Упореди|Учитај)\b(?! се\b)"
)
"""Imperatives by which nobody is addressed here: the reader is Ви, on buttons too."""
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)

Words = tuple[str, ...]
"""One string, or its forms: of an msgid one or two, of a translation as many as the language has."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; 1 when something is wrong with the words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", nargs="?", choices=["update", "compile", "import-parts"], default="update")
    parser.add_argument("--check", action="store_true", help="change nothing, only say what is wrong")
    given = parser.parse_args(arguments)
    if given.act == "compile":
        compile_all()
        return 0
    found = list(faults(check=given.check))
    if not given.check:
        update()
        if given.act == "import-parts":
            shutil.rmtree(PARTS, ignore_errors=True)
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print(f"{len(extracted())} strings, none missing in any version.")
    return int(bool(found))


def update() -> None:
    """Write the template and the three catalogues anew and compile them."""
    for file, text in rendered().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    compile_all()


def compile_all() -> None:
    """Compile the catalogues, each only when it differs from what is there."""
    for locale in FORMS:
        catalog = _read(po(locale), locale)
        catalog.creation_date = catalog.revision_date = NO_DATE
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        file = po(locale).with_suffix(".mo")
        if not file.is_file() or file.read_bytes() != compiled.getvalue():
            file.write_bytes(compiled.getvalue())


def po(locale: str) -> Path:
    """Return where the catalogue of a locale lies."""
    return TRANSLATIONS / locale / "LC_MESSAGES" / "portal.po"


@cache
def extracted() -> Catalog:
    """Return every visible string of code and templates, with the files it stands in."""
    with (ROOT / "tools" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = Catalog(creation_date=NO_DATE, revision_date=NO_DATE)
    for name, line, text, comments, _context in extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=lambda folder: Path(folder).relative_to(ROOT).parts[0] in SOURCES,
    ):
        catalog.add(text, None, [(name, line)], auto_comments=comments)
    return catalog


def serbian(template: Catalog) -> Catalog:
    """Return the Serbian catalogue: what people translated, for the strings that exist now."""
    known = {words(message.id): words(message.string) for message in _read(po("sr"), "sr") if message.id}
    known.update(parts())
    return _filled(template, "sr", lambda message: known.get(words(message.id), ()))


def parts() -> Iterator[tuple[Words, Words]]:
    """Yield the translations that were written by hand beside the code, before they are imported."""
    for file in sorted(PARTS.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            source, *rest = line.split("\t")
            if not rest or line.startswith("#"):
                continue
            text = rest[0]
            yield (source,), (text,)
            if "|" in source:
                yield tuple(source.split("|")), tuple(text.split("|"))


def latin(template: Catalog, cyrillic: Catalog) -> Catalog:
    """Return the Latin catalogue, made from the Cyrillic one letter by letter."""
    return _filled(template, "sr_Latn", lambda message: tuple(map(to_latin, words(cyrillic[message.id].string))))


def english(template: Catalog) -> Catalog:
    """Return the English catalogue: what stands in the code."""
    return _filled(template, "en", lambda message: words(message.id))


def rendered() -> dict[Path, str]:
    """Return what the files must say."""
    template = extracted()
    cyrillic = serbian(template)
    return {
        TRANSLATIONS / "portal.pot": _text(template),
        po("sr"): _text(cyrillic),
        po("sr_Latn"): _text(latin(template, cyrillic)),
        po("en"): _text(english(template)),
    }


def faults(check: bool = True) -> Iterator[str]:
    """Yield a sentence for everything that a reader of some version would stumble over."""
    template = extracted()
    cyrillic = serbian(template)
    for message in template:
        if message.id:
            yield from faults_of(message, words(cyrillic[message.id].string))
    yield from _contradictions()
    if check:
        for file, text in rendered().items():
            if not file.is_file() or file.read_text(encoding="utf-8") != text:
                yield f"{os.path.relpath(file, ROOT)} is stale: run `make words` and commit what it writes."


def faults_of(message: Message, forms: Words) -> Iterator[str]:
    """Yield what is wrong with the Serbian forms of one string."""
    sources = words(message.id)
    places = [str(place) for place, _ in message.locations]
    name = f"{places[0] if places else 'nowhere'}: {sources[0]!r}"
    if not forms or not all(forms):
        yield f"{name} is not translated into Serbian."
        return
    if len(sources) > 1 and len(forms) != FORMS["sr"]:
        yield f"{name} has {len(forms)} Serbian plural forms; there are three: 1 питање, 2 питања, 5 питања."
    wanted = set(PLACEHOLDER.findall(sources[-1]))
    for form in forms:
        if set(PLACEHOLDER.findall(form)) != wanted:
            yield f"{name}: the placeholders differ in {form!r} (the first form is also that of 21, so it shows the number)."
        if MIXED.search(PLACEHOLDER.sub(" ", form)):
            yield f"{name}: a word mixes Cyrillic and Latin letters in {form!r}."
        if FAMILIAR.match(form):
            yield f"{name}: {form!r} says ти to the reader; say Ви: Пошаљите, Сачувајте."
    formatted = bool(wanted) or any(place.startswith("templates/") for place in places)
    for form in (*forms, *sources):
        rest = PLACEHOLDER.sub("", form)
        if "%" in rest.replace("%%", "") if formatted else "%%" in rest:
            yield f"{name}: a per cent sign is written %% in templates and beside placeholders, and % elsewhere."


def words(text: object) -> Words:
    """Return the forms of an msgid or of a translation."""
    if isinstance(text, str):
        return (text,) if text else ()
    return tuple(text) if isinstance(text, (tuple, list)) else ()


def _contradictions() -> Iterator[str]:
    known: dict[Words, Words] = {}
    for source, text in parts():
        if known.setdefault(source, text) != text:
            yield f"translations/parts: {source[0]!r} is translated twice: {known[source][0]!r} and {text[0]!r}."


def _filled(template: Catalog, locale: str, text: Callable[[Message], Words]) -> Catalog:
    catalog = Catalog(locale=locale, creation_date=NO_DATE, revision_date=NO_DATE)
    for message in template:
        if message.id:
            forms = text(message)
            plural = len(words(message.id)) > 1
            catalog.add(
                message.id,
                (forms or ("",) * FORMS[locale]) if plural else "".join(forms[:1]),
                [(name, 0) for name, _ in message.locations],
                auto_comments=message.auto_comments,
            )
    return catalog


def _read(file: Path, locale: str) -> Catalog:
    if not file.is_file():
        return Catalog(locale=locale, creation_date=NO_DATE, revision_date=NO_DATE)
    with file.open("rb") as source:
        return read_po(source, locale=locale)


def _text(catalog: Catalog) -> str:
    """Write a catalogue so that the same strings always give the same bytes: no dates, no line numbers."""
    written = io.BytesIO()
    plain = Catalog(locale=catalog.locale, creation_date=NO_DATE, revision_date=NO_DATE)
    for message in catalog:
        if message.id:
            places = sorted({name for name, _ in message.locations})
            plain.add(message.id, message.string, [(name, 0) for name in places], auto_comments=message.auto_comments)
    write_po(written, plain, width=120, omit_header=True, sort_output=True, include_lineno=False)
    return _header(catalog) + written.getvalue().decode()


def _header(catalog: Catalog) -> str:
    lines: Mapping[str, str] = {
        "Project-Id-Version": "portal",
        **({"Language": str(catalog.locale)} if catalog.locale else {}),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        **({"Plural-Forms": catalog.plural_forms} if catalog.locale else {}),
    }
    fields = "".join(f'"{name}: {value}\\n"\n' for name, value in lines.items())
    return f'msgid ""\nmsgstr ""\n{fields}\n'


if __name__ == "__main__":
    raise SystemExit(main())
