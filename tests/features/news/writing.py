"""Brings news to a state, through the public verbs only."""

import contextvars
import io
from types import SimpleNamespace

from portal.features.news import actions, queries
from portal.features.news.models import Item
from portal.kernel import photos
from portal.kernel.accounts.models import Person, Role
from portal.kernel.db import work
from tests.kernel.photos import samples
from tests.support.people import People

WORDS = {"title_sr": "Почели радови на путу", "lead_sr": "Саобраћај иде једном траком.", "written_sr": "Радови трају до јануара."}


class Writing:
    def __init__(self, app) -> None:
        self.app = app
        self.editor = People(app).someone(Role.EDITOR)

    def drafted(self, *, category="obavestenja", **words) -> int:
        """A draft."""
        return self.acts(lambda db, me: actions.write(db, self.said(db, category=category, **words), by=me).id)

    def published(self, *, at=None, expires_at=None, pinned_until=None, **words) -> int:
        """A public item, or one that will be."""
        id = self.drafted(**words)
        self.does(actions.release, id, at=at, expires_at=expires_at, pinned_until=pinned_until)
        return id

    def saved(self, id: int, note_sr="", note_en="", **words) -> None:
        """New words of an item."""
        self.acts(
            lambda db, me: actions.save(
                db, id, self.said(db, **words), by=me, seen=db.get(Item, id).version, note_sr=note_sr, note_en=note_en
            )
        )

    def pictured(self, id: int, **told) -> int:
        """A picture of an item."""
        told = told or {"shows_sr": "Радници асфалтирају пут.", "shows_en": "Workers lay asphalt."}
        return self.acts(lambda db, me: actions.add_picture(db, id, received(), by=me, **told).id)

    def does(self, verb, id: int, **kwargs):
        """Any verb on an item, on the version it has now."""
        return self.acts(lambda db, me: verb(db, id, by=me, seen=db.get(Item, id).version, **kwargs))

    def said(self, db, *, category="obavestenja", **words) -> actions.Said:
        return actions.Said(category_id=queries.category_by_key(db, category).id, **{**WORDS, **words})

    def acts(self, act):
        """Run something with a session and the editor in one transaction."""

        def run():
            with self.app.app_context(), work() as db:
                return act(db, db.get(Person, self.editor.id))

        return contextvars.Context().run(run)


def received(content: bytes | None = None) -> photos.Received:
    return photos.receive([SimpleNamespace(filename="slika.jpg", stream=io.BytesIO(content or samples.jpeg()))])[0]
