"""What imports do when a member is erased: the rows that named them are emptied."""

from typing import Any

from django.db.models.signals import pre_delete

from cms.members.models import Member

from .models import ImportRow


def forget_rows(sender: type[Member], instance: Member, **kwargs: Any) -> None:
    """Whoever is erased stands in no file that waits, either. The row and its outcome stay: they count."""
    named = ImportRow.objects.filter(email_key=instance.email_key)
    named.update(values=[], found={}, changes={}, notes=[], email_key="")


def connect() -> None:
    pre_delete.connect(forget_rows, sender=Member, dispatch_uid="cms.forget_import_rows")
