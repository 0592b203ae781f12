"""Reading the audit log: who did what to which thing, in words, for the head of administration and administrators."""
