"""What a clerk fills in about the text of a draft: the file, the passages, where each of them comes from."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField

from portal.features.debates.actions import Correction, Read
from portal.features.debates.models import Passage, PassageKind
from portal.features.debates.refusals.debates import NothingToRead
from portal.features.debates.rules import splitting
from portal.features.debates.words.debates import PASSAGES
from portal.kernel import documents
from portal.kernel.files import store
from portal.kernel.files.checks import DOCX, KINDS, ODT, TXT, clean_name
from portal.kernel.files.forms import FormWithUploads, Uploads
from portal.kernel.files.receiving import Received, Upload
from portal.kernel.files.refusals import NotStored, TooManyFiles
from portal.kernel.forms import AtMost, FewLines, Filled, Form, Line, SelectChoice, Text
from portal.kernel.municipality.forms import Seen
from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy

LONGEST_PASTED, LONGEST_PASSAGE = 1_500_000, 30_000
MOST_READ = 10 * 1024 * 1024


class Draft(Uploads):
    """The file of a draft: read where it arrives, so that what is wrong with it stands beside the field."""

    accepted = ".docx,.odt,.html,.htm,.md,.txt"
    most = 1
    too_many = TooManyFiles
    again = lazy("Choose the file again: a page that comes back does not keep it.")
    document: documents.Document | None = None
    content: bytes = b""

    def examine(self, upload: Upload) -> None:
        """Read it. Raises the refusals of documents."""
        upload.stream.seek(0)
        self.content = upload.stream.read(MOST_READ + 1)
        self.document = documents.read(self.content, clean_name(upload.filename or ""))

    def receive(self) -> Sequence[Received]:
        """Keep it as it came, for the clerks and for the other reading. Raises `NotStored`."""
        name = clean_name(self.data[0].filename or "")
        kind = next((kind for kind in (DOCX, ODT) if name.rpartition(".")[2].lower() in kind.endings), TXT)
        try:
            digest = store.put(self.content)
        except OSError as fault:
            raise NotStored(field="file") from fault
        return [Received(digest=digest, size=len(self.content), kind=KINDS[kind.media].media, name=name)]


class ReadForm(FormWithUploads):
    """A new version of the draft: a file, or its text pasted."""

    creates = True

    file = Draft(
        lazy("File with the draft"),
        description=lazy("DOCX, ODT, HTML, Markdown or plain text, at most 10 MB."),
    )
    pasted = Text(
        lazy("Or paste the text here"),
        [AtMost(LONGEST_PASTED)],
        description=lazy("Each paragraph begins in a line of its own."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two is needed; pasted text is read like a file."""
        if not super().validate(extra_validators):
            return False
        try:
            if self.file.document is None and not self.pasted.data:
                raise NothingToRead(field="file")
            if self.file.document is None:
                self.file.document = documents.read((self.pasted.data or "").encode(), "")
        except Refusal as refusal:
            self.refuse(refusal if refusal.field else type(refusal)(field="pasted", **refusal.words))
            return False
        return True

    @property
    def read(self) -> Read:
        """What was read, once the form is valid."""
        assert self.file.document is not None
        source = self.file.received[0] if self.file.received else None
        return Read(pieces=splitting.cut(self.file.document), asides=splitting.asides(self.file.document), source=source)


class ReadingForm(Form):
    """Which text of tracked changes holds."""

    seen = Seen(default=0)
    reading = RadioField(
        lazy("Which text is put to debate?"),
        choices=[
            SelectChoice("accept", lazy("The new one: with what was inserted, without what was deleted")),
            SelectChoice("reject", lazy("The old one: as if nobody had changed anything")),
        ],
        default="accept",
    )


class PassageForm(Form):
    """One passage in the form of many; its names begin with that of the passage."""

    kind = SelectField(
        lazy("What it is"),
        coerce=PassageKind,
        choices=[SelectChoice(each, name) for each, name in PASSAGES.items()],
    )
    number = Line(lazy("Number"), [AtMost(40)])
    heading = Line(lazy("Heading"), [AtMost(500)])
    text = Text(
        lazy("Text as it stands in the draft"),
        [Filled(lazy("Write the text, or delete the passage.")), AtMost(LONGEST_PASSAGE)],
    )
    plain_sr = Text(lazy("In plain words, in Serbian"), [AtMost(2000), FewLines(40)])
    plain_en = Text(lazy("In plain words, in English"), [AtMost(2000), FewLines(40)])

    def __init__(self, formdata: Any, passage: Passage) -> None:
        super().__init__(formdata, obj=passage, prefix=f"p{passage.id}-")
        self.passage = passage
        if "csrf_token" in self:
            del self.csrf_token
        if passage.kind not in splitting.HEADS:
            del self.heading
        if passage.kind in splitting.COUNTED:
            del self.number
        if passage.kind not in {PassageKind.ARTICLE, PassageKind.ANNEX}:
            del self.plain_sr, self.plain_en

    @property
    def correction(self) -> Correction:
        """What is said, as the verb takes it."""
        plain = {name: self[name].data or "" for name in ("plain_sr", "plain_en") if name in self}
        words = {name: self[name].data or "" if name in self else "" for name in ("number", "heading", "text")}
        return Correction(id=self.passage.id, kind=self.kind.data, **words, **plain)


class PublishForm(Form):
    """What is different in a later version, for everybody."""

    seen = Seen(default=0)
    note_sr = Text(
        lazy("What is different in this version and why, in Serbian"),
        [AtMost(2000), FewLines(40)],
        description=lazy("Everybody reads it beside the version, and it goes to those who follow the debate."),
    )
    note_en = Text(lazy("The same in English"), [AtMost(2000), FewLines(40)])

    def __init__(self, *args: Any, first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.note_sr, self.note_en
