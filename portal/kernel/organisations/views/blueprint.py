"""The blueprint that the pages of organisations belong to."""

from flask import Blueprint, Response

pages = Blueprint("organisations", __name__)


@pages.after_request
def _keep_private(response: Response) -> Response:
    """Nobody keeps these pages, and the secret in a letter's address is told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
