"""The proof of sending on paper: the same facts as the signed document, for people."""

import datetime as dt
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cms.content.sheets import FJORD, INK, LINE, SOFT, Sheet

from .models import Act, Delivery, Mailing

MARGIN, LABEL_WIDTH, MOST_BATCHES = 22, 48, 400


class ProofSheet(Sheet):
    """A4, the network's own type, page numbers at the foot."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN)
        self.foot = title

    def footer(self) -> None:
        self.set_y(-14)
        self.write_line(f"{self.foot} · {self.page_no()}/{{nb}}", size=8, colour=SOFT)

    def heading(self, text: str) -> None:
        self.ln(5)
        self.set_draw_color(*LINE)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(3)
        self.write_line(text, size=13, colour=FJORD)
        self.ln(1)

    def fact(self, label: str, value: str) -> None:
        """A label and what it is, beside each other."""
        if not value:
            return
        self.pen(10, SOFT)
        self.multi_cell(LABEL_WIDTH, 5.2, self.written(label), new_x="RIGHT", new_y="TOP")
        self.pen(10, INK)
        self.multi_cell(0, 5.2, self.written(value), new_x="LMARGIN", new_y="NEXT")


def proof_pdf(document: dict[str, Any]) -> bytes:
    """The PDF of a document that `proof.proof` made, in the active language."""
    mailing, audience = document["mailing"], document["audience"]
    sheet = ProofSheet(_("Proof of sending %(number)s") % {"number": mailing["number"]})
    sheet.add_page()
    sheet.write_line(document["network"], colour=SOFT)
    sheet.ln(2)
    sheet.write_line(_("Proof of sending"), size=22, colour=FJORD)
    sheet.write_line(mailing["subject"], size=14)

    sheet.heading(_("The letter"))
    sheet.fact(_("Sender"), mailing["sender"])
    sheet.fact(_("Replies to"), mailing["reply_to"])
    sheet.fact(_("Pressed"), shown(mailing["pressed_at"]))
    sheet.fact(_("Frozen at"), shown(mailing["frozen_at"]))
    sheet.fact(_("Finished"), shown(mailing["finished_at"]))
    sheet.fact(_("State"), str(Mailing.State(mailing["state"]).label))
    sheet.fact(_("Provider"), mailing["provider"])
    sheet.fact(_("Content (SHA-256)"), mailing["content_sha256"])
    sheet.fact(_("Letter as .eml (SHA-256)"), mailing["letter_sha256"])

    sheet.heading(_("Who it went to"))
    sheet.fact(_("Audience"), audience["sentence"])
    sheet.fact(_("In the audience"), number(audience["members"]))
    sheet.fact(_("Had it already"), number(audience["had_it_already"]))
    sheet.fact(_("Unreachable"), number(audience["unreachable"]))
    sheet.fact(_("Recipients"), number(audience["frozen"]))

    sheet.heading(_("What became of it"))
    for state in Delivery.State:
        sheet.fact(str(state.label), number(document["balance"][state.name.lower()]))
    sheet.fact(_("In all"), number(sum(document["balance"].values())))
    sheet.fact(_("Ledger (SHA-256)"), document["ledger_sha256"])

    sheet.heading(_("Who did what"))
    for act in document["acts"]:
        words = [str(Act.Kind(act["kind"]).label), act["by"], act["words"]]
        sheet.fact(shown(act["at"]), " · ".join(word for word in words if word))

    sheet.heading(_("The provider's numbers"))
    for batch in document["batches"][:MOST_BATCHES]:
        sheet.fact(
            _("Batch %(number)s") % {"number": batch["number"]},
            batch["provider_id"] or batch["key"],
        )
    if len(document["batches"]) > MOST_BATCHES:
        sheet.write_line(_("The rest is in the signed document."), colour=SOFT)

    sheet.heading(_("Signature"))
    sheet.fact(_("Made"), shown(document["made_at"]))
    sheet.fact(_("Public key (Ed25519)"), document["signature"]["public_key"])
    sheet.fact(_("Value"), document["signature"]["value"])
    sheet.ln(2)
    note = _(
        "The signature is over the JSON document of this proof; this sheet shows what it says."
    )
    sheet.write_line(note, colour=SOFT)
    return bytes(sheet.output())


def number(value: int) -> str:
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def shown(moment: str) -> str:
    """»25. november 2026 kl. 14.05« of an ISO time."""
    if not moment:
        return ""
    when = timezone.localtime(dt.datetime.fromisoformat(moment))
    return formats.date_format(when, "j. F Y H.i")
