"""Measures the portal beside its limits; see README.md."""
