"""All tables of the ground, gathered for Django from the packages that define them."""

from cms.accounts.models import AddressChange
from cms.content.models import NetworkSettings
from cms.directory.models import Entry, Note
from cms.imports.models import Import, ImportRow
from cms.invitations.materials import Material
from cms.invitations.memory import CalendarLink, Change, Facts, Reminder
from cms.invitations.models import Registration, SeatEvent
from cms.invitations.pages import InvitationIndexPage, InvitationPage
from cms.mail.models import Letter
from cms.members.models import Consent, Member, SignUp, Suppression, Tally, User
from cms.organisations.models import Domain, Organisation
from cms.seasons.models import Season
from cms.series.models import Series, Wording
from cms.stories.pages import StoryIndexPage, StoryPage
from cms.topics.pages import GoalIndexPage, GoalPage, TopicIndexPage, TopicPage

__all__ = [
    "AddressChange",
    "CalendarLink",
    "Change",
    "Consent",
    "Domain",
    "Entry",
    "Facts",
    "GoalIndexPage",
    "GoalPage",
    "Import",
    "ImportRow",
    "InvitationIndexPage",
    "InvitationPage",
    "Letter",
    "Material",
    "Member",
    "NetworkSettings",
    "Note",
    "Organisation",
    "Registration",
    "Reminder",
    "Season",
    "SeatEvent",
    "Series",
    "SignUp",
    "StoryIndexPage",
    "StoryPage",
    "Suppression",
    "Tally",
    "TopicIndexPage",
    "TopicPage",
    "User",
    "Wording",
]
