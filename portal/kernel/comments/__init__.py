"""Discussions under the things of any feature: two levels, read by moderators before or afterwards, never lost."""
