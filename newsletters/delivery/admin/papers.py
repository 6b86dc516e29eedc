"""What can be taken away: the proof of sending, the letter, the ledger."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.content.exports import safe_cell

from .. import proof, queries
from ..proof_pdf import proof_pdf
from .mailings import MailingMixin

ROWS_AT_ONCE = 5_000


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class ProofView(MailingMixin):
    """The signed document, or the same on paper, or the letter itself."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, mailing_id: int, kind: str) -> HttpResponse:
        name = f"{_('mailing')}-{mailing_id}.{kind}"
        if kind == "eml":
            wanted = request.GET.get("language", "")[:10]
            other = self.mailing.translations.filter(language=wanted).first()
            return as_file(proof.letter(self.mailing, other), "message/rfc822", name)
        document = proof.proof(self.mailing, now=timezone.now())
        if kind == "pdf":
            return as_file(proof_pdf(document), "application/pdf", name)
        text = json.dumps(document, ensure_ascii=False, indent=1)
        return as_file(text.encode(), "application/json", name)


class Line:
    """A file that gives back each line that is written to it."""

    def write(self, line: str) -> str:
        return line


class ExportView(MailingMixin):
    """Every letter as CSV, as it is filtered; a million rows go out as they are read."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, mailing_id: int) -> StreamingHttpResponse:
        rows = queries.deliveries(
            self.mailing,
            state=request.GET.get("state", "")[:20],
            text=request.GET.get("q", "")[:254].replace("\x00", "").strip(),
        )
        response = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
        name = f"{_('mailing')}-{mailing_id}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def lines(rows: Any) -> Iterator[str]:
    """The lines of the file: a mark that it is UTF-8, a head, a line a letter. No cell is a formula."""
    write = csv.writer(Line()).writerow
    yield "\ufeff"
    yield write([_("Member"), _("Address"), _("State"), _("Reason"), _("Provider's number")])
    for row in rows.iterator(ROWS_AT_ONCE):
        cells = [
            row.member or _("erased"),
            row.address,
            row.get_state_display(),
            row.reason_in_words,
            row.provider_id,
        ]
        yield write([safe_cell(cell) for cell in cells])
