"""A day and an hour together are one moment of Belgrade."""

from datetime import UTC, datetime

from werkzeug.datastructures import MultiDict

from portal.kernel.forms import Clock, Day, Form
from portal.kernel.times import moment, needs_hour, sensible, shows_moment


class When(Form):
    on = Day("Day")
    time = Clock("Hour")

    def validate_on(self, field):
        sensible(field)

    def validate_time(self, field):
        needs_hour(self.on, field)


def sent(app, **fields):
    with app.test_request_context("/", method="POST"):
        form = When(MultiDict(fields))
        form.validate()
        return form, moment(form.on, form.time)


def test_summer_and_winter_are_known(app):
    assert sent(app, on="1.12.2026", time="12:00")[1] == datetime(2026, 12, 1, 11, tzinfo=UTC)
    assert sent(app, on="1.7.2026", time="12")[1] == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_who_gives_the_day_gives_the_hour(app):
    form, at = sent(app, on="1.12.2026", time="")
    assert at is None and form.time.errors
    assert not sent(app, on="", time="12:00")[0].errors


def test_a_day_is_one_of_our_times(app):
    assert sent(app, on="1.12.9026", time="12:00")[0].on.errors


def test_what_is_shown_is_what_was_written(app):
    form, at = sent(app, on="1.12.2026", time="8.05")
    form.on.data = form.time.data = None
    shows_moment(form.on, form.time, at)
    assert (str(form.on.data), form.time.data) == ("2026-12-01", "8:05")
