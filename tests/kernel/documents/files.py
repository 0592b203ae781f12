"""Documents made by other people's libraries (python-docx, odfdo), and hostile ones made by hand."""

import io
import os
import shutil
import signal
import subprocess
import zipfile
from contextlib import suppress

import docx
import odfdo
import pytest
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


def converted_by_libreoffice(content, kind, into, folder):
    """The file as LibreOffice writes it in another format."""
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; .ci/run installs it")
    (folder / f"r.{kind}").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", into, "--outdir", folder, folder / f"r.{kind}"]
    # A group of its own: the program starts another one, which would outlive it.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as running:
        try:
            assert running.wait(timeout=250) == 0
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    return (folder / f"r.{into}").read_bytes()
