"""Who we are and where a page stands, as schema.org has it."""

from django.http import HttpRequest
from wagtail.models import Page

from cms.content.models import NetworkSettings


def organization(network: NetworkSettings, home: Page, request: HttpRequest) -> dict:
    """The network itself. Source: schema.org/Organization."""
    who: dict = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": network.network_name,
        "url": home.get_full_url(request),
    }
    if network.tagline:
        who["description"] = network.tagline
    if network.contact_email:
        who["email"] = network.contact_email
    if network.contact_phone:
        who["telephone"] = network.contact_phone
    if network.postal_address:
        who["address"] = network.postal_address
    return who


def breadcrumbs(trail: list[Page], page: Page, request: HttpRequest) -> dict:
    """The way from the front down to the page. Source: schema.org/BreadcrumbList."""
    steps = [
        {
            "@type": "ListItem",
            "position": place,
            "name": step.title,
            "item": step.get_full_url(request),
        }
        for place, step in enumerate([*trail, page], start=1)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": steps,
    }
