"""What a letter says to one person: a closed list of placeholders and how each is filled."""

from collections.abc import Callable

from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.mail.placeholders import one_line

GREETING, GREETING_HTML = "greeting", "greeting_html"
UNSUBSCRIBE_URL, UNSUBSCRIBE_TOKEN = "unsubscribe_url", "unsubscribe_token"
SAMPLE_NAME = "Anna"

Fields = dict[str, str]


def personal_writer() -> Callable[[str, str, str], Fields]:
    """A function from (first name, unsubscribe address, its token) to the value of every placeholder.

    In the language that is active now. The HTML greeting is escaped once, here; the others are plain text.
    Many people share a name, so a greeting is made once for each name.
    """
    dear, nameless = _("Dear %(name)s"), _("Dear member")
    made: dict[str, tuple[str, str]] = {}

    def write(first_name: str, unsubscribe_url: str, token: str) -> Fields:
        greetings = made.get(first_name)
        if greetings is None:
            name = one_line(first_name)
            words = dear % {"name": name} if name else nameless
            greetings = words, str(escape(words))
            if len(made) < MOST_NAMES:
                made[first_name] = greetings
        return {
            GREETING: greetings[0],
            GREETING_HTML: greetings[1],
            UNSUBSCRIBE_URL: unsubscribe_url,
            UNSUBSCRIBE_TOKEN: token,
        }

    return write


# As many as Denmark has first names; the memory stays small whatever people are called.
MOST_NAMES = 20_000


def sample_fields() -> Fields:
    """The values that the preview shows. Its unsubscribe link leads nowhere."""
    return personal_writer()(SAMPLE_NAME, "#", "")
