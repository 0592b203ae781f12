"""Tests of the feature `archive`."""
