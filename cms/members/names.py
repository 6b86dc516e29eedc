"""Names as people write them, when they come from outside."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.mail.message import hides_something


def seen_name(written: str, longest: int) -> str:
    """The name on one line, composed (NFC), if one sees all that is in it. Raises ValidationError."""
    name = unicodedata.normalize("NFC", " ".join(written.split()))
    if hides_something(name):
        raise ValidationError(_("It holds characters that cannot be seen. Type it anew."))
    if name and not any(sign.isalpha() for sign in name):
        raise ValidationError(_("Write it in letters."))
    if len(name) > longest:
        raise ValidationError(_("It is too long. Shorten it."))
    return name
