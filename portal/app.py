"""The composition root: the only module that knows the kernel and the features."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask_sqlalchemy import SQLAlchemy
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, default_exceptions

from portal.kernel import access, feature, moments, paths, settings, words  # noqa: F401 - moments: a table that features lock
from portal.kernel.accounts import session as sign_ins
from portal.kernel.accounts.models import Role
from portal.kernel.accounts.notices import NOTICES as ACCOUNT_NOTICES
from portal.kernel.accounts.views import pages as accounts
from portal.kernel.acts.views import pages as acts
from portal.kernel.cache import wrap
from portal.kernel.comments import desk as comments_desk
from portal.kernel.comments import personal as comments_personal
from portal.kernel.comments.discussion import Discussion
from portal.kernel.comments.jobs import COMMENT_JOBS
from portal.kernel.comments.notices import NOTICES as COMMENT_NOTICES
from portal.kernel.comments.views import pages as comments
from portal.kernel.db import tune_sqlite, watch
from portal.kernel.feature import Feature, PersonalData
from portal.kernel.files.jobs import FILE_JOBS
from portal.kernel.files.views import pages as files
from portal.kernel.follows.views import pages as follows
from portal.kernel.house import HOUSE_JOBS, HOUSE_NOTICES
from portal.kernel.jobs import Job
from portal.kernel.moderation.queue import Queue
from portal.kernel.moderation.views import pages as desk
from portal.kernel.moderation.views.transparency import pages as transparency
from portal.kernel.municipality.views import pages as administration
from portal.kernel.organisations import personal as organisations_personal
from portal.kernel.organisations.notices import NOTICES as ORGANISATION_NOTICES
from portal.kernel.organisations.views import pages as organisations
from portal.kernel.outbox.letters import Writer
from portal.kernel.outbox.views import pages as letters
from portal.kernel.photos.jobs import PHOTO_JOBS
from portal.kernel.photos.views import pages as photos
from portal.kernel.receipts.views import programs as receipts
from portal.kernel.refusals import Refusal
from portal.kernel.site import failures, gate, shown, views
from portal.kernel.uploads import personal as uploads_personal
from portal.kernel.uploads.jobs import UPLOAD_JOBS
from portal.kernel.uploads.views import programs as uploads

__all__ = ["Portal", "create_app", "wrap"]


class Portal:
    """The portal in a Flask app: `Portal(app)`, after the host's own extensions.

    `features` names what to mount instead of what `PORTAL_FEATURES` and installed packages say.
    """

    def __init__(self, app: Flask | None = None, *, features: Sequence[Feature] | None = None, alone: bool = False) -> None:
        self._chosen = features
        self.alone = alone
        self.features: tuple[Feature, ...] = ()
        self.ways: dict[Any, str] = {}
        if app is not None:
            self.init_app(app)

    @property
    def permissions(self) -> Mapping[str, frozenset[Role]]:
        """The one table of who may do what: the kernel's and every feature's."""
        return {**access.KERNEL_PERMISSIONS, **{k: v for f in self.features for k, v in f.permissions.items()}}

    @property
    def queues(self) -> Mapping[str, Queue]:
        """What the moderators' desk lists, by kind."""
        ours = (comments_desk.QUEUE,) if self.discussions else ()
        return {queue.kind: queue for queue in (*(queue for f in self.features for queue in f.queues), *ours)}

    @property
    def discussions(self) -> Mapping[str, Discussion]:
        """What can be commented on, by kind."""
        return {discussion.kind: discussion for f in self.features for discussion in f.discussions}

    @property
    def personal_data(self) -> Mapping[str, PersonalData]:
        """What is kept about a person, by the room that keeps it."""
        theirs = {f.name: f.personal_data for f in self.features if f.personal_data}
        ours = {"comments": comments_personal, "organisations": organisations_personal, "uploads": uploads_personal}
        return {**{name: PersonalData(export=room.export, forget=room.forget) for name, room in ours.items()}, **theirs}

    @property
    def writers(self) -> Mapping[str, Writer]:
        """Who writes the letters, by kind."""
        theirs = {kind: writer for f in self.features for kind, writer in f.notices.items()}
        return {**ACCOUNT_NOTICES, **HOUSE_NOTICES, **COMMENT_NOTICES, **ORGANISATION_NOTICES, **theirs}

    @property
    def jobs(self) -> Mapping[str, Job]:
        """What the worker can do, by name."""
        ours = (*HOUSE_JOBS, *FILE_JOBS, *UPLOAD_JOBS, *PHOTO_JOBS, *COMMENT_JOBS)
        return {job.name: job for job in (*ours, *(job for f in self.features for job in f.jobs))}

    def init_app(self, app: Flask) -> None:
        """Mount the portal: mount it last, after the host's own SQLAlchemy, CSRFProtect and blueprints."""
        if not self.alone:
            app.config.setdefault("PORTAL_URL_PREFIX", "/portal")
        settings.load(app)
        self.features = self._load(app)
        app.extensions["portal"] = self
        self._set_up_database(app)
        words.set_up(app)
        if self.alone:
            sign_ins.set_up(app)
        app.jinja_env.filters.update({f"portal_{name}": f for name, f in shown.FILTERS.items()})
        app.register_blueprint(self._blueprint(app), url_prefix=app.config["PORTAL_URL_PREFIX"] or None)
        self._register_cli(app)

    def _load(self, app: Flask) -> tuple[Feature, ...]:
        if self._chosen is not None:
            return tuple(self._chosen)
        return (*map(feature.load, app.config["PORTAL_FEATURES"]), *feature.installed())

    def _set_up_database(self, app: Flask) -> None:
        if "sqlalchemy" in app.extensions:
            watch(app.extensions["sqlalchemy"].session)
            return
        if not self.alone and not app.config["PORTAL_DATABASE_URL"]:
            raise settings.SettingsError(
                "The site has no SQLAlchemy yet. Mount the portal last: Portal(app) after SQLAlchemy(app). "
                "A site that uses no SQLAlchemy of its own sets PORTAL_DATABASE_URL."
            )
        folder = Path(app.config["PORTAL_INSTANCE"])
        address = app.config["PORTAL_DATABASE_URL"] or f"sqlite:///{folder / 'portal.db'}"
        folder.mkdir(parents=True, exist_ok=True)
        app.config.setdefault("SQLALCHEMY_DATABASE_URI", address)
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_pre_ping": not address.startswith("sqlite")})
        database = SQLAlchemy(app)
        with app.app_context():
            if database.engine.dialect.name == "sqlite":
                tune_sqlite(database.engine, app.config["PORTAL_SQLITE_SYNCHRONOUS"])

    def _blueprint(self, app: Flask) -> Blueprint:
        root = Blueprint(
            "portal", "portal", template_folder=str(paths.TEMPLATES), static_folder=str(paths.STATIC), static_url_path="/static"
        )
        inner = [(f.blueprint, f"/{f.address}") for f in self.features]
        inner += [
            (accounts, "/nalog"),
            (organisations, "/nalog/organizacije"),
            (desk, "/radni-sto"),
            (administration, "/radni-sto/uprava"),
            (letters, "/radni-sto/pisma"),
            (acts, "/radni-sto/dnevnik"),
            (follows, "/odjava"),
            (comments, "/komentari"),
            (transparency, "/transparentnost"),
            (views.pages, ""),
        ]
        for blueprint, address in inner:
            root.register_blueprint(blueprint, url_prefix=f"/<any(sr, lat, en):version>{address}")
        ours = (views.programs, files, photos, receipts, uploads)
        programs = [*ours, *(blueprint for f in self.features for blueprint in f.programs)]
        for blueprint in programs:
            root.register_blueprint(blueprint)
        if self.alone or app.config["PORTAL_URL_PREFIX"]:
            root.add_url_rule("/<path:rest>", "lost", views.lost, methods=views.EVERY_METHOD)
        if "csrf" in app.extensions:
            for blueprint in (*(blueprint for blueprint, _ in inner), *programs):
                app.extensions["csrf"].exempt(blueprint)
        root.url_value_preprocessor(gate.listen)
        root.url_defaults(lambda endpoint, values: self._say_version(app, endpoint, values))
        root.before_request(gate.enter)
        root.after_request(gate.leave)
        root.teardown_request(gate.hush)
        root.context_processor(lambda: {**shown.everything(), **shown.GLOBALS})
        root.register_error_handler(Refusal, failures.refused)
        root.register_error_handler(HTTPException, failures.failed)
        for code in default_exceptions:  # a host's handler of one code would go before ours of all codes
            root.register_error_handler(code, failures.failed)
        root.register_error_handler(Exception, failures.broken)
        return root

    @staticmethod
    def _say_version(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
        if "version" not in values and app.url_map.is_endpoint_expecting(endpoint, "version"):
            values["version"] = words.version().key

    @staticmethod
    def _register_cli(app: Flask) -> None:
        from portal.kernel.commands import portal

        for one in app.extensions["portal"].features:
            for command in one.commands:
                portal.add_command(command)
        app.cli.add_command(portal)


def create_app(**config: Any) -> Flask:
    """Make the portal as an app of its own; `config` sets `PORTAL_*` and Flask's own values before all else."""
    app = Flask("portal", static_folder=None, template_folder=None, instance_path=str(Path.cwd() / "instance"))
    app.config.update({"MAX_CONTENT_LENGTH": 16 * 1024 * 1024, **config})
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Portal(app, alone=True)
    if not app.secret_key:
        app.secret_key = app.config["PORTAL_SECRET_KEY"]
    return app
