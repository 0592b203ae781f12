"""A long subject arrives as it was written, wherever it is cut."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from portal.kernel.outbox.folding import LETTERS

WORDS = "22 нове пријаве тамо где их пратите, а ово је Скорица: „Улице и путеви“ и још нешто по реду"


@pytest.mark.parametrize("length", range(5, len(WORDS), 3))
def test_no_blank_of_a_subject_is_lost(length):
    for subject in (WORDS[:length].strip(), " ".join(reversed(WORDS[:length].split())), f"New {WORDS[:length]}".strip()):
        letter = EmailMessage(policy=LETTERS)
        letter["Subject"] = subject
        sent = letter.as_bytes()
        assert message_from_bytes(sent, policy=policy.default)["Subject"] == subject
        assert all(len(line) <= 78 for line in sent.split(b"\r\n")) and sent.isascii()
