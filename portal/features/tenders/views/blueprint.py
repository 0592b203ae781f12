"""Where the pages of public calls hang."""

from flask import Blueprint

pages = Blueprint("tenders", __name__)
