"""The commands: each does what it says, refuses in a sentence, and works in a host too."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
import yaml
from flask import Flask
from sqlalchemy import func, select, update

from portal import Portal
from portal.kernel import audit, migrate
from portal.kernel.accounts.models import Person
from portal.kernel.audit import AuditLine
from portal.kernel.db import session, work
from portal.kernel.municipality.models import Fact, Office, Promise, Term, Topic, Unit
from portal.kernel.paths import ROOT, STARTER
from tests.conftest import KEY, settings

PROFILE = STARTER / "profile.yaml"


@pytest.fixture
def runs(app):
    """Runs `portal …` and checks how it ended."""

    def run(*words, expects=0, **more):
        done = app.test_cli_runner().invoke(args=["portal", *map(str, words)], **more)
        assert done.exit_code == expects, done.output + repr(done.exception)
        return done.output

    return run


class TestPeople:
    def test_the_first_administrator(self, runs, db):
        runs("person", "add", "Ana@Test.example", "--name", "Ана", "--role", "administrator", "--role",
             "clerk:urbanizam", env={"PORTAL_PASSWORD": "jagode most 77 zima"})  # fmt: skip
        out = runs("person", "list")
        assert "ana@test.example" in out and "administrator, clerk:urbanizam" in out and "no second factor" in out

    @pytest.mark.parametrize(
        ("words", "password", "sentence"),
        [
            (["--role", "king"], "jagode most 77 zima", "There is no role king"),
            ([], "short", "at least 10 characters"),
            ([], "lozinka", "at least 10 characters"),
        ],
    )
    def test_refusals_are_sentences(self, runs, words, password, sentence):
        out = runs(
            "person", "add", "ana@test.example", "--name", "Ana", *words, expects=1, env={"PORTAL_PASSWORD": password}
        )
        assert sentence in out and "Traceback" not in out
        assert "ana@test.example" not in runs("person", "list")

    def test_disabling(self, runs, people, db):
        moderator = people.moderator()
        runs("person", "disable", moderator.email)
        assert not db.get(Person, moderator.id).is_active
        assert moderator.asks("/sr/nalog/").status_code != 200
        assert "Nobody has an account" in runs("person", "disable", "nobody@test.example", expects=1)


class TestProfile:
    @pytest.fixture
    def changed(self, tmp_path):
        def write(change):
            profile = yaml.safe_load(PROFILE.read_text(encoding="utf-8"))
            shutil.copy(PROFILE.parent / profile["map"]["outline"], tmp_path)
            change(profile)
            file = tmp_path / "profile.yaml"
            file.write_text(yaml.safe_dump(profile, allow_unicode=True), encoding="utf-8")
            return file

        return write

    def test_the_starter_profile_differs_in_nothing(self, runs):
        assert runs("profile", "diff", PROFILE) == ""

    def test_differences_are_shown_and_applied_with_an_audit_line_each(self, runs, db, changed):
        def change(profile):
            profile["municipality"]["name_sr"] = "Општина Ћићевац"
            profile["policies"]["answer"]["working_days"] = 8
            profile["units"].append({"key": "nova", "name_sr": "Нова служба", "name_en": "New service"})
            profile["offices"][1]["open"] = False
            profile["offices"][0]["term"]["to"] = "2027-01-31"
            profile["topics"][1]["office"] = "nacelnik-uprave"
            profile["settlements"].append({"name_sr": "Ново Село"})
            profile["calendar"]["extra"] = [{"date": "2027-05-08", "name_sr": "Радна субота", "working": True}]

        file = changed(change)
        lines = db.scalar(select(func.count()).select_from(AuditLine))
        db.rollback()
        shown = runs("profile", "diff", file, expects=1)
        for part in (
            "~ municipality municipality name_sr: 'Општина Ражањ' -> 'Општина Ћићевац'",
            "~ promise answer rules:",
            "+ unit nova",
            "~ office nacelnik-uprave open: True -> False",
            "~ term predsednik-opstine@2024-07-01 ended_on",
            "~ topic voda office: 'predsednik-opstine' -> 'nacelnik-uprave'",
            "+ settlement Ново Село",
            "+ day 2027-05-08",
        ):
            assert part in shown
        assert db.scalar(select(func.count()).select_from(AuditLine)) == lines

        runs("profile", "apply", file)
        db.expire_all()
        assert runs("profile", "diff", file) == ""
        assert runs("profile", "apply", file) == ""
        assert db.get(Fact, "municipality").value["name_sr"] == "Општина Ћићевац"
        assert db.scalars(select(Promise.version).where(Promise.name == "answer").order_by(Promise.version)).all() == [
            1,
            2,
        ]
        assert db.scalars(select(Promise.version).where(Promise.name == "moderation")).all() == [1]
        assert db.scalar(select(Office.open).where(Office.key == "nacelnik-uprave")) is False
        assert db.scalar(select(Unit.name_en).where(Unit.key == "nova")) == "New service"
        assert db.scalar(select(AuditLine.details).where(AuditLine.subject_kind == "topic"))["fields"] == "office"
        assert db.scalar(select(func.count()).where(AuditLine.act == "municipality.apply")) == 8
        assert list(audit.verify(db)) == []

    def test_what_only_the_database_has_stays(self, runs, db, changed):
        file = changed(lambda profile: (profile["topics"].pop(), profile["offices"][-1].pop("previous")))
        before = [db.scalar(select(func.count()).select_from(model)) for model in (Topic, Term)]
        db.rollback()
        assert "only here: topic" in runs("profile", "diff", file, expects=1)
        assert runs("profile", "apply", file) == ""
        assert [db.scalar(select(func.count()).select_from(model)) for model in (Topic, Term)] == before

    def test_a_file_that_is_no_profile_is_refused(self, runs, tmp_path):
        for text, sentence in (("a: [", "cannot be read"), ("a: 1", "no whole profile"), ("", "no whole profile")):
            (tmp_path / "wrong.yaml").write_text(text)
            assert sentence in runs("profile", "apply", tmp_path / "wrong.yaml", expects=1)


class TestAudit:
    def test_verify_and_head(self, runs, db):
        head = runs("audit", "head").strip()
        assert "no fault" in runs("audit", "verify", "--checkpoint", head)
        assert "without a checkpoint: no fault" in runs("audit", "verify")
        with work() as transaction:
            transaction.execute(update(AuditLine).where(AuditLine.seq == 1).values(act="other"))
        assert "was changed" in runs("audit", "verify", expects=1)
        assert "no checkpoint" in runs("audit", "verify", "--checkpoint", "7", expects=1)

    def test_a_wrong_checkpoint_is_a_fault(self, runs, db):
        assert "computed anew" in runs("audit", "verify", "--checkpoint", f"1:{'0' * 64}", expects=1)


def test_tables_of_permissions_features_and_settings(runs, app):
    assert "moderation.decide\tmoderator\n" in runs("permissions")
    assert {line.split("\t")[0] for line in runs("features").splitlines()} == {
        f.name for f in app.extensions["portal"].features
    }
    said = runs("settings")
    assert KEY not in said and "PORTAL_PROXIES=0" in said


def test_backup_and_restore(runs, tmp_path):
    assert "rows" in runs("backup", tmp_path / "saved.tar")
    assert "exists already" in runs("backup", tmp_path / "saved.tar", expects=1)
    assert "is not empty" in runs("restore", tmp_path / "saved.tar", expects=1)


def test_upgrade_of_an_empty_database(runs, app):
    with app.app_context():
        migrate.downgrade()
    assert "migrations" not in runs("check", expects=1)
    said = runs("upgrade")
    assert migrate.OURS.head in said and "portal profile apply" in said
    runs("profile", "apply", PROFILE)
    with app.app_context():
        assert session().get(Fact, "municipality") is not None


def test_a_demonstration_never_gets_into_production(make_app):
    app = make_app(PORTAL_ENVIRONMENT="production")
    done = app.test_cli_runner().invoke(args=["portal", "demo"])
    assert done.exit_code == 1 and "PORTAL_DEMO=1" in done.output


def test_in_a_host_the_same_commands_work_on_the_hosts_app(database, tmp_path, clock):
    host = Flask("host", instance_path=str(tmp_path))
    host.config.update(settings(tmp_path, database(tmp_path)))
    Portal(host)
    done = host.test_cli_runner().invoke(args=["portal", "check"])
    assert done.exit_code == 0, done.output
    for command in ("serve", "run"):
        done = host.test_cli_runner().invoke(args=["portal", command])
        assert done.exit_code == 1 and "the site's own server" in done.output
    with host.app_context():
        migrate.engine().dispose()


def portal_process(folder, *words, **more):
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_ENVIRONMENT": "development",
        "PORTAL_INSTANCE": str(folder),
        "PYTHONPATH": str(ROOT),
        **more,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "portal", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_an_app_that_cannot_start_says_why_in_a_sentence(tmp_path):
    process = portal_process(tmp_path, "check", PORTAL_ENVIRONMENT="production")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out.startswith("Error: PORTAL_SECRET_KEY is missing") and "Traceback" not in out


@pytest.mark.one_engine
@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_run_starts_server_and_worker_and_stops_both(tmp_path, database, number):
    if "sqlite" not in database(tmp_path):
        pytest.skip("one engine is enough")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = portal_process(tmp_path, "run", "--port", str(port))
    try:
        assert ready(port, within=90), said(process)
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True
        )
        pids = [int(pid) for pid in children.stdout.split()]
        assert len(pids) == 2
        process.send_signal(number)
        assert process.wait(40) == 0
        assert not [pid for pid in pids if os.path.exists(f"/proc/{pid}")]
    finally:
        process.kill()
        process.communicate(timeout=10)


def said(process):
    process.terminate()
    return process.communicate(timeout=40)[0]


def ready(port, within):
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False
