"""Members by what an editor types of their name, address or workplace."""

from django.db.models import Q

from cms.members.models import Member

MOST_MEMBERS, MOST_WORDS = 20, 6
FIELDS = ("first_name", "last_name", "email", "organisation__name")


def members_called(typed: str) -> list[Member]:
    """Those in whom each typed word is found; nobody where nothing is typed."""
    words = typed.split()[:MOST_WORDS]
    if not words:
        return []
    found = Member.objects.select_related("organisation")
    for word in words:
        found = found.filter(holds(word))
    return list(found.order_by("first_name", "last_name", "pk")[:MOST_MEMBERS])


def holds(word: str) -> Q:
    """SQLite knows upper and lower case of ASCII only, so »åse« is looked for as »Åse« too."""
    asked = Q()
    for written in {word, word.lower(), word.capitalize()}:
        for field in FIELDS:
            asked |= Q(**{f"{field}__icontains": written})
    return asked
