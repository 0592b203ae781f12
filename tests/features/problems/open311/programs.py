"""A program of somebody else: asks in JSON or XML, and reads XML back into what JSON says."""

import json
from xml.etree import ElementTree

LISTS = {"services", "service_requests", "errors", "attributes", "values", "endpoints", "formats"}
TRUTHS = {"metadata", "variable", "required"}
NUMBERS = {"order", "lat", "long", "code"}


class Program:
    """Asks by the test client, without a browser's headers; `key` goes along with what it sends."""

    def __init__(self, app, key="", root="/open311/v2") -> None:
        self._client, self.key, self.root = app.test_client(), key, root

    def gets(self, address, expects=200, form="json", **arguments):
        """Ask for a call and return what it says."""
        answer = self._client.get(f"{self.root}/{address}.{form}", query_string=arguments)
        return self._read(answer, form, expects)

    def posts(self, expects=200, form="json", headers=None, in_address=None, **sent):
        """Send a report; a key of its own unless `api_key` is given."""
        data = {"api_key": self.key, **sent}
        answer = self._client.post(f"{self.root}/requests.{form}", data=data, headers=headers or {}, query_string=in_address or {})
        return self._read(answer, form, expects)

    def numbers(self, **arguments):
        """The numbers of the reports that a question finds."""
        return [one["service_request_id"] for one in self.gets("requests", **arguments)]

    @staticmethod
    def _read(answer, form, expects):
        answer.close()
        assert answer.status_code == expects, answer.text
        kind = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}[form]
        assert answer.headers["Content-Type"] == kind
        return json.loads(answer.data) if form == "json" else spark(ElementTree.fromstring(answer.data))


def spark(element, within=""):
    """What an element says, as the standard's Spark rule turns XML into JSON."""
    if element.tag in LISTS:
        return [spark(child, element.tag) for child in element]
    if len(element):
        return {child.tag: spark(child, within) for child in element}
    if element.text is None:
        return None
    if element.tag in TRUTHS:
        return {"true": True, "false": False}[element.text]
    if (element.tag in NUMBERS and within != "attributes") or element.tag == "order":
        return json.loads(element.text)
    return element.text
