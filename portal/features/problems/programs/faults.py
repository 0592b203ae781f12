"""What Open311 answers instead, each in a sentence that names the argument.

The standard knows 404 for what does not exist, 403 for a key and 400 for everything else.
"""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NotAMoment(Refusal):
    """A moment that cannot be read, or whose zone is not said."""

    sentence = lazy("“%(name)s”: write a moment with its time zone, for example 2026-11-20T10:00:00Z.")


class TooWide(Refusal):
    """More than the standard gives at once."""

    sentence = lazy("“%(start)s” and “%(end)s” may not lie more than %(days)s days apart, and the first comes first.")


class NotANumber(Refusal):
    """A number that cannot be read, or is too small or too large."""

    sentence = lazy("“%(name)s”: write a number from %(least)s to %(most)s.")


class NotABox(Refusal):
    """A box of the map that is none."""

    sentence = lazy("“bbox”: write four numbers: west, south, east, north, for example 21.4,43.6,21.7,43.8.")


class NotAStatus(Refusal):
    """The standard knows two."""

    sentence = lazy("“status” is open or closed.")


class NoService(Refusal):
    """There is no such category."""

    status = 404
    sentence = lazy("There is no service with the code “%(code)s”. GET services lists those there are.")


class NoRequest(Refusal):
    """There is no such report, or not for the public: both look alike."""

    status = 404
    sentence = lazy("There is no public report with the number “%(id)s”. A new one becomes public when a moderator has read it.")


class WasJoined(Refusal):
    """The report lives on in another one."""

    status = 404
    sentence = lazy("The report “%(id)s” was joined to “%(other)s”, a report of the same problem: ask for that one.")


class NoToken(Refusal):
    """Every report has its number at once."""

    status = 404
    sentence = lazy("There is no such token: POST requests answers with service_request_id at once.")


class NoCall(Refusal):
    """The address is none of the calls."""

    status = 404
    sentence = lazy("There is no such call. Addresses end in .json or .xml; %(discovery)s names the endpoints.")


class NoPlace(Refusal):
    """A report says where."""

    sentence = lazy("Say where it is: by lat and long together, by address_string or by address_id.")


class NoAddressId(Refusal):
    """Ids of addresses are those of settlements."""

    sentence = lazy("“address_id”: there is no settlement with this id. Leave it out and write address_string.")


class NoAddresses(Refusal):
    """We fetch nothing from elsewhere: an address may lead anywhere."""

    sentence = lazy("“media_url”: photos are not fetched from other sites. Send the photo itself as the file “media”.")


class NotAnEmail(Refusal):
    """No letter would arrive."""

    sentence = lazy("“email”: write an e-mail address like ime@primer.rs, or leave it out.")


class TooMuch(Refusal):
    """A text that is too long."""

    sentence = lazy("“%(name)s”: at most %(most)s characters.")


class BadAttribute(Refusal):
    """An answer to a question of the category that is missing or none of those there are."""

    sentence = lazy("“attribute[%(code)s]”: %(why)s")
