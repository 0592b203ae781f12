"""What a machine notices about a text, for the eyes of a moderator: it decides nothing."""

from portal.kernel.texts import mixed_words, personal_data

MOST_MIXED = 5


def signals(text: str) -> list[dict[str, str]]:
    """Return what a moderator should see in a text, each with its kind and the words: personal data, mixed scripts."""
    found = [{"kind": finding.kind, "text": text[finding.start : finding.end]} for finding in personal_data(text)]
    return found + [{"kind": "mixed", "text": word} for word in mixed_words(text)[:MOST_MIXED]]
