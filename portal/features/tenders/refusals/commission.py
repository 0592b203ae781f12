"""What the rules of commissions do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NoCommission(Refusal):
    """The call takes no applications here, so nobody opens any."""

    sentence = lazy("Applications of this call go to another portal, so it has no commission here.")


class CommissionSettled(Refusal):
    """The procedure is over."""

    status = 409
    sentence = lazy("This call is over: its commission does not change any more.")


class NotOfCommission(Refusal):
    """Only people with that role are named."""

    sentence = lazy("Choose a person who has the role of a member of commissions. The administrator gives the role.")


class AlreadyMember(Refusal):
    """The person is in this commission."""

    sentence = lazy("This person is a member of this commission already.")


class ChairTaken(Refusal):
    """A commission has one chair."""

    sentence = lazy("This commission has a chair already. Take the chair out first, then name another one.")


class StillNeeded(Refusal):
    """Without this member fewer than two could open what has been sent."""

    status = 409
    sentence = lazy(
        "This member cannot leave yet: without this key fewer than two members could open the applications that were "
        "sealed so far, and nobody else ever could. The member leaves after the opening."
    )


class NotMember(Refusal):
    """The person is not in this commission."""

    status = 403
    sentence = lazy("You are not a member of the commission of this call.")


class HasLeft(Refusal):
    """The person was in this commission and is not any more."""

    status = 403
    sentence = lazy("You left the commission of this call, so you cannot open its applications.")


class SecretaryOpensNothing(Refusal):
    """A secretary has no key."""

    status = 403
    sentence = lazy("The secretary keeps the minutes and has no key. Two members open the applications.")


class KeyInUse(Refusal):
    """Applications are sealed to this key already."""

    status = 409
    sentence = lazy("Applications are sealed to your key already, so it can no longer be another one. Keep the file you have.")


class SameKey(Refusal):
    """Another member has this key."""

    sentence = lazy("Another member has this key. Each member needs a key of their own: who holds two opens alone.")


class NoKeyYet(Refusal):
    """There is nothing to try."""

    sentence = lazy("Make your key first, or give the public part of your own.")


class NotYourKey(Refusal):
    """The key file is another one."""

    sentence = lazy("This is a key, but not yours for this call. Look for the file whose name has the number of this call.")


class NoKeyNeeded(Refusal):
    """The call is not sealed."""

    sentence = lazy("Applications of this call are not sealed, so its commission needs no keys.")


class CommissionNotReady(Refusal):
    """Too few members have a proven key."""

    status = 409
    sentence = lazy(
        "At least two members must have tried their keys before the call is published; now it is %(proven)s. "
        "Three are better: with two, one lost key loses all applications."
    )


class TooEarly(Refusal):
    """The promised moment has not come."""

    status = 409
    sentence = lazy("Applications are opened on %(moment)s, not before. The clock of this server decides.")


class NotOpenable(Refusal):
    """The call is not one that waits for the opening."""

    status = 409
    sentence = lazy("This call is not waiting for its opening.")


class FirstEnvelopeFirst(Refusal):
    """The financial envelope comes second."""

    status = 409
    sentence = lazy("The second envelope is opened after the first one is opened and the applications in it are checked.")


class AlreadyBegun(Refusal):
    """Somebody has begun it."""

    status = 409
    sentence = lazy("The opening was begun by another member. Join it with your key.")


class NotBegun(Refusal):
    """There is nothing to join."""

    status = 409
    sentence = lazy("Nobody has begun the opening yet.")


class SamePerson(Refusal):
    """Two people open, not one twice."""

    status = 409
    sentence = lazy("You have begun this opening. Another member must join it: nobody opens applications alone.")


class AlreadyOpened(Refusal):
    """It happened."""

    status = 409
    sentence = lazy("These applications were opened already.")


class Lapsed(Refusal):
    """The second member came too late."""

    status = 409
    sentence = lazy("Nobody joined this opening in time, so it has lapsed. Begin it again together.")


class HoldsNotAll(Refusal):
    """Some applications were sealed before this member came."""

    status = 409
    sentence = lazy("Some applications were sealed before you were a member. Two of these can open them all: %(names)s.")


class NobodyHolds(Refusal):
    """Of those to whose keys something was sealed fewer than two are left."""

    status = 409
    sentence = lazy(
        "Some applications are sealed to keys of which fewer than two belong to present members. Bring back into the "
        "commission who held them: %(names)s."
    )


class NotFinished(Refusal):
    """The minutes are not written yet."""

    status = 409
    sentence = lazy("The opening is still going on. The minutes are written when all files are opened.")
