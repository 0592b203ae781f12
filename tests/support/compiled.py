"""What is compiled once for the many apps of one test process: templates, and the code that builds addresses."""

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class InMemory(BytecodeCache):
    """Keeps a compiled template as long as its source stays the same; a host's environment compiles it in its own way."""

    def __init__(self) -> None:
        self._kept: dict[Any, bytes] = {}

    @staticmethod
    def _key(bucket: Bucket) -> Any:
        ours = bucket.environment
        return bucket.key, bucket.checksum, ours.trim_blocks, ours.lstrip_blocks, ours.undefined, tuple(ours.extensions)

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(self._key(bucket)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[self._key(bucket)] = bucket.bytecode_to_string()


def share() -> None:
    """Share what is compiled: some 250 rules are each a quarter of a millisecond, and every test makes an app."""
    Flask.jinja_options["bytecode_cache"] = InMemory()
    builders: dict[Any, Any] = {}
    compiled = Rule._compile_builder

    def remembered(rule: Rule, append_unknown: bool = True) -> Any:
        key = rule.rule, tuple(rule._trace), append_unknown, str(rule.defaults)
        if key not in builders:
            builders[key] = compiled(rule, append_unknown)
        return builders[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]
