"""Receipts: the applicant's own, and the page on which anybody has one verified."""

import json
from io import BytesIO
from typing import Any

from flask import Response, render_template, request, send_file

from portal.features.tenders.forms.applications import CheckForm
from portal.features.tenders.queries import applications as queries
from portal.features.tenders.views.applications import the_application
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import left_words
from portal.features.tenders.words.applications import KINDS, VERDICTS, WHY, size_words
from portal.kernel import receipts
from portal.kernel.access import ANYONE, SIGNED_IN, allow
from portal.kernel.db import session
from portal.kernel.receipts import Receipt, Verdict
from portal.kernel.receipts.verifying import LONGEST
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_number


def _the_receipt(application_id: int, reference: str) -> Receipt:
    the_application(application_id)
    found = queries.receipt_of(session(), application_id, reference)
    if found is None:
        raise NotFound
    return dict(found)


@pages.route("/prijave/<int:application_id>/potvrde/<reference>/")
@allow(SIGNED_IN)
def receipt(application_id: int, reference: str) -> str:
    """A receipt of one's own: what was submitted, refused or rehearsed, when, and by what the files are known."""
    found, call = the_application(application_id)
    signed = _the_receipt(application_id, reference)
    return render_template(
        "portal/tenders/apply/receipt.html",
        application=found,
        call=call,
        receipt=signed,
        reference=reference,
        digest=queries.digest_of(signed),
        kinds=KINDS,
        why=WHY,
    )


@pages.route("/prijave/<int:application_id>/potvrde/<reference>/potvrda.json")
@allow(SIGNED_IN)
def receipt_file(application_id: int, reference: str) -> Response:
    """The receipt as a file to keep: verified by anybody, with no portal at hand."""
    signed = _the_receipt(application_id, reference)
    content = json.dumps(signed, ensure_ascii=False, indent=1).encode()
    name = f"{_('receipt')}-{signed['statement']['reference']}.json"
    answer = send_file(BytesIO(content), mimetype="application/json", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.route("/potvrda/", methods=["GET", "POST"])
@allow(ANYONE)
def check_receipt() -> Any:
    """Verify a receipt: genuine, changed, or not ours, and what it says. Nothing of it is kept."""
    form = CheckForm(request.form)
    keys = receipts.public_keys()
    given = _given(form) if form.is_sent() else b""
    if request.method == "POST" and not given.strip():
        form.file.errors = [*form.file.errors, _("Choose the file of the receipt, or paste what stands in it.")]
    verdict = receipts.verify(given, *(key.pem for key in keys)) if given.strip() else None
    html = render_template(
        "portal/tenders/apply/check.html",
        form=form,
        verdict=VERDICTS[verdict.value] if verdict else None,
        keys=keys,
        kinds=KINDS,
        why=WHY,
        **_told(given if verdict is Verdict.SOUND else b""),
    )
    return html, 422 if form.errors else 200


def _told(given: bytes) -> dict[str, Any]:
    """Return what a genuine receipt says, and nothing of any other."""
    found = json.loads(given) if given else None
    files = json.dumps(found["statement"].get("files", [])) if found else "[]"
    return {"receipt": found, "files": files, "digest": queries.digest_of(found) if found else ""}


def _given(form: CheckForm) -> bytes:
    """Return the receipt that was chosen or pasted, of which too much is as good as none."""
    file = request.files.get("file")
    if file is not None and file.filename:
        return bytes(file.stream.read(LONGEST + 1))
    return str(form.text.data or "").encode()


def late_words(milliseconds: int) -> str:
    """Return in words by how much something was late; below a minute to the millisecond."""
    if milliseconds < 60_000:
        return _("%(seconds)s seconds", seconds=shown_number(milliseconds / 1000, 3))
    return left_words(milliseconds / 1000)


pages.add_app_template_filter(late_words, "portal_late")
pages.add_app_template_filter(size_words, "portal_size")
