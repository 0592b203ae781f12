"""One moderation for every kind of submission: a queue, leases, decisions that are never edited, appeals."""
