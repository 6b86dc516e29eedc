"""`manage.py proof`: writes the proof of a mailing's sending to files, or says whether one is genuine."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from newsletters.delivery.models import Mailing
from newsletters.delivery.proof import letter, proof, verify
from newsletters.delivery.proof_pdf import proof_pdf

LARGEST = 50 * 1024 * 1024


class Command(BaseCommand):
    help = "Write the proof of a mailing (JSON, PDF, .eml), or verify one: manage.py proof --verify FILE"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mailing", type=int, nargs="?", help="The number of the mailing.")
        parser.add_argument("--folder", type=Path, default=Path(), help="Where to write the files.")
        parser.add_argument("--verify", type=Path, help="A signed document to look at.")
        parser.add_argument("--public-key", default="", help="By whose key; empty: this site's.")

    def handle(self, **options: Any) -> None:
        if options["verify"]:
            self.verify(options["verify"], options["public_key"])
        elif options["mailing"]:
            self.write(options["mailing"], options["folder"])
        else:
            raise CommandError("Name a mailing's number, or --verify a file.")

    def write(self, number: int, folder: Path) -> None:
        mailing = Mailing.objects.filter(pk=number).first()
        if mailing is None:
            raise CommandError(f"There is no mailing {number}.")
        document = proof(mailing, now=timezone.now())
        with translation.override(settings.LANGUAGE_CODE):
            paper = proof_pdf(document)
        files = {
            "json": json.dumps(document, ensure_ascii=False, indent=1).encode(),
            "pdf": paper,
            "eml": letter(mailing),
        }
        for kind, content in files.items():
            path = folder / f"mailing-{number}.{kind}"
            path.write_bytes(content)
            self.stdout.write(str(path))

    def verify(self, path: Path, public_key: str) -> None:
        try:
            if path.stat().st_size > LARGEST:
                raise CommandError(f"{path} is too large to be a proof.")
            document = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        if not verify(document, public_key=public_key):
            raise CommandError(f"{path} is not genuine: not signed by this site, or changed since.")
        self.stdout.write(f"{path} is genuine: signed by this site and unchanged.")
