"""Tests of the kernel room `search`."""
