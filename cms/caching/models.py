"""The table behind the version: the truth for all machines."""

from django.db import models


class ContentVersion(models.Model):
    """One row: how often public content has changed."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class PageViews(models.Model):
    """How often one page was read on one day, by nobody that we know."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="page_views_of_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
