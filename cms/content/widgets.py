"""Fields of the admin's forms that behave otherwise than Wagtail's own."""

from typing import Any

from wagtail.admin.widgets import AdminDateTimeInput


class TypedDateTimeInput(AdminDateTimeInput):
    """Wagtail's date-time picker, which leaves alone what was typed.

    The picker's own check turns a date that it cannot read into *now*, without a word; so it is off,
    and the form says what is wrong.
    """

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}
