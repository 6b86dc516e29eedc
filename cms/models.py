"""All tables of the ground, gathered for Django from the packages that define them."""

from cms.accessibility.models import AccessibilityIssue, AccessibilitySettings
from cms.accounts.models import AddressChange
from cms.caching.models import ContentVersion, PageViews
from cms.content.models import NetworkSettings
from cms.directory.models import Entry, Note
from cms.imports.models import Import, ImportRow
from cms.invitations.applications import Application
from cms.invitations.index_page import InvitationIndexPage
from cms.invitations.materials import Material
from cms.invitations.memory import CalendarLink, Change, Facts, Nudge, Reminder
from cms.invitations.models import Registration, SeatEvent
from cms.invitations.pages import InvitationPage
from cms.invitations.questions import Answer, Needs, Question
from cms.library.experiences import ExperiencePage
from cms.library.funding import Award, FundingPage
from cms.library.index_page import LibraryIndexPage
from cms.library.models import LibraryPage
from cms.library.persons import ResourcePersonPage
from cms.library.projects import ProjectPage
from cms.library.tools import ToolPage, ToolUse
from cms.mail.models import Letter
from cms.members.models import Consent, Member, SignUp, Suppression, Tally, User
from cms.organisations.models import Domain, Organisation
from cms.participation.decisions.models import Ballot, Decision, Option, Proposal, Renewal
from cms.participation.evaluations.models import AnswerSheet, Evaluation, Respondent
from cms.participation.wishes.models import Citation, Vote, Wish
from cms.seasons.models import Season
from cms.series.models import Series, Wording
from cms.stories.pages import StoryIndexPage, StoryPage
from cms.topics.pages import GoalIndexPage, GoalPage, TopicIndexPage, TopicPage

__all__ = [
    "AccessibilityIssue",
    "AccessibilitySettings",
    "AddressChange",
    "Answer",
    "AnswerSheet",
    "Application",
    "Award",
    "Ballot",
    "CalendarLink",
    "Change",
    "Citation",
    "Consent",
    "ContentVersion",
    "Decision",
    "Domain",
    "Entry",
    "Evaluation",
    "ExperiencePage",
    "Facts",
    "FundingPage",
    "GoalIndexPage",
    "GoalPage",
    "Import",
    "ImportRow",
    "InvitationIndexPage",
    "InvitationPage",
    "Letter",
    "LibraryIndexPage",
    "LibraryPage",
    "Material",
    "Member",
    "Needs",
    "NetworkSettings",
    "Note",
    "Nudge",
    "Option",
    "Organisation",
    "PageViews",
    "ProjectPage",
    "Proposal",
    "Question",
    "Registration",
    "Reminder",
    "Renewal",
    "ResourcePersonPage",
    "Respondent",
    "Season",
    "SeatEvent",
    "Series",
    "SignUp",
    "StoryIndexPage",
    "StoryPage",
    "Suppression",
    "Tally",
    "ToolPage",
    "ToolUse",
    "TopicIndexPage",
    "TopicPage",
    "User",
    "Vote",
    "Wish",
    "Wording",
]
