"""One answer in two forms: the same names and values as XML and as JSON."""

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from flask import Response, request

PARTS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
"""What one of a list is called; JSON needs no such name."""
KINDS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def form() -> str:
    """Return the form that the address asks for by its end; XML is the one that everybody must be able to read."""
    return "json" if request.path.endswith(".json") else "xml"


def answer(name: str, thing: Any, status: int = 200) -> Response:
    """Return an answer: a list or one thing, called `name` in XML.

    Any page may ask (CORS): nothing here depends on who is signed in, and what is sent needs a key.
    """
    content = as_json(thing) if form() == "json" else as_xml(name, thing)
    found = Response(content, status, content_type=KINDS[form()])
    found.headers["Access-Control-Allow-Origin"] = "*"
    found.vary.add("Accept-Language")
    return found


def as_json(thing: Any) -> bytes:
    """Return a thing as JSON: letters as they are, nothing as null."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode()


def as_xml(name: str, thing: Any) -> bytes:
    """Return a thing as an XML document."""
    root = ElementTree.Element(name)
    _fill(root, thing)
    found: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _fill(element: ElementTree.Element, thing: Any) -> None:
    if isinstance(thing, Mapping):
        for name, value in thing.items():
            _fill(ElementTree.SubElement(element, name), value)
    elif isinstance(thing, list):
        for value in thing:
            _fill(ElementTree.SubElement(element, PARTS[element.tag]), value)
    elif isinstance(thing, bool):
        element.text = "true" if thing else "false"
    elif thing is not None:
        element.text = NOT_XML.sub("", str(thing))
