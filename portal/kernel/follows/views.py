"""Leaving by the link of a letter."""

from flask import Blueprint, render_template, request

from portal.kernel.access import ANYONE, allow
from portal.kernel.db import work
from portal.kernel.follows.actions import unfollow as leave
from portal.kernel.site.gate import other_credential

pages = Blueprint("follows", __name__)


@pages.route("/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
@other_credential
def unfollow(token: str) -> str:
    """Leave by one click (RFC 8058): a mail program posts here without a page; a person sees one button."""
    if request.method == "POST":
        with work() as db:
            leave(db, token)
        return render_template("portal/follows/unfollowed.html")
    return render_template("portal/follows/unfollow.html", token=token)
