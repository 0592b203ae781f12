"""What staff fill in about letters."""

from wtforms import StringField

from portal.kernel.forms import EmailAddress, Filled, Form
from portal.kernel.words import lazy


class AddressForm(Form):
    """The address a letter should have gone to."""

    email = StringField(lazy("Correct e-mail address"), validators=[Filled(lazy("Write the e-mail address.")), EmailAddress()])
