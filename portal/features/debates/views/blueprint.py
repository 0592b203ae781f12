"""Where the pages of debates hang."""

from flask import Blueprint

pages = Blueprint("debates", __name__)
