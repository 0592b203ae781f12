"""Documents made by other people's libraries (python-docx, odfdo), and hostile ones made by hand."""

import io
import zipfile

import docx
import odfdo
from docx.oxml.ns import nsdecls

W = nsdecls("w")


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return document


def odt(*lines):
    document = odfdo.Document("text")
    document.body.clear()
    for line in lines:
        document.body.append(odfdo.Paragraph(line))
    return document


def repacked(content, *, drop=(), **parts):
    """The package with some parts replaced or added; names in keywords have __ for / and _dot_ for a dot."""
    stream = io.BytesIO()
    changed = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in drop and entry.filename not in changed:
                new.writestr(entry, old.read(entry))
        for name, data in changed.items():
            new.writestr(name, data)
    return stream.getvalue()


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name)


def packed(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return stream.getvalue()
