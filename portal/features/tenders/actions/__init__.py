"""Verbs of public calls: preparing, publishing, changing in public, collecting, asking."""
