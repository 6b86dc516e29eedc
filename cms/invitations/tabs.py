"""The form on which editors write an invitation, tab by tab."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page

from cms.content.models import ContentMixin
from cms.content.widgets import TypedDateTimeInput
from cms.topics.models import TopicalMixin

from .gaps_admin import GapsPanel
from .questions import MOST_QUESTIONS
from .reminders_admin import RemindersPanel

INVITATION = [
    GapsPanel(heading=_("What readers miss")),
    *Page.content_panels,
    *ContentMixin.lead_panels,
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("starts_at", widget=TypedDateTimeInput),
                    FieldPanel("ends_at", widget=TypedDateTimeInput),
                ]
            ),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("season")]),
        ],
        heading=_("When and what"),
    ),
    MultiFieldPanel(
        [FieldPanel("place_name"), FieldPanel("place_address"), FieldPanel("online_url")],
        heading=_("Where"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("sign_up"),
            FieldRowPanel([FieldPanel("seats"), FieldPanel("seats_per_organisation")]),
            FieldPanel("guests_allowed"),
            FieldPanel("deadline_at", widget=TypedDateTimeInput),
            FieldRowPanel([FieldPanel("price_kind"), FieldPanel("price")]),
        ],
        heading=_("Seats and price"),
    ),
    MultiFieldPanel(
        [
            InlinePanel("questions", label=_("Question"), max_num=MOST_QUESTIONS),
            FieldRowPanel([FieldPanel("asks_diet"), FieldPanel("asks_access")]),
        ],
        heading=_("Asked when one signs up"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("contact_name"),
            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
        ],
        heading=_("Contact"),
    ),
    TopicalMixin.topical_panel,
    MultiFieldPanel(
        [
            RemindersPanel(),
            FieldPanel("reminds_before_deadline"),
            FieldPanel("reminds_a_week_before"),
            FieldPanel("reminds_a_day_before"),
            FieldPanel("thanks_afterwards"),
        ],
        heading=_("Reminders"),
    ),
]
TABS = TabbedInterface(
    [
        ObjectList(INVITATION, heading=_("Invitation")),
        ObjectList([FieldPanel("programme"), FieldPanel("body")], heading=_("Programme")),
        ObjectList(
            [
                FieldPanel("recap"),
                InlinePanel(
                    "materials",
                    heading=_("Only for those who came"),
                    label=_("File"),
                    help_text=_(
                        "Each who came finds these on their own page after the day."
                        " Nobody else can open them."
                    ),
                    max_num=20,
                ),
            ],
            heading=_("Afterwards"),
        ),
        ObjectList(Page.promote_panels, heading=_("Promote")),
    ]
)
