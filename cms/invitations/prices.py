"""What a day costs, in words."""

from decimal import Decimal

from django.utils.translation import gettext as _


def price_words(price: Decimal | None) -> str:
    """»Gratis« or »350 kr.«, in the active language."""
    if price is None:
        return _("Free")
    amount = price.quantize(Decimal(1)) if price % 1 == 0 else price
    return _("DKK %(amount)s") % {"amount": str(amount).replace(".", ",")}
