"""The PDFs of a day. Nothing of them is kept, here or on the way."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.content.models import NetworkSettings

from .. import kitchen, roster, sheets
from ..models import Registration
from ..roster import Shown
from ..routes import pdf
from .day import MANAGE, SEE, DayView
from .exporting import XLSX

# So many badges are made at a time; of a larger day, the next with `?part=2`.
A_FILE = 400


class PaperView(DayView):
    needs = SEE
    here = gettext_lazy("PDF")

    @property
    def network(self) -> str:
        return NetworkSettings.for_request(self.request).network_name

    def seated(self) -> list[roster.Row]:
        return roster.by_name(roster.narrowed(roster.roster(self.day), Shown.SEATED))

    def people(self, rows: list[roster.Row]) -> list[Registration]:
        return roster.registrations_of(rows)

    def file(self, content: bytes, name: str) -> HttpResponse:
        return pdf(content, f"{name}-{self.day.slug}.pdf")


class BadgesView(PaperView):
    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        asked = request.GET.get("part", "1")
        part = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
        rows = self.seated()[(max(part, 1) - 1) * A_FILE : max(part, 1) * A_FILE]
        made = sheets.badges(self.people(rows), network=self.network, title=_("Name badges"))
        return self.file(made, _("badges"))


class ParticipantsPdfView(PaperView):
    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        people = self.people(self.seated())
        made = sheets.participants(people, day=self.day, network=self.network)
        return self.file(made, _("participants"))


class KitchenPdfView(PaperView):
    """Of health and faith, so for those who run the day alone."""

    needs = MANAGE

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        made = kitchen.as_pdf(kitchen.wanted(self.day), day=self.day, network=self.network)
        return self.file(made, _("food-and-access"))


class KitchenXlsxView(PaperView):
    needs = MANAGE

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        made = HttpResponse(kitchen.as_xlsx(kitchen.wanted(self.day)), content_type=XLSX)
        header = content_disposition_header(True, f"{_('food-and-access')}-{self.day.slug}.xlsx")
        made["Content-Disposition"] = header
        return made


class CertificateView(PaperView):
    def get(self, request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        own = self.registration(str(kwargs["code"]))
        if not own.checked_in_at or not own.name:
            raise Http404
        made = sheets.certificate(own, day=self.day, network=self.network)
        return self.file(made, _("certificate"))
