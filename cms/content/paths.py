"""Addresses that are spelt in the language that they are read in."""

from django.utils.functional import lazy
from django.utils.translation import get_language


def _spoken(danish: str, english: str) -> str:
    return english if get_language() == "en" else danish


spoken = lazy(_spoken, str)
