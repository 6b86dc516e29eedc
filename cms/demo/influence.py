"""What the invented members wish for and vote for, what was decided after the first season, and a vote that
is open now.
"""

import datetime as dt
import random
import secrets

from django.utils import timezone

from cms.invitations.pages import InvitationPage
from cms.members.models import Member
from cms.participation.decisions.actions import cast
from cms.participation.decisions.models import Decision, Option, Proposal
from cms.participation.wishes.actions import Words, put
from cms.participation.wishes.models import Citation, Vote, Wish
from cms.seasons.models import Season
from cms.seasons.queries import current_season
from cms.stories.pages import StoryPage
from cms.topics.pages import TopicPage

from . import texts
from .register import FIRST_SEASON
from .report import Report
from .season import moment
from .texts import Text

DAY = dt.timedelta(days=1)
# Of a hundred members, so many have voted so far.
VOTED = 46
# What each option of the first season's decision got, of so many who could vote.
FIRST_VOTES, COULD_VOTE = (17, 29, 6), 63
WAITING, HIDDEN = "waiting", "hidden"


def fill(report: Report) -> None:
    members = list(Member.objects.staying().order_by("pk"))
    dice = random.Random("what members wish for")  # noqa: S311 - votes of people who are not, no secrets
    now = timezone.now()
    with report.step("wishes and votes") as step:
        for number, (title, words) in enumerate(sections(texts.read(texts.FOLDER / "wishes.md"))):
            make_wish(title, words, members, dice, now - (5 + 7 * number) * DAY)
            step.advance()
    with report.step("seasons' decisions") as step:
        written = texts.read(texts.FOLDER / "decisions.md")
        decide_first(written)
        ask_now(written, members, dice, now)
        step.advance(2)


def sections(text: Text) -> list[tuple[str, str]]:
    return [(title, words.strip()) for title, words in text.sections.items() if title]


def make_wish(
    title: str, said: str, members: list[Member], dice: random.Random, at: dt.datetime
) -> None:
    first, *lines = said.splitlines()
    kind, area, state, votes, slug = (part.strip() for part in first.split("|"))
    topic = TopicPage.objects.filter(title=area).first()
    text = "\n".join(line for line in lines if not line.startswith("→"))
    voters = dice.sample(members, int(votes) + 1)
    wish = Wish(
        author=voters[0],
        press=secrets.token_urlsafe(16),
        season=current_season(timezone.localdate(at)),
        written_at=at,
        state=Wish.State.NEW if state in (WAITING, HIDDEN) else state,
        story=StoryPage.objects.filter(slug__endswith=slug).first(),
        answer="".join(line.removeprefix("→ ") for line in lines if line.startswith("→")),
        let_through_at=None if state in (WAITING, HIDDEN) else at + DAY,
    )
    goals = list(topic.goals.values_list("pk", flat=True)) if topic else []
    is_hidden = state == HIDDEN
    put(wish, Words(kind, title, text.strip(), topic and topic.pk, goals, is_hidden))
    if not is_hidden:
        Vote.objects.bulk_create(Vote(wish=wish, member=one, at=at) for one in voters[1:])
    day = InvitationPage.objects.filter(slug__endswith=slug).first()
    if day:
        Citation.objects.create(wish=wish, invitation=day)


def lines_of(text: Text, name: str) -> list[str]:
    lines = text.section(name).splitlines()
    return [line.removeprefix("- ").strip() for line in lines if line.strip()]


def add_options(decision: Decision, text: Text, name: str) -> list[Option]:
    rows = (line.partition(" | ") for line in lines_of(text, name))
    return [
        Option.objects.create(decision=decision, title=title, text=words, sort_order=number)
        for number, (title, _bar, words) in enumerate(rows)
    ]


def decide_first(text: Text) -> None:
    """In the spring of 2020 the members decided together what came next."""
    season = Season.objects.filter(name=FIRST_SEASON).first()
    if season is None:
        return
    ends_on = season.ends_on
    counted_at = moment(ends_on - 10 * DAY, "16.00")
    decision = Decision.objects.create(
        season=season,
        question=text["question"],
        introduction=text.section("introduction").strip(),
        consultation_opens_at=moment(ends_on - 91 * DAY, "09.00"),
        consultation_closes_at=moment(ends_on - 49 * DAY, "16.00"),
        vote_opens_at=moment(ends_on - 28 * DAY, "09.00"),
        vote_closes_at=counted_at,
        asks_at=moment(ends_on - 42 * DAY, "09.00"),
        outcome=text.section("outcome").strip(),
        counted_at=counted_at,
        published_at=counted_at + 3 * DAY,
        voted=sum(FIRST_VOTES),
        could_vote=COULD_VOTE,
    )
    for option, votes in zip(add_options(decision, text, "options"), FIRST_VOTES, strict=True):
        option.votes = votes
        option.save(update_fields=["votes"])


def ask_now(text: Text, members: list[Member], dice: random.Random, now: dt.datetime) -> None:
    """The running season's decision, in the middle of its vote."""
    today = timezone.localdate(now)
    season = current_season(today)
    if season is None or Decision.objects.filter(season=season).exists():
        return
    decision = Decision.objects.create(
        season=season,
        question=text["question_now"],
        introduction=text.section("introduction now").strip(),
        consultation_opens_at=moment(today - 40 * DAY, "09.00"),
        consultation_closes_at=moment(today - 16 * DAY, "16.00"),
        vote_opens_at=moment(today - 5 * DAY, "09.00"),
        vote_closes_at=moment(today + 9 * DAY, "16.00"),
        asks_at=moment(season.ends_on - 6 * DAY, "09.00"),
    )
    options = add_options(decision, text, "options now")
    lines = lines_of(text, "proposals now")
    for number, (member, words) in enumerate(
        zip(dice.sample(members, len(lines)), lines, strict=True)
    ):
        Proposal.objects.create(
            decision=decision,
            member=member,
            press=str(number),
            text=words,
            at=now - (39 - number) * DAY,
        )
    for member in dice.sample(members, len(members) * VOTED // 100):
        cast(decision=decision, member=member, option=dice.choice(options).pk, now=now)
