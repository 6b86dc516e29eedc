"""Who is named on a story as the one to ask."""

from django.utils.translation import gettext_lazy as _

from cms.content.contacts import register_contacts

from .pages import StoryPage

CONTACTS = register_contacts(
    name="stories.contacts",
    place=95,
    label=_("Contact of stories"),
    what=_("Your name, address and telephone where you are the one to ask about a story."),
    model=StoryPage,
)
