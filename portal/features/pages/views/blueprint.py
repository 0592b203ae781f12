"""Where the pages of this feature hang."""

from flask import Blueprint

pages = Blueprint("pages", __name__)
