"""A sheet that the demo's letter links to: one page that two colleagues can fill in."""

from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from fpdf import FPDF
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

FONT = Path(settings.BASE_DIR) / "cms/static/cms/fonts/schibsted-grotesk.woff2"
TITLE = "Opgaven til jer to"
QUESTIONS = (
    "Hvilken bygning kender I begge?",
    "Hvad bruger den mest af: varme, strøm eller vand?",
    "Hvem opdager det først, når noget går galt?",
    "Hvad kan I ændre, før budgettet er lagt?",
)


def make_sheet() -> AbstractDocument:
    """Write the sheet and keep it as a document of Wagtail's, as if an editor had uploaded it."""
    sheet = FPDF(format="A4")
    sheet.add_font("network", fname=FONT)
    sheet.set_title(TITLE)
    sheet.set_lang("da")
    sheet.set_margins(22, 22)
    sheet.add_page()
    sheet.set_font("network", size=24)
    sheet.multi_cell(0, 12, TITLE, new_x="LMARGIN", new_y="NEXT")
    sheet.set_font("network", size=12)
    for question in QUESTIONS:
        sheet.ln(8)
        sheet.multi_cell(0, 7, question, new_x="LMARGIN", new_y="NEXT")
        for _line in range(3):
            sheet.ln(11)
            sheet.line(22, sheet.get_y(), 188, sheet.get_y())
    file = ContentFile(bytes(sheet.output()), name="opgaven-til-jer-to.pdf")
    return get_document_model().objects.create(title=TITLE, file=file)
