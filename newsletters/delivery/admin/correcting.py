"""A friendly word to an editor who changes what has been mailed and does not say so."""

from django.utils.translation import gettext_lazy as _

from newsletters.editions.pages import NewsletterPage
from newsletters.editions.rendering import RenderingError, render

from ..queries import mailings_of

REMINDER = _(
    "You changed a newsletter that has been sent. Say under »Corrections« what you put right, "
    "so that readers can see it."
)


def lacks_correction(page: NewsletterPage) -> bool:
    """Whether publishing this version changes what readers of a mailed newsletter see, and no new
    correction says so.

    Ask before it is published: it is held against the live page, which publishing overwrites. What
    was mailed would not do, as each later change would be measured against it again.
    """
    mailed = mailings_of(page.translation_key).exclude(planned_at=None)
    if not page.live or not mailed.exists():
        return False
    before = NewsletterPage.objects.get(pk=page.pk)
    if said_in(page) - said_in(before):
        return False
    try:
        return render(page).html != render(before).html
    except RenderingError:
        return False


def said_in(page: NewsletterPage) -> set[tuple]:
    return {(each.at, each.words) for each in page.corrections.all()}
