"""`manage.py organisations`: adds the municipalities and regions that are missing, at any time."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.organisations.importing import load_organisations


class Command(BaseCommand):
    help = "Adds the municipalities and regions that are missing; leaves those that are there as they are."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Added {load_organisations()} organisations.\n")
