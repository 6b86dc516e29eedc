"""How long a letter of fifteen blocks takes: `python -m tests.bench.rendering`.

From the page in memory to HTML and text, MJML compiled in-process; the median of many renderings. »First«
forgets what earlier renderings remembered; »again« is a preview of what did not change: it asks the database
for all that the letter shows, finds that nothing is new, and takes the letter as it was made.
"""

import statistics
import sys
import time

from tests.bench.settings import measured_site

RENDERINGS = 100


def main() -> None:
    with measured_site("sqlite"):
        from newsletters.editions import text
        from newsletters.editions.pages import NewsletterPage
        from newsletters.editions.rendering import made, render

        key = make_page()
        letter = render(NewsletterPage.objects.get(pk=key))
        sys.stdout.write(
            f"15 blocks, {len(letter.html):,} bytes of HTML, {len(letter.text):,} of text\n"
        )
        for name in ("first", "again"):
            times = []
            for _ in range(RENDERINGS):
                page = NewsletterPage.objects.get(pk=key)
                if name == "first":
                    made.cache_clear()
                    text.cleaned.cache_clear()
                begin = time.perf_counter()
                render(page)
                times.append((time.perf_counter() - begin) * 1000)
            times.sort()
            sys.stdout.write(
                f"{name}: median {statistics.median(times):.1f} ms, 95 % under {times[94]:.1f} ms\n"
            )


def make_page() -> int:
    """A newsletter with fifteen blocks of ten kinds; its id."""
    from wagtail.rich_text import RichText

    from tests.factories import pages

    words = RichText("<p>Vi ses i <b>Middelfart</b>, og <a href='https://a.example/'>her</a>.</p>")
    goals = [pages.make_goal(number) for number in (7, 11, 13)]
    stories = [pages.make_story(goals=goals, lead="De målte først.") for _ in range(4)]
    column = [("text", words)]
    teasers = [("story", {"page": story, "lead": ""}) for story in stories]
    body = [
        ("heading", "Næste netværksdag"),
        ("text", words),
        ("invitation", {"page": pages.make_invitation(goals=goals), "lead": ""}),
        ("heading", "De gik først"),
        *teasers,
        ("divider", None),
        ("topic", {"page": pages.make_topic(goals=goals), "lead": ""}),
        ("quote", {"text": "Vi målte", "name": "Bo", "role": "driftschef"}),
        ("two_columns", {"left": column, "right": column}),
        ("text", words),
        ("button", {"text": "Se alle", "page": stories[0], "url": ""}),
        ("text", words),
    ]
    assert len(body) == 15
    return pages.make_newsletter(body=body).pk


if __name__ == "__main__":
    main()
