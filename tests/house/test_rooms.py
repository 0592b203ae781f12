"""The rules that keep the house: each is code, so that none lives in promises only."""

import ast
import re
from functools import cache
from pathlib import Path
from statistics import median

import pytest
from jinja2 import nodes

from portal import create_app
from portal.kernel.access import ANYONE, SIGNED_IN
from portal.kernel.paths import PACKAGE, ROOT, TEMPLATES
from tests.conftest import KEY

pytestmark = pytest.mark.one_engine

OTHER_CREDENTIAL = {
    "portal.follows.unfollow": "one-click unsubscribing (RFC 8058): the address is signed",
    "portal.uploads.create": "a signed grant in the address, beside the owner's session",
    "portal.uploads.upload": "an address nobody guesses, beside the owner's session",
    "portal.open311.send": "an API key",
    "portal.open311.send_test": "an API key",
    "portal.open311.no_call": "nothing: it answers 404 to everything",
}
"""Views whose unsafe requests prove themselves otherwise than by coming from our pages, and by what."""

SESSION_FREE = {"portal.surveys.after", "portal.surveys.answer"}
"""Views for which nobody is signed in: answers to a survey are not put beside a person."""

ROOMS = {"models", "acts", "actions", "queries", "forms", "views", "notices", "jobs", "panels", "personal", "demo", "refusals", "rules", "words", "indicators", "commands", "programs", "law"}
"""What a feature may consist of besides its declaration: a module or a folder of that name (docs/house.md)."""

LONGEST, USUAL = 20, 10
"""A view's body in lines: the most, and the median."""

ONLY = {
    "flask_babel": {"portal/kernel/words.py"},
    "flask_login": {"portal/kernel/accounts/session.py"},
    "bleach": {"portal/kernel/texts/sanitize.py"},
}
"""Libraries that one room alone may import."""

LANGUAGE = "portal/kernel/texts/"
"""Transliteration and stemming know Serbian proper names as such, those of every municipality."""

COMPONENTS = ROOT / "tests" / "house" / "test_components.py"
"""Renders the style guide, which shows every component in every state and is a page for tests alone."""

MAIL = "portal/mail/"
"""Mail programs read no style sheets, so letters carry their style in attributes."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The portal alone, for looking at: no database is needed."""
    folder = tmp_path_factory.mktemp("house")
    return create_app(PORTAL_ENVIRONMENT="test", PORTAL_SECRET_KEY=KEY, PORTAL_INSTANCE=str(folder), PORTAL_DATABASE_URL="sqlite://")


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def views(app):
    return {name: view for name, view in app.view_functions.items() if name.startswith("portal.") and not name.endswith(".static")}


class TestAccess:
    def test_every_view_says_who_may_use_it(self, house):
        assert [name for name, view in views(house).items() if not getattr(view, "permission", "")] == []

    def test_every_permission_asked_for_is_declared(self, house):
        declared = {*house.extensions["portal"].permissions, ANYONE, SIGNED_IN}
        assert {name: view.permission for name, view in views(house).items() if view.permission not in declared} == {}

    def test_a_feature_asks_for_its_own_permissions_or_the_kernels(self, house):
        features = {feature.name for feature in house.extensions["portal"].features}
        foreign = [
            name
            for name, view in views(house).items()
            if (owner := view.permission.split(".")[0]) in features and name.split(".")[1] != owner
        ]
        assert foreign == []

    def test_every_permission_that_a_feature_declares_is_asked_for(self, house):
        texts = "".join(file.read_text(encoding="utf-8") for file in sources())
        unused = [name for f in house.extensions["portal"].features for name in f.permissions if texts.count(f'"{name}"') < 2]
        assert unused == []

    def test_views_with_another_credential_are_the_ones_written_here(self, house):
        assert {name for name, view in views(house).items() if getattr(view, "other_credential", False)} == set(OTHER_CREDENTIAL)

    def test_views_without_a_session_are_the_ones_written_here(self, house):
        assert {name for name, view in views(house).items() if getattr(view, "session_free", False)} == SESSION_FREE

    def test_every_address_is_ours_and_plain(self, house):
        rules = [rule for rule in house.url_map.iter_rules() if rule.endpoint.startswith("portal.")]
        odd = [rule.rule for rule in rules if not re.sub(r"<[^>]+>", "", rule.rule).replace("/.well-known", "").isascii()]
        assert odd == [] and len(rules) > 50


def view_lengths() -> dict[str, int]:
    """Lines of every view's body in kernel and features, docstring and decorators left out."""
    found = {}
    for file in sources():
        if "views" in name_of(file):
            for node in ast.walk(tree_of(file)):
                if isinstance(node, ast.FunctionDef) and any("route(" in ast.unparse(mark) for mark in node.decorator_list):
                    body = node.body[1:] if ast.get_docstring(node) else node.body
                    found[f"{name_of(file)}:{node.name}"] = (node.end_lineno or 0) - body[0].lineno + 1
    return found


class TestViews:
    def test_none_is_longer_than_a_screenful(self):
        assert {name: lines for name, lines in view_lengths().items() if lines > LONGEST} == {}

    def test_most_are_short(self):
        lengths = view_lengths()
        assert len(lengths) > 50 and median(lengths.values()) <= USUAL


def features() -> list[Path]:
    return sorted(folder for folder in (PACKAGE / "features").iterdir() if (folder / "__init__.py").is_file())


class TestRooms:
    def test_features_have_the_same_rooms(self):
        odd = {
            folder.name: sorted(strange)
            for folder in features()
            if (strange := {part.stem for part in folder.iterdir() if part.name != "__pycache__" and part.suffix != ".txt"} - ROOMS - {"__init__"})
        }
        assert odd == {} and len(features()) >= 4

    def test_a_features_init_is_the_declaration_and_nothing_else(self):
        for folder in features():
            docstring, *rest = tree_of(folder / "__init__.py").body
            assert isinstance(docstring, ast.Expr), folder.name
            *imports, declaration = rest
            assert all(isinstance(node, ast.ImportFrom) for node in imports), folder.name
            assert ast.unparse(declaration).startswith("feature = Feature("), folder.name

    def test_the_name_is_everywhere_the_same(self, house):
        for feature in house.extensions["portal"].features:
            assert (PACKAGE / "features" / feature.name).is_dir()
            assert (TEMPLATES / "portal" / feature.name).is_dir()
            assert list((ROOT / "tests" / "features" / feature.name).glob("test_*.py")), f"no tests of {feature.name}"

    def test_every_folder_of_features_is_switched_on_by_default(self, house):
        assert {folder.name for folder in features()} == {feature.name for feature in house.extensions["portal"].features}

    def test_every_module_opens_with_a_sentence(self):
        silent = [name_of(file) for file in sources() if file.stat().st_size and not (ast.get_docstring(tree_of(file)) or "")[:1].strip()]
        assert silent == []

    @pytest.mark.parametrize("library", ONLY)
    def test_one_room_alone_imports(self, library):
        found = {name_of(file) for file in sources() if library in {name.split(".")[0] for name in imports(tree_of(file))}}
        assert found == ONLY[library]

    def test_no_municipality_is_named_in_code(self):
        """What belongs to one municipality stands in its profile (portal/starter is one)."""
        named = re.compile("ra[zž]anj|ражањ", re.IGNORECASE)
        places = [
            f"{name_of(file)}:{number}"
            for file in [*sources(), *template_files(), *(ROOT / "static").glob("*.*"), ROOT / "wsgi.py"]
            if file.suffix in {".py", ".html", ".txt", ".xml", ".js", ".css", ".svg"} and not name_of(file).startswith(LANGUAGE)
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
            if named.search(line)
        ]
        assert places == []


def imports(tree: ast.Module):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def template_files() -> list[Path]:
    return sorted(file for file in (TEMPLATES / "portal").rglob("*") if file.is_file())


def template_name(file: Path) -> str:
    return file.relative_to(TEMPLATES).as_posix()


@pytest.fixture(scope="module")
def parsed(house):
    """Every template's tree, by its name."""
    return {template_name(file): house.jinja_env.parse(file.read_text(encoding="utf-8")) for file in template_files()}


def leads_to(tree) -> set[str]:
    """The templates that a template extends, includes or imports."""
    found = tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))
    targets = [node.template for node in found]
    assert all(isinstance(target, nodes.Const) for target in targets), "templates name templates, they do not compute them"
    return {target.value for target in targets}


class TestTemplates:
    def test_what_they_lead_to_exists(self, parsed):
        assert {name: sorted(missing) for name, tree in parsed.items() if (missing := leads_to(tree) - parsed.keys())} == {}

    def test_what_is_imported_is_used(self, parsed):
        unused = []
        uses = {name: {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"} for name, tree in parsed.items()}
        parents = {name: {node.template.value for node in tree.find_all(nodes.Extends)} for name, tree in parsed.items()}
        for name, tree in parsed.items():
            used = uses[name].union(*(uses[heir] for heir in parsed if name in parents[heir]))
            bound = {node.target for node in tree.find_all(nodes.Import)}
            for node in tree.find_all(nodes.FromImport):
                bound |= {item[1] if isinstance(item, tuple) else item for item in node.names}
            unused += [f"{name}: {each}" for each in sorted(bound - used)]
        assert unused == []

    def test_nothing_is_declared_safe(self, parsed):
        assert [name for name, tree in parsed.items() if any(f.name == "safe" for f in tree.find_all(nodes.Filter))] == []
        assert [name for name, tree in parsed.items() if "Markup" in {n.name for n in tree.find_all(nodes.Name)}] == []

    def test_escaping_is_switched_off_in_plain_text_only(self):
        off = [template_name(file) for file in template_files() if re.search(r"autoescape\s+false", file.read_text(encoding="utf-8"))]
        assert all(name.endswith(".txt") for name in off)

    def test_no_style_and_no_script_stands_in_a_page(self):
        inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
        files = [file for file in template_files() if not template_name(file).startswith(MAIL)]
        assert [template_name(file) for file in files if inline.search(file.read_text(encoding="utf-8"))] == []

    def test_no_address_is_written_by_hand(self):
        """Addresses come from url_for, so that prefix and version are in them."""
        by_hand = re.compile(r"(?:href|src|action)=\"/(?!/)")
        assert [template_name(file) for file in template_files() if by_hand.search(file.read_text(encoding="utf-8"))] == []

    def test_every_endpoint_they_name_exists(self, house, parsed):
        wrong = []
        for name, tree in parsed.items():
            for call in tree.find_all(nodes.Call):
                if isinstance(call.node, nodes.Name) and call.node.name == "url_for" and isinstance(call.args[0], nodes.Const):
                    if call.args[0].value not in house.view_functions:
                        wrong.append(f"{name}: {call.args[0].value}")
        assert wrong == []

    def test_every_one_is_rendered_or_part_of_one_that_is(self, parsed):
        reached, next_ones = set(), rendered(parsed)
        while next_ones:
            reached |= next_ones
            next_ones = {to for name in next_ones for to in leads_to(parsed[name])} - reached
        assert sorted(parsed.keys() - reached) == []

    def test_macros_are_small(self):
        """One file for each component, at most a screenful."""
        long = {template_name(f): n for f in (TEMPLATES / "portal" / "ui").iterdir() if (n := f.read_text("utf-8").count("\n")) > 60}
        assert long == {}


def rendered(parsed) -> set[str]:
    """The templates that code names: as a whole, or by a word of the same room where a view puts the name together."""
    found = set()
    for file in sources():
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Constant) and node.value in parsed:
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found |= {name for name in put_together(node, file) if name in parsed}
    return found | set(re.findall(r"portal/[\w/]+\.html", COMPONENTS.read_text(encoding="utf-8")))


def put_together(text: ast.JoinedStr, file: Path) -> set[str]:
    """What `f"portal/accounts/{name}.html"` may become with the words that stand in its room (`views/` and beside)."""
    parts = [part.value if isinstance(part, ast.Constant) else None for part in text.values]
    if not (len(parts) == 3 and str(parts[0]).startswith("portal/") and str(parts[2]).startswith(".") and parts[1] is None):
        return set()
    room = file.parent.parent if file.parent.name == "views" else file.parent
    words = {
        str(node.value)
        for other in room.rglob("*.py")
        for node in ast.walk(tree_of(other))
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int)
    }
    return {f"{parts[0]}{word}{parts[2]}" for word in words}


def is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


class TestEndpoints:
    def test_every_endpoint_that_code_names_exists(self, house):
        wrong = []
        for file in sources():
            for node in ast.walk(tree_of(file)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"portal\.[a-z_]+\.[a-z_]+", node.value):
                    if node.value not in house.view_functions and not is_module(node.value):
                        wrong.append(f"{name_of(file)}:{node.lineno} {node.value}")
        assert wrong == []
