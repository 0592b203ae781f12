"""No string of the interface is missing, stale or broken in any version."""

import ast
import inspect
import subprocess
import sys
import textwrap
from functools import cache

import pytest
import wtforms.fields
import wtforms.validators
from babel.messages.catalog import Message

from portal.kernel import paths
from portal.kernel.words import VERSIONS, gettext, ngettext, speaking
from tools import words


@pytest.fixture(scope="module", autouse=True)
def extracted_once():
    """The code is read once for all tests here: each would read it anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "extracted", cache(words.extracted))
        yield


def test_every_string_is_there_in_every_version():
    assert list(words.faults()) == []


def test_the_command_fails_with_the_same_sentences(monkeypatch, capsys):
    monkeypatch.setattr(words, "faults", lambda check: iter(["A word is missing."]))
    assert words.main(["--check"]) == 1
    assert capsys.readouterr().err == "A word is missing.\n"


def test_the_command_runs_as_a_program():
    done = subprocess.run([sys.executable, "-m", "tools.words", "--help"], cwd=words.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "--check" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("source", "forms", "fault"),
    [
        ("Send", ("",), "not translated"),
        ("Send", (), "not translated"),
        ("Dear %(name)s", ("Поштовани",), "placeholders"),
        ("Dear %(name)s", ("Поштовани %(име)s",), "placeholders"),
        (("%(num)s day", "%(num)s days"), ("%(num)s дан", "%(num)s дана"), "2 Serbian plural forms"),
        (("one day", "%(num)s days"), ("један дан", "%(num)s дана", "%(num)s дана"), "placeholders"),
        ("Send", ("Пoшаљите",), "mixes Cyrillic and Latin"),
        ("Send", ("Пошаљи",), "says ти to the reader"),
        ("100 %% of %(all)s", ("100 % од %(all)s",), "per cent"),
        ("100 %%", ("100 %%",), "per cent"),
    ],
)
def test_the_test_itself_sees(source, forms, fault):
    found = list(words.faults_of(Message(source, locations=[("portal/somewhere.py", 1)]), forms))
    assert any(fault in sentence for sentence in found), found


def test_a_per_cent_sign_in_a_template_is_doubled():
    found = list(words.faults_of(Message("100 %", locations=[("templates/portal/x.html", 1)]), ("100 %",)))
    assert any("per cent" in sentence for sentence in found)


def test_good_words_pass():
    plural = Message(("%(num)s day", "%(num)s days"), locations=[("portal/x.py", 1)])
    assert not list(words.faults_of(plural, ("%(num)s дан", "%(num)s дана", "%(num)s дана")))
    assert not list(words.faults_of(Message("eGovernment", locations=[("portal/x.py", 1)]), ("еУправа",)))


def test_stale_catalogues_are_seen(monkeypatch, tmp_path):
    for file, text in words.rendered().items():
        copy = tmp_path / file.relative_to(words.TRANSLATIONS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
    monkeypatch.setattr(words, "TRANSLATIONS", tmp_path)
    assert not [sentence for sentence in words.faults() if "stale" in sentence]
    latin = words.po("sr_Latn")
    latin.write_text(latin.read_text(encoding="utf-8").replace("Sačuvajte", "Sacuvajte"), encoding="utf-8")
    assert [sentence for sentence in words.faults() if "sr_Latn/LC_MESSAGES/portal.po is stale" in sentence]


def test_two_runs_write_the_same_bytes():
    once = words.rendered()
    words.extracted.cache_clear()
    assert words.rendered() == once


def test_the_latin_catalogue_says_its_language():
    assert '"Language: sr_Latn\\n"' in words.po("sr_Latn").read_text(encoding="utf-8")


FOR_PROGRAMMERS = {"Choices cannot be None."}


def wtforms_messages():
    """The messages of WTForms' own that our forms can show: those of the fields and validators that portal/ imports."""
    imported = set()
    for file in paths.PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wtforms"):
                imported |= {alias.name for alias in node.names}
    found = set()
    for name in imported:
        thing = getattr(wtforms.fields, name, None) or getattr(wtforms.validators, name, None)
        for _, act in inspect.getmembers(thing, inspect.isfunction):
            if act.__module__.startswith("wtforms") and {"gettext", "ngettext"} & set(act.__code__.co_names):
                for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(act)))):
                    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"gettext", "ngettext"}:
                        found |= {
                            a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                        }
    return found - FOR_PROGRAMMERS


def test_wtforms_own_messages_are_translated():
    known = {source for message in words.extracted() if message.id for source in words.words(message.id)}
    messages = wtforms_messages()
    assert "Not a valid choice." in messages
    assert messages <= known


def test_a_reader_of_each_version_reads_it(app):
    said = {}
    with app.test_request_context():
        for key in VERSIONS:
            with speaking(key):
                said[key] = gettext("Checkpoint of the audit log")
    assert said == {
        "sr": "Контролна тачка дневника радњи",
        "lat": "Kontrolna tačka dnevnika radnji",
        "en": "Checkpoint of the audit log",
    }


def test_serbian_counts_in_three_forms(app):
    plural = next(words.words(message.id) for message in words.extracted() if not isinstance(message.id, str))
    with app.test_request_context(), speaking("sr"):
        said = {n: ngettext(*plural, n).replace(str(n), "n") for n in (1, 2, 5, 11, 21, 22, 101, 111)}
    assert said[1] == said[21] == said[101]
    assert said[2] == said[22]
    assert said[5] == said[11] == said[111]
