"""Receipts: statements the portal has signed (Ed25519), which anybody verifies with no portal at hand.

A receipt is plain JSON: format, key, statement, signature. What is signed is the canonical JSON (RFC 8785) of the first
three. The key that signs lies in the instance folder, never in the database; its public part, and that of every key
before it, lies beside the files and is published at /receipts/keys.json.
"""

from portal.kernel.receipts.keys import PublicKey, public_keys, renew, sign
from portal.kernel.receipts.verifying import Receipt, Verdict, verify

__all__ = ["PublicKey", "Receipt", "Verdict", "public_keys", "renew", "sign", "verify"]
