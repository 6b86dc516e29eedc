"""What a letter says to one person: a closed list of placeholders and how each is filled."""

from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.mail.placeholders import one_line

GREETING, GREETING_HTML, UNSUBSCRIBE_URL = "greeting", "greeting_html", "unsubscribe_url"
SAMPLE_NAME = "Anna"


def greeting(first_name: str) -> str:
    """»Kære Anna« in the active language; without a name »Kære medlem«."""
    name = one_line(first_name)
    return _("Dear %(name)s") % {"name": name} if name else _("Dear member")


def personal_fields(*, first_name: str, unsubscribe_url: str) -> dict[str, str]:
    """The value of every placeholder. The HTML one is escaped once, here; the others are plain text."""
    words = greeting(first_name)
    return {GREETING: words, GREETING_HTML: str(escape(words)), UNSUBSCRIBE_URL: unsubscribe_url}


def sample_fields() -> dict[str, str]:
    """The values that the preview shows. Its unsubscribe link leads nowhere."""
    return personal_fields(first_name=SAMPLE_NAME, unsubscribe_url="#")
