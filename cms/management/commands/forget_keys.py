"""`manage.py forget_keys EMAIL`: for an editor who has lost passkey and telephone."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.accounts.actions import forget_keys
from cms.accounts.queries import account_of
from cms.mail.addresses import canonical


class Command(BaseCommand):
    help = (
        "Removes the passkeys and the authenticator app of an account, and signs it out everywhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The address that the account signs in with.")

    def handle(self, *, email: str, **options: Any) -> None:
        try:
            user = account_of(canonical(email))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if user is None:
            raise CommandError("There is no account of this address.")
        self.stdout.write(
            f"Keys removed: {forget_keys(user=user)}. They make a new one at the next sign-in."
        )
