"""The domains that an organisation's members write from, as a proposal to its editor."""

from collections import Counter

from cms.organisations.domains import is_free_mail, wider
from cms.organisations.models import Domain, Organisation

from .models import Member

# One member alone tells nothing of a workplace, and an address of theirs is not to be read off a list.
FEWEST = 2
MOST_PROPOSED = 5
# Enough to see what is common, however large the organisation.
MOST_LOOKED_AT = 2_000


def suggested_domains(organisation: Organisation) -> list[tuple[str, int]]:
    """(domain, how many members here write from it), the most common first. Two queries.

    Left out: where anybody can have an address, and what an organisation has already, itself or a wider one.
    """
    members = Member.objects.filter(organisation=organisation).order_by("-pk")
    addresses = members.values_list("email_key", flat=True)[:MOST_LOOKED_AT]
    counted = Counter(address.rpartition("@")[2] for address in addresses)
    common = [(domain, count) for domain, count in counted.most_common() if count >= FEWEST]
    looked_at = {one for domain, _count in common for one in wider(domain)}
    known = set(Domain.objects.filter(name__in=looked_at).values_list("name", flat=True))
    proposed = [
        (domain, count)
        for domain, count in common
        if not is_free_mail(domain) and known.isdisjoint(wider(domain))
    ]
    return proposed[:MOST_PROPOSED]
