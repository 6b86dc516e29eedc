"""All tables of the public front, gathered for Django."""

from .pages import HomePage, StandardPage

__all__ = ["HomePage", "StandardPage"]
