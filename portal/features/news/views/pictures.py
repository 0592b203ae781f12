"""Pages for the pictures and files of an item."""

from typing import Any

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.news import actions, queries
from portal.features.news.forms import DescriptionForm, FilesForm, PictureForm
from portal.features.news.models import KIND, Item, Picture
from portal.features.news.refusals import NoPicture
from portal.features.news.views.blueprint import pages
from portal.features.news.views.shared import the_item
from portal.kernel import files, once
from portal.kernel import photos as photo_room
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.files.attaching import attached
from portal.kernel.files.forms import takes_files
from portal.kernel.files.views import served as served_file
from portal.kernel.forms import ForeignForm, Press
from portal.kernel.photos.forms import takes_photos
from portal.kernel.photos.views import served
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


@pages.route("/sto/<int:item_id>/slike/", methods=["GET", "POST"])
@allow("news.edit")
@takes_photos
def pictures(item_id: int) -> Any:
    """The pictures of an item, and one more with what it shows."""
    item, form = the_item(item_id), PictureForm(request.form)
    if form.is_sent():
        try:
            return _added(item_id, form)
        except Refusal as refusal:
            form.refuse(refusal)
    return _pictures_page(item, form), 422 if request.method == "POST" else 200


def _added(item_id: int, form: PictureForm) -> Response:
    if len(form.photos) != 1:
        raise NoPicture(field="pictures")
    here = url_for(".pictures", item_id=item_id)
    with work() as db:
        if once.before(db, form.once_token.data or "") is None:
            actions.add_picture(db, item_id, form.photos[0], by=me_in(db), **_told(form))
            once.settle(db, form.once_token.data or "", here)
    say(_("The picture is added. It is shown as soon as it is prepared, in a moment."))
    return redirect(here, 303)


def _told(form: DescriptionForm) -> dict[str, Any]:
    texts = {name: form[name].data or "" for name in ("shows_sr", "shows_en", "credit")}
    return {**texts, "decorative": bool(form.decorative.data)}


def _pictures_page(item: Item, form: PictureForm) -> str:
    found = queries.illustrations(session(), {item.id: item.pictures}, ready=False)[item.id]
    return render_template(
        "portal/news/staff/pictures.html", item=item, pictures=found, form=form, press=Press(None), most=actions.MOST_PICTURES
    )


def _picture(picture_id: int) -> Picture:
    found = session().get(Picture, picture_id)
    if found is None:
        raise NotFound
    return found


@pages.route("/sto/slika/<int:picture_id>/", methods=["GET", "POST"])
@allow("news.edit")
def picture(picture_id: int) -> Any:
    """Say anew what a picture shows."""
    found = _picture(picture_id)
    form = DescriptionForm(request.form, obj=found, seen=found.version)
    where = url_for(".pictures", item_id=found.item_id)
    if form.is_sent():
        try:
            with work() as db:
                actions.describe(db, picture_id, by=me_in(db), seen=form.seen.data or 0, **_told(form))
            say(_("The description is saved."))
            return redirect(where, 303)
        except Stale:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    photo = session().get(photo_room.Photo, found.photo_id)
    html = render_template("portal/news/staff/picture.html", form=form, picture=found, photo=photo, back=where)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/slika/<int:picture_id>/<any(prva, uklanjanje):what>/", methods=["POST"])
@allow("news.edit")
def change_picture(picture_id: int, what: str) -> Response:
    """Put a picture before the others, or take it away."""
    if not Press(request.form).validate():
        raise ForeignForm
    where = url_for(".pictures", item_id=_picture(picture_id).item_id)
    with work() as db:
        (actions.put_first if what == "prva" else actions.remove_picture)(db, picture_id, by=me_in(db))
    say(_("This picture stands first now.") if what == "prva" else _("The picture is removed."))
    return redirect(where, 303)


@pages.route("/sto/<int:item_id>/slika/<int:photo_id>/<int:revision>-<any(small, large):size>.jpg")
@allow("news.edit")
def photo(item_id: int, photo_id: int, revision: int, size: str) -> FlaskResponse:
    """A picture of an item that may not be public yet."""
    found = next((one for one in photo_room.of(session(), KIND, item_id) if (one.id, one.revision) == (photo_id, revision)), None)
    if found is None:
        raise NotFound
    return served(found, size)


@pages.route("/sto/<int:item_id>/prilozi/", methods=["GET", "POST"])
@allow("news.edit")
@takes_files
def attachments(item_id: int) -> Any:
    """The files of an item, and more of them."""
    item, form = the_item(item_id), FilesForm(request.form)
    if form.is_sent():
        try:
            here = url_for(".attachments", item_id=item_id)
            return attached(form, item_id, attach=actions.attach, detach=actions.detach, here=here)
        except Refusal as refusal:
            form.refuse(refusal)
    html = render_template("portal/news/staff/files.html", item=item, form=form, attached=files.of(session(), KIND, item_id))
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/<int:item_id>/prilog/<int:file_id>/<name>")
@allow("news.edit")
def file(item_id: int, file_id: int, name: str) -> FlaskResponse:
    """A file of an item that may not be public yet."""
    found = next((one for one in files.of(session(), KIND, item_id) if (one.id, one.name) == (file_id, name)), None)
    if found is None:
        raise NotFound
    return served_file(found)
