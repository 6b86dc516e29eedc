"""Names as they are compared: whatever case, accents and signs somebody types.

The database does the comparing, and SQLite knows no upper case beyond ASCII; so a name is kept a second time,
folded to ASCII. Danes write å as aa and the other way round: »Århus« and »Aarhus« are the same here.
"""

import re
import unicodedata

# A name of 120 letters, each of which may become two.
LONGEST = 240
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th"})


_LAST = str.maketrans({"æ": "{", "ø": "|", "å": "}"})


def in_danish_order(name: str) -> str:
    """The key to sort names by as Danes do: æ, ø and å last, and aa as å. No database does it unasked."""
    return unicodedata.normalize("NFC", name).lower().replace("aa", "å").translate(_LAST)


def folded(text: str) -> str:
    """Lower-case ASCII letters and digits, the words one space apart: »Høje-Taastrup« → »hoeje taastrup«."""
    lower = unicodedata.normalize("NFC", text).lower().translate(_DANISH)
    plain = unicodedata.normalize("NFKD", lower)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()[:LONGEST]
