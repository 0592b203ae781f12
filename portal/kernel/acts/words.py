"""The acts of the house in words; features bring their own through the door. What nobody names is shown as it is."""

from collections.abc import Mapping

from portal.kernel.feature import mounted
from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "accounts.added": lazy("Person added"),
    "accounts.deleted": lazy("Account deleted"),
    "accounts.details_changed": lazy("Details of the account changed"),
    "accounts.disabled": lazy("Account disabled"),
    "accounts.email_changed": lazy("E-mail address changed"),
    "accounts.enabled": lazy("Account enabled"),
    "accounts.granted": lazy("Role given"),
    "accounts.invited": lazy("Member of staff invited"),
    "accounts.joined": lazy("Account opened"),
    "accounts.password_changed": lazy("Password changed"),
    "accounts.recovery_code_used": lazy("Recovery code used"),
    "accounts.recovery_codes_made": lazy("Recovery codes made"),
    "accounts.revoked": lazy("Role taken away"),
    "accounts.second_factor_reset": lazy("Second factor taken away"),
    "accounts.second_factor_set": lazy("Second factor set up"),
    "accounts.signed_in": lazy("Member of staff signed in"),
    "files.attach": lazy("File attached"),
    "files.refuse": lazy("File refused as harmful"),
    "files.release": lazy("File removed"),
    "comments.close": lazy("Discussion closed"),
    "comments.confirm": lazy("Comment confirmed"),
    "comments.edit": lazy("Comment changed by its author"),
    "comments.expire": lazy("Unconfirmed comment expired"),
    "comments.forget": lazy("Data of a comment’s author removed when their time was over"),
    "comments.recount": lazy("Counts of comments put right"),
    "comments.reopen": lazy("Discussion opened again"),
    "comments.report": lazy("Comment reported by a reader"),
    "comments.seed": lazy("First rules of a discussion loaded"),
    "comments.withdraw": lazy("Comment withdrawn by its author"),
    "comments.write": lazy("Comment written"),
    "house.holidays": lazy("Holidays of a year added"),
    "house.recount": lazy("Counter put right"),
    "moderation.appeal": lazy("Appeal received"),
    "moderation.approve": lazy("Approved by a moderator"),
    "moderation.recount": lazy("Figures of the moderators put right"),
    "moderation.redact": lazy("Approved with parts blacked out"),
    "moderation.refuse": lazy("Refused by a moderator"),
    "moderation.return": lazy("Returned by a moderator"),
    "moderation.undo": lazy("Decision taken back at once by the same moderator"),
    "municipality.apply": lazy("Profile of the municipality applied"),
    "municipality.calendar.add": lazy("Day of the calendar added"),
    "municipality.calendar.holidays": lazy("Holidays of a year added to the calendar"),
    "municipality.calendar.remove": lazy("Day of the calendar removed"),
    "municipality.names": lazy("Names and contacts changed"),
    "municipality.office.add": lazy("Office added"),
    "municipality.office.change": lazy("Office changed"),
    "municipality.office.close": lazy("Office closed for questions"),
    "municipality.office.move": lazy("Office moved in the list"),
    "municipality.office.open": lazy("Office opened for questions"),
    "municipality.promise": lazy("Promise changed"),
    "municipality.reason.add": lazy("Reason of the moderators added"),
    "municipality.reason.change": lazy("Reason of the moderators changed"),
    "municipality.reason.restore": lazy("Reason of the moderators used again"),
    "municipality.reason.retire": lazy("Reason of the moderators retired"),
    "municipality.seed": lazy("Profile of the municipality loaded"),
    "municipality.settlement.add": lazy("Settlement added"),
    "municipality.settlement.change": lazy("Settlement changed"),
    "municipality.term.absence": lazy("Absence and deputy changed"),
    "municipality.term.begin": lazy("Term of office begun"),
    "municipality.term.change": lazy("Term of office changed"),
    "municipality.topic.add": lazy("Topic added"),
    "municipality.topic.change": lazy("Topic changed"),
    "municipality.unit.add": lazy("Unit added"),
    "municipality.unit.change": lazy("Unit changed"),
    "municipality.watch": lazy("What the machine looks for changed"),
    "outbox.resend": lazy("Letter sent again"),
    "photos.attach": lazy("Photo attached"),
    "photos.describe": lazy("Photo described"),
    "photos.redact": lazy("Places on a photo covered"),
    "photos.refuse": lazy("Photo refused as damaged"),
    "photos.remove": lazy("Photo removed"),
}

THINGS: Mapping[str, LazyString] = {
    "calendar": lazy("Calendar"),
    "comment": lazy("Comment"),
    "counter": lazy("Counter"),
    "day": lazy("Day"),
    "fact": lazy("Names and contacts"),
    "notice": lazy("Letter"),
    "office": lazy("Office"),
    "person": lazy("Person"),
    "profile": lazy("Profile of the municipality"),
    "promise": lazy("Promise"),
    "reason": lazy("Reason of the moderators"),
    "settlement": lazy("Settlement"),
    "topic": lazy("Topic"),
    "unit": lazy("Unit"),
    "year": lazy("Year"),
}


def acts() -> Mapping[str, LazyString]:
    """Return every act that has words, the house's and those of the features."""
    return {**ACTS, **{name: words for feature in mounted() for name, words in feature.acts.items()}}


def things() -> Mapping[str, LazyString]:
    """Return every kind of thing that has words."""
    return {**THINGS, **{name: words for feature in mounted() for name, words in feature.things.items()}}
