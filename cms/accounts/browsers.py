"""What a person calls the browser and the machine they sit at, from what the browser says of itself."""

from django.utils.translation import gettext as _

# The first that fits: others name themselves besides these, too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def name_of(user_agent: str) -> str:
    """»Firefox, Windows«; for what is not known, »a browser«."""
    found = [
        next((name for mark, name in names if mark in user_agent), "")
        for names in (BROWSERS, MACHINES)
    ]
    return ", ".join(filter(None, found)) or _("A browser")
