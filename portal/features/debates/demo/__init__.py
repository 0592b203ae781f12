"""The public debates of the demonstration, with their remarks, told through the public verbs."""

from portal.features.debates.demo.debates import run

__all__ = ["run"]
