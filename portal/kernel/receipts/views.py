"""The public keys, for whoever verifies a receipt without us."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify

from portal.kernel.access import ANYONE, allow
from portal.kernel.receipts.keys import public_keys
from portal.kernel.receipts.verifying import FORMAT

programs = Blueprint("receipts", __name__)


@programs.route("/receipts/keys.json")
@allow(ANYONE)
def keys() -> Response:
    """Give the keys that sign and have signed receipts, the present one last."""
    return jsonify(format=FORMAT, algorithm="Ed25519", keys=[asdict(key) for key in public_keys()])
