"""The domain of an e-mail address as a sign of where somebody works."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.mail.addresses import MAX_LENGTH, canonical

# Where anybody can have an address: it says nothing of an employer. So do their subdomains.
FREE_MAIL = frozenset((Path(__file__).parent / "data" / "free_mail.txt").read_text().split())


def domain_of(address: str) -> str:
    """The domain of an address in A-labels, or »« when it is no address of the public net."""
    try:
        return canonical(address).rpartition("@")[2]
    except ValidationError:
        return ""


def wider(domain: str) -> list[str]:
    """The domain and what it lies in, but no top level: »it.middelfart.dk« → itself and »middelfart.dk«."""
    labels = domain.split(".")
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]


def is_free_mail(domain: str) -> bool:
    return not FREE_MAIL.isdisjoint(wider(domain))


def read_domain(typed: str) -> str:
    """The domain as it is kept. Raises ValidationError with a sentence for a person."""
    domain = canonical(f"x@{typed.strip().removeprefix('@')}").rpartition("@")[2]
    if is_free_mail(domain):
        raise ValidationError(
            _("Anybody can have an address at %(domain)s: it says nothing of where they work."),
            params={"domain": domain},
        )
    return domain


class DomainFormField(forms.CharField):
    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        return read_domain(typed) if typed else typed


class DomainField(models.CharField):
    """A domain in A-labels. Its form reads what people type, so that two spellings are one before they are
    compared.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": DomainFormField, **kwargs})
