"""What stands on top of a search for a word that people say and the pages do not."""

from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from cms.demo.report import Report
from cms.models import StoryPage

WORDS = ("fjernvarme", "radiator")
STORY = "varmecentralen"
WHY = "Begynd her: sådan fandt en driftschef de kilowatt-timer, som ingen holdt øje med."


def fill(report: Report) -> None:
    story = StoryPage.objects.get(slug=STORY)
    for word in report.each("recommendations", WORDS):
        SearchPromotion.objects.create(query=Query.get(word), page=story, description=WHY)
