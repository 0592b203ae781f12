"""Tests of the feature `pages`."""
