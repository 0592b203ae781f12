"""Forms: plain WTForms with our words, our checks and our two hidden fields."""

import hmac
import re
from contextlib import suppress
from datetime import date, time
from time import strptime
from typing import Any, ClassVar

from flask import request
from wtforms import BooleanField, DateField, Field, HiddenField, StringField, TextAreaField
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation, ValidationError

from portal.kernel import cache, once
from portal.kernel.accounts.session import csrf_token, current_sign_in
from portal.kernel.authors import ShownAs
from portal.kernel.clock import now
from portal.kernel.codes import stamp, stamped
from portal.kernel.refusals import Refusal
from portal.kernel.texts import clean_line, clean_text, has_unseen
from portal.kernel.words import LazyString, form_of, gettext, lazy, ngettext

__all__ = [
    "SHOWN_AS",
    "AtMost",
    "Clock",
    "Day",
    "EmailAddress",
    "FewLines",
    "Filled",
    "ForeignForm",
    "Form",
    "Line",
    "Press",
    "SelectChoice",
    "Text",
    "Tick",
    "is_email",
    "number",
]

SHOWN_AS = (
    SelectChoice(ShownAs.INITIALS.value, lazy("Only initials, for example M. P.")),
    SelectChoice(ShownAs.NAME.value, lazy("First and last name")),
)
"""How authors may let their names be shown; the more careful way first."""

WTFORMS_MESSAGES = (
    lazy("Not a valid choice."),
    lazy("Not a valid integer value."),
    lazy("Not a valid date value."),
    lazy("This field is required."),
    lazy("Invalid Choice: could not coerce."),
    lazy("Invalid choice(s): one or more data inputs could not be coerced."),
)


MINUTE = 60
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[.:h ]([0-5][0-9]))?")


class ForeignForm(Refusal):
    """The form does not belong to this session: forged, or older than the sign-in."""

    status = 400
    sentence = lazy("This form has expired. Your text is still here: check it and send it again.")


class _Words:
    """WTForms' own messages, from our catalogue."""

    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return form_of(one, many, n)


def _plurals(n: int) -> str:
    """Name what WTForms says of several wrong choices, so that the catalogue has it."""
    wrong = "?"
    return ngettext(
        "'%(value)s' is not a valid choice for this field.", "'%(value)s' are not valid choices for this field.", n, value=wrong
    )


def number(text: str | None) -> int | None:
    """Return the number a hidden field carries, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class Form(WTForm):
    """A form of the portal.

    Signed-in people's forms carry a token bound to their session. `creates = True` adds the token that makes two
    presses one thing. What was typed stays when the form is refused. `watched = True` is for forms by which the public
    writes what others may read: a field that people do not see and the signed moment at which the page was made. Who
    fills in the one or is too fast for the other is not refused; a moderator is told (`marks`).
    """

    creates: ClassVar[bool] = False
    watched: ClassVar[bool] = False

    class Meta:
        def get_translations(self, _form: WTForm) -> _Words:
            return _Words()

    csrf_token = HiddenField(default=csrf_token)
    once_token = HiddenField(default=once.token)
    opened = HiddenField(default=lambda: stamp(now()))
    homepage = StringField(lazy("Leave this field empty"))

    def __init__(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        nothing_sent = not formdata and request.method != "POST"  # else every box without a tick would count as emptied
        super().__init__(None if nothing_sent else formdata, *args, **kwargs)
        if self.creates:
            cache.own()
        else:
            del self.once_token
        if not self.watched:
            del self.opened, self.homepage
        if current_sign_in() is None:
            del self.csrf_token

    @property
    def hidden(self) -> list[Field]:
        """The fields nobody sees."""
        return [field for field in self if isinstance(field, HiddenField)]

    @property
    def marks(self) -> list[str]:
        """What the form noticed about how it was filled in, as `moderation.signals.noticed` takes it.

        A page that was kept for long, a browser that fills in by itself and a re-sent form are all honest, so only a
        press within a minute of the page says its seconds.
        """
        found = []
        if self.watched:
            opened = stamped(str(self.opened.data or ""))
            seconds = int((now() - opened).total_seconds()) if opened else None
            found += ["trap"] if (self.homepage.data or "").strip() else []
            found += ["unsigned"] if seconds is None or seconds < 0 else [f"after:{seconds}"] if seconds < MINUTE else []
        typed = (raw for field in self if isinstance(field, Line | Text) for raw in field.raw_data or ())
        return [*found, "hidden"] if any(has_unseen(str(raw)) for raw in typed) else found

    def is_sent(self) -> bool:
        """Tell whether this request sends the form and everything in it is right."""
        return request.method == "POST" and bool(self.validate())

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and first that the form belongs to this session."""
        valid = super().validate(extra_validators)
        sent = next(iter(self.csrf_token.raw_data or ()), "") if "csrf_token" in self else ""
        if "csrf_token" in self and not hmac.compare_digest(str(sent).encode(), csrf_token().encode()):
            self.form_errors.append(str(ForeignForm.sentence))
            self.csrf_token.data = csrf_token()
            return False
        return bool(valid)

    def refuse(self, refusal: Refusal) -> None:
        """Show a verb's refusal beside its field, or above the form where it names none."""
        if refusal.field and refusal.field in self:
            self[refusal.field].errors = [*self[refusal.field].errors, str(refusal)]
        else:
            self.form_errors.append(str(refusal))


class Press(Form):
    """A form with nothing but its button."""


class Line(StringField):
    """One line of text: normalised, without control characters."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = clean_line(str(valuelist[0]))


class Text(TextAreaField):
    """Text of several lines: normalised, without control characters other than line ends."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = clean_text(str(valuelist[0]))


DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
"""The ways in which a day is read, once its blanks are gone."""


def day_of(text: str) -> date | None:
    """Return the day somebody typed as 23. 11. 2026. or 2026-11-23, None for anything else."""
    for way in DAYS:
        with suppress(ValueError):
            return date(*strptime("".join(text.split()).rstrip("."), way)[:3])
    return None


class Day(DateField):
    """A day: three boxes (day, month, year), or one typed as 23. 11. 2026. or 2026-11-23."""

    def __init__(self, label: LazyString | str = "", validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=DAYS, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the boxes; all of them empty mean no day."""
        parts = ["".join(str(part).split()).rstrip(".") for part in valuelist]
        self.data = None if parts else self.data
        if any(parts):
            super().process_formdata([".".join(parts)])


class Clock(Line):
    """An hour of the day, typed as 8, 8.30, 8:30 or 08 30."""

    def pre_validate(self, form: Any) -> None:
        """Look whether it is one."""
        if self.data and not CLOCK.fullmatch(self.data):
            raise ValidationError(gettext("Write the time like 8:30."))

    @property
    def time(self) -> time | None:
        """The hour, nothing where none was written."""
        found = CLOCK.fullmatch(self.data or "")
        return time(int(found[1]), int(found[2] or 0)) if found else None


class Tick(BooleanField):
    """A box to tick."""


class Filled:
    """The field must not be empty; says with its own sentence what to write."""

    field_flags: ClassVar[dict[str, bool]] = {}

    def __init__(self, sentence: LazyString | str) -> None:
        self.sentence = sentence

    def __call__(self, form: WTForm, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(str(self.sentence))


class AtMost:
    """The text is not longer than so many characters; says how many it has."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: WTForm, field: Field) -> None:
        size = len(field.data or "")
        if size > self.most:
            raise ValidationError(
                gettext("Shorten the text: it has %(size)s characters, the most is %(most)s.", size=size, most=self.most)
            )


class FewLines:
    """The text does not have more lines than anybody would read."""

    def __init__(self, most: int = 200) -> None:
        self.most = most

    def __call__(self, form: WTForm, field: Field) -> None:
        if (field.data or "").count("\n") >= self.most:
            raise ValidationError(gettext("The text has too many lines: the most is %(most)s.", most=self.most))


def is_email(text: str) -> bool:
    """Tell whether a text looks like an e-mail address."""
    name, at, host = text.rpartition("@")
    plain = text.isascii() and not any(sign.isspace() or sign in '<>()[],;:"\\' for sign in text)
    return bool(at and name and "." in host.strip(".") and plain and len(text) <= 254 and ".." not in text)


class EmailAddress:
    """The text looks like an e-mail address. Whether it works, the letter shows."""

    def __call__(self, form: WTForm, field: Field) -> None:
        if not is_email((field.data or "").strip()):
            raise ValidationError(gettext("Write an e-mail address like ime@primer.rs."))
