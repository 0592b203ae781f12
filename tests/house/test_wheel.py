"""The wheel, built from the sdist and installed in a fresh environment, works from an empty folder."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from portal import __version__
from portal.kernel.paths import ROOT
from tools import words

pytestmark = pytest.mark.one_engine
LOCALES = ("sr", "sr_Latn", "en")
PAGES = """
import json, sys
from pathlib import Path
import portal
from portal.kernel import paths
from portal import create_app, wrap

app = create_app()
wrap(app)
client = app.test_client()
found = {"package": portal.__file__, "starter": sorted(file.name for file in paths.STARTER.iterdir()), "pages": {}}
for address in sys.argv[1:]:
    with client.get(address) as answer:
        found["pages"][address] = [answer.status_code, answer.get_data(as_text=True)]
print(json.dumps(found))
"""


def run(*command, cwd, **more):
    """Run a program to its end, without anything of this checkout in its environment; it must succeed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PORTAL_", "PYTEST"))}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env={**clean, **more}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    words.compile_all()
    target = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--outdir", target, ROOT, cwd=target)
    return next(target.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist, tmp_path_factory):
    """The wheel from the unpacked sdist: what the sdist lacks, the wheel lacks."""
    target = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as packed:
        packed.extractall(target, filter="data")
    source = next(target.iterdir())
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", target, source, cwd=target)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """A fresh environment with the wheel; what it needs is borrowed from this one, since tests load nothing."""
    folder = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    run(
        sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", folder / "bin" / "python",
        "install", "--no-index", "--no-deps", wheel, cwd=folder,
    )  # fmt: skip
    here = Path(next(folder.glob("lib/python*/site-packages")))
    (here / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def portal(environment, empty):
    """A function that runs the installed command in the empty folder."""
    key = {"PORTAL_SECRET_KEY": "a-key-for-the-wheel-0123456789-abcdefghij", "PORTAL_COOKIE_SECURE": "0"}
    return lambda program, *arguments: run(environment / program, *arguments, cwd=empty, **key)


@pytest.fixture(scope="module")
def answers(portal, environment, empty):
    """What the installed portal says after an upgrade and with the starter's profile."""
    assert list(empty.iterdir()) == []
    assert "portal: 0" in portal("portal", "upgrade")
    starter = next(environment.parent.glob("lib/python*/site-packages/portal/starter/profile.yaml"))
    portal("portal", "profile", "apply", starter)
    addresses = ["/sr/", "/lat/pitanja/", "/en/plan/", "/sr/strane/pristupacnost/", "/static/portal.css", "/sr/nema/"]
    return json.loads(portal("python", "-c", PAGES, *addresses))


def test_the_wheel_holds_what_is_needed_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"portal", f"opstinski_portal-{__version__}.dist-info"}
    for locale in LOCALES:
        assert f"portal/translations/{locale}/LC_MESSAGES/portal.mo" in names
    needed = ["py.typed", "templates/portal/base.html", "static/portal.css", "static/icons.svg", "migrations/env.py",
              "migrations/HEAD", "starter/profile.yaml", "starter/plan.yaml", "starter/pages.yaml"]  # fmt: skip
    assert [name for name in needed if f"portal/{name}" not in names] == []
    assert [name for name in names if "__pycache__" in name or name.endswith((".db", ".eml", ".pyc"))] == []
    there = {file.relative_to(ROOT).as_posix() for file in (ROOT / "templates").rglob("*.*") if file.is_file()}
    assert there <= {name.removeprefix("portal/") for name in names}


def test_its_metadata_say_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as packed:
        folder = f"opstinski_portal-{__version__}.dist-info"
        metadata = packed.read(f"{folder}/METADATA").decode()
        commands = packed.read(f"{folder}/entry_points.txt").decode()
    assert f"Version: {__version__}" in metadata and "Requires-Python: >=3.11" in metadata
    assert "Requires-Dist: flask" in metadata and "pytest" not in metadata
    assert "portal = portal.cli:main" in commands


def test_the_pages_come_from_the_installed_package(answers, environment):
    assert answers["package"].startswith(str(environment.parent))


def test_pages_in_the_three_versions_and_a_static_file(answers):
    pages = answers["pages"]
    assert {address: status for address, (status, _) in pages.items()} == {
        "/sr/": 200, "/lat/pitanja/": 200, "/en/plan/": 200, "/sr/strane/pristupacnost/": 200, "/static/portal.css": 200, "/sr/nema/": 404,
    }  # fmt: skip
    assert 'lang="sr-Cyrl"' in pages["/sr/"][1]
    assert 'lang="sr-Latn"' in pages["/lat/pitanja/"][1]
    assert 'lang="en"' in pages["/en/plan/"][1]
    assert ".govuk-button" in pages["/static/portal.css"][1]


def test_the_words_are_really_serbian(answers):
    pages = answers["pages"]
    assert "Питања и одговори" in pages["/sr/"][1] and "Questions and answers" not in pages["/sr/"][1]
    assert "Pitanja i odgovori" in pages["/lat/pitanja/"][1] and "Питања" not in pages["/lat/pitanja/"][1].partition("<main")[2]
    assert "Questions and answers" in pages["/en/plan/"][1]
    assert "Страница није пронађена" in pages["/sr/nema/"][1]


def test_the_starters_content_is_there(answers):
    assert {"profile.yaml", "plan.yaml", "pages.yaml", "demo.yaml"} <= set(answers["starter"])
    assert "3.1.1" in answers["pages"]["/en/plan/"][1]


def test_the_command_helps(portal):
    said = portal("portal", "--help")
    for command in ("upgrade", "serve", "work", "backup", "audit"):
        assert command in said


def test_the_installation_is_whole_and_keeps_to_its_folder(portal, answers, empty):
    assert "Nothing is wrong." in portal("portal", "check")
    assert [file.name for file in empty.iterdir()] == ["instance"]
