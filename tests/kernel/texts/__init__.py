"""Tests of the kernel room `texts`."""
