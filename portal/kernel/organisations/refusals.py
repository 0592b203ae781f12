"""What the rules of organisations do not allow, each in a sentence."""

from portal.kernel.refusals import NotAllowed, Refusal
from portal.kernel.words import lazy


class AlreadyHere(Refusal):
    """The numbers belong to an organisation that has an account; who its members are is not said."""

    status = 409
    sentence = lazy(
        "An organisation with this number already has an account here. Ask the person who looks after it to invite you "
        "by your e-mail address. If you do not know who that is, write to the municipality."
    )


class TooManyOrganisations(Refusal):
    """Nobody looks after so many."""

    status = 409
    sentence = lazy("You already look after %(most)s organisations. If you need more, write to the municipality.")


class TooManyInvitations(Refusal):
    """So many people cannot be waited for at once."""

    status = 409
    sentence = lazy("%(most)s invitations are waiting already. Cancel one that is no longer needed.")


class TooManyMembers(Refusal):
    """The organisation has as many members as one may have."""

    status = 409
    sentence = lazy("The organisation already has %(most)s members. Remove somebody who no longer works with you.")


class AlreadyMember(Refusal):
    """The person is a member."""

    status = 409
    sentence = lazy("This person is already a member.")


class NotYours(NotAllowed):
    """The invitation was sent to another address."""

    sentence = lazy(
        "This invitation was sent to another e-mail address. Sign out, and sign in with the address that the letter came to."
    )


class LastOwner(Refusal):
    """Without this person nobody could look after the organisation."""

    status = 409
    sentence = lazy(
        "Somebody must look after the account of “%(name)s”. First make another member the account administrator."
    )


class Closed(Refusal):
    """The organisation's account is closed."""

    status = 409
    sentence = lazy("The account of this organisation is closed.")


class MandateOver(Refusal):
    """The mandate would have ended before it began."""

    sentence = lazy("Write a day that is not over yet, or leave the day empty.")
