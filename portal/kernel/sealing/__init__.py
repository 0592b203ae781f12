"""Sealing (age v1, X25519): anybody can close an envelope, only who has the secret key opens it.

Pure functions; nothing is stored here and no key is kept. `age` of any system opens what was sealed here, and the other
way round. A secret that nobody may hold alone is split by `split`, for every two people, and joined by `join`.
"""

from portal.kernel.sealing.envelopes import new_key, recipient_of, seal, secret_in, sound, unseal
from portal.kernel.sealing.refusals import HalvesDoNotFit, NotAKey, NotARecipient, Tampered, WrongKey
from portal.kernel.sealing.shares import Halves, Shares, halves, join, split

__all__ = [
    "Halves",
    "HalvesDoNotFit",
    "NotAKey",
    "NotARecipient",
    "Shares",
    "Tampered",
    "WrongKey",
    "halves",
    "join",
    "new_key",
    "recipient_of",
    "seal",
    "secret_in",
    "sound",
    "split",
    "unseal",
]
