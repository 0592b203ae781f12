"""What is made once for the many apps of one test process: templates, rules of addresses, statements, words, a cheap hasher."""

import gc
import sys
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from portal.kernel import feature, words
from portal.kernel.accounts import passwords


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
    """Share what every app makes for itself: some five hundred tests make one each, and most take less time than that."""
    gc.set_threshold(50_000, 20, 50)  # each app leaves many small things behind; looking for them was an eighth of the time
    Flask.jinja_options["bytecode_cache"] = InMemory()
    words._read = cache(words._read)
    passwords._hasher = cache(lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))  # type: ignore[assignment]
    _share_packages()
    _share_rules()
    _share_statements()


def _share_packages() -> None:
    """Each app reads what every installed package offers: two hundred files, the same as long as the path is."""
    offered = feature.entry_points
    read = cache(lambda _path, group: offered(group=group))
    feature.entry_points = lambda *, group: read(tuple(sys.path), group)  # type: ignore[assignment]


def _share_rules() -> None:
    """Some 250 rules are parsed and compiled in a quarter of a millisecond each: remember what they came to."""
    kept: dict[Any, dict[str, Any]] = {}
    compile = Rule.compile

    def remembered(rule: Rule) -> None:
        told = rule.rule, rule.subdomain, rule.host, rule.merge_slashes, str(rule.defaults)
        key = *told, rule.map.host_matching, tuple(rule.map.converters.items())
        if (found := kept.get(key)) is None:
            compile(rule)
            found = kept[key] = {name: getattr(rule, name) for name in ("_parts", "_trace", "_converters", "arguments")}
            found["builders"] = rule._build.__func__, rule._build_unknown.__func__  # type: ignore[attr-defined]
        rule._parts, rule._trace, rule._converters = found["_parts"], found["_trace"], found["_converters"]
        rule.arguments |= found["arguments"]
        rule._build, rule._build_unknown = (builder.__get__(rule, None) for builder in found["builders"])

    Rule.compile = remembered  # type: ignore[method-assign]


def _share_statements() -> None:
    """An engine writes each kind of statement once; engines of one dialect and one version of the server write the same."""
    kept: dict[type, Any] = {}

    def same(one: DefaultDialect, other: object) -> bool:
        version = "server_version_info"
        return type(one) is type(other) and getattr(one, version, None) == getattr(other, version, None)

    Engine._compiled_cache = property(  # type: ignore[assignment]
        lambda engine: kept.setdefault(type(engine.dialect), LRUCache(5_000)), lambda _engine, _own: None
    )
    DefaultDialect.__eq__ = same  # type: ignore[assignment,method-assign]
    DefaultDialect.__hash__ = lambda one: hash(type(one))  # type: ignore[assignment,method-assign]
