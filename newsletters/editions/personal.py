"""What a letter says to one person: a closed list of placeholders and how each is filled.

The unsubscribe address is one of them while a letter is written; when it goes out, the address is written out
once and only its token is left for each recipient.
"""

from collections.abc import Callable

from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.mail.placeholders import one_line

GREETING, GREETING_HTML = "greeting", "greeting_html"
UNSUBSCRIBE_URL, UNSUBSCRIBE_TOKEN = "unsubscribe_url", "unsubscribe_token"
SAMPLE_NAME = "Anna"
# As many as Denmark has first names; the memory stays small whatever people are called.
MOST_NAMES = 20_000

Fields = dict[str, str]


def personal_writer() -> Callable[[str, str], Fields]:
    """A function from (first name, unsubscribe token) to the values that are each recipient's own.

    In the language that is active now. The HTML greeting is escaped once, here; the others are plain text.
    Many people share a name, so a greeting is made once for each name.
    """
    dear, nameless = _("Dear %(name)s"), _("Dear member")
    made: dict[str, tuple[str, str]] = {}

    def write(first_name: str, token: str) -> Fields:
        greetings = made.get(first_name)
        if greetings is None:
            name = one_line(first_name)
            words = dear % {"name": name} if name else nameless
            greetings = words, str(escape(words))
            if len(made) < MOST_NAMES:
                made[first_name] = greetings
        return {GREETING: greetings[0], GREETING_HTML: greetings[1], UNSUBSCRIBE_TOKEN: token}

    return write


def sample_fields() -> Fields:
    """The values that the preview shows. Its unsubscribe link leads nowhere."""
    return {**personal_writer()(SAMPLE_NAME, ""), UNSUBSCRIBE_URL: "#"}
