"""An unsafe deployment is refused, in a sentence for each weak setting."""

import pytest
from sqlalchemy import update

from portal import create_app
from portal.kernel import jobs, migrate
from portal.kernel.accounts import actions
from portal.kernel.accounts.models import Person, Role
from portal.kernel.db import work
from portal.kernel.operations import checks
from portal.kernel.settings import SettingsError
from tests.conftest import KEY

SAFE = {
    "PORTAL_ENVIRONMENT": "production",
    "PORTAL_SECRET_KEY": KEY,
    "PORTAL_COOKIE_SECURE": True,
    "PORTAL_SECOND_FACTOR": True,
    "PORTAL_DEMO": False,
    "PORTAL_BASE_URL": "https://portal.razanj.rs",
    "PORTAL_PROXIES": 1,
    "PORTAL_SMTP_URL": "smtps://portal:lozinka@mail.razanj.rs:465",
    "PORTAL_MAIL_FROM": "portal@razanj.rs",
    "PORTAL_AUDIT_MAIL": "nacelnik@razanj.rs",
    "PORTAL_SQLITE_SYNCHRONOUS": "FULL",
    "PORTAL_CLAMD": "127.0.0.1:3310",
}
WEAK = [
    ("environment", {"PORTAL_ENVIRONMENT": "development"}),
    ("environment", {"PORTAL_ENVIRONMENT": "test"}),
    ("debug", {"DEBUG": True}),
    ("demo", {"PORTAL_DEMO": True}),
    ("second factor", {"PORTAL_SECOND_FACTOR": False}),
    ("cookies", {"PORTAL_COOKIE_SECURE": False}),
    ("base url", {"PORTAL_BASE_URL": "http://portal.razanj.rs"}),
    ("base url", {"PORTAL_BASE_URL": "https://127.0.0.1:8000"}),
    ("proxies", {"PORTAL_PROXIES": 0}),
    ("smtp", {"PORTAL_SMTP_URL": ""}),
    ("sender", {"PORTAL_MAIL_FROM": "portal@localhost"}),
    ("sender", {"PORTAL_MAIL_FROM": "Portal <portal@razanj.example>"}),
    ("audit mail", {"PORTAL_AUDIT_MAIL": ""}),
    ("memory", {"PORTAL_DATABASE_URL": "sqlite://"}),
    ("synchronous", {"PORTAL_SQLITE_SYNCHRONOUS": "OFF"}),
]
WEAK_KEYS = ["", "short", "development-only", "a" * 64, "0123456789"]


@pytest.fixture
def safe(make_app, tmp_path):
    tmp_path.chmod(0o750)
    return lambda **more: make_app(**{**SAFE, **more})


def names(app, findings):
    with app.app_context():
        return [finding.name for finding in findings() if not finding.warning]


def test_safe_settings_pass(safe):
    assert names(safe(), checks.settings) == []


@pytest.mark.parametrize(("name", "weak"), WEAK, ids=str)
def test_each_weak_setting_is_refused_by_its_name_and_no_other(safe, name, weak):
    if name == "synchronous" and migrate_is_postgresql(safe):
        pytest.skip("only SQLite has it")
    assert names(safe(**weak), checks.settings) == [name]


def migrate_is_postgresql(safe):
    app = safe()
    with app.app_context():
        return migrate.engine().dialect.name == "postgresql"


@pytest.mark.parametrize("key", WEAK_KEYS)
def test_a_weak_key_does_not_even_make_an_app(key, tmp_path):
    with pytest.raises(SettingsError, match="PORTAL_SECRET_KEY"):
        create_app(PORTAL_ENVIRONMENT="production", PORTAL_SECRET_KEY=key, PORTAL_INSTANCE=str(tmp_path))


def test_the_development_key_is_refused_for_a_deployment(safe):
    app = safe(PORTAL_ENVIRONMENT="development", PORTAL_SECRET_KEY="")
    assert names(app, checks.settings) == ["key", "environment"]


def test_a_folder_everybody_reads_is_refused(safe, tmp_path):
    tmp_path.chmod(0o755)
    assert names(safe(), checks.settings) == ["folder"]


def test_normal_synchronous_is_a_warning(safe):
    if migrate_is_postgresql(safe):
        pytest.skip("only SQLite has it")
    app = safe(PORTAL_SQLITE_SYNCHRONOUS="NORMAL")
    with app.app_context():
        assert [(finding.name, finding.warning) for finding in checks.settings()] == [("synchronous", True)]


@pytest.mark.parametrize("arguments", [(), ("--deploy",)])
def test_files_that_nobody_scans_are_a_warning_in_production(safe, arguments):
    def said(**more):
        return safe(**more).test_cli_runner().invoke(args=["portal", "check", *arguments])

    assert "PORTAL_CLAMD" in said(PORTAL_CLAMD="").output
    assert "PORTAL_CLAMD" not in said().output
    if not arguments:
        assert said(PORTAL_CLAMD="").exit_code == 0
        assert "PORTAL_CLAMD" not in said(PORTAL_CLAMD="", PORTAL_ENVIRONMENT="test").output
    app = safe(PORTAL_CLAMD="")
    with app.app_context():
        assert [(finding.name, finding.warning) for finding in checks.settings()] == [("scanner", True)]


def test_every_sentence_says_what_to_do(safe):
    for _, weak in WEAK:
        app = safe(**weak)
        with app.app_context():
            assert all(len(finding.sentence) > 50 and finding.sentence.endswith(".") for finding in checks.settings())


def test_a_database_that_was_not_upgraded_is_refused(app):
    with app.app_context():
        assert list(checks.database()) == []
        migrate.downgrade()
        assert [finding.name for finding in checks.database()] == ["migrations"]
        assert list(checks.people()) == []


def test_people_and_worker_are_missed(app, clock):
    with app.app_context():
        assert [finding.name for finding in checks.people()] == ["administrator", "worker"]
        with work() as db:
            actions.add_person(db, email="ana@test.example", name="Ana", roles=[(Role.ADMINISTRATOR, "")])
            jobs.beat(db, "worker 1")
        assert list(checks.people()) == []

        clock.moves(minutes=6)
        assert [finding.name for finding in checks.people()] == ["worker"]
        with work() as db:
            db.execute(update(Person).values(disabled_at=clock.moment))
            jobs.beat(db, "worker 1")
        assert [finding.name for finding in checks.people()] == ["administrator"]


def test_the_command_says_all_of_it_and_fails(safe):
    app = safe(PORTAL_SMTP_URL="", PORTAL_DEMO=True)
    done = app.test_cli_runner().invoke(args=["portal", "check", "--deploy"])
    assert done.exit_code == 1
    for part in ("PORTAL_SMTP_URL", "PORTAL_DEMO", "administrator", "worker"):
        assert part in done.output
    assert app.test_cli_runner().invoke(args=["portal", "check"]).exit_code == 0


def test_a_production_start_with_a_weak_setting_fails(safe, monkeypatch):
    from portal.kernel import server

    started = []
    monkeypatch.setattr(server, "serve", lambda app, **how: started.append(how))
    weak = safe(PORTAL_SECOND_FACTOR=False)
    done = weak.test_cli_runner().invoke(args=["portal", "serve"])
    assert (done.exit_code, started) == (1, [])
    assert "PORTAL_SECOND_FACTOR" in done.output

    good = safe()
    done = good.test_cli_runner().invoke(args=["portal", "serve"])
    assert (done.exit_code, len(started)) == (0, 1), done.output
