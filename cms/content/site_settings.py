"""What an editor sets for a whole site, read without being written."""

from typing import Self

from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Site


class SiteSettings(BaseSiteSetting):
    """One row a site, from the first time an editor saves it.

    Wagtail's own `for_site` writes the row when it is read first, which no GET may. Here it gives what is
    kept, or an unsaved row as it would be; the settings page of the admin saves that as any other.
    """

    class Meta:
        abstract = True

    @classmethod
    def for_site(cls, site: Site | None) -> Self:
        return cls.for_site_id(site.pk if site else None)

    @classmethod
    def for_site_id(cls, site_id: int | None) -> Self:
        """The same for who knows the site by its id; without a site, as they would be on a new one."""
        kept = cls.base_queryset().filter(site_id=site_id).first() if site_id else None
        return kept or cls(site_id=site_id)
