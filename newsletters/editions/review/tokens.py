"""Merge tags from other newsletter programs, which this one shows as they stand."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .draft import Draft
from .fault import Fault, warning

# In this order: Handlebars and its many relatives, Mailjet, Python, Mailchimp, Mailgun, and the few bare
# names that nobody means in earnest.
MERGE_TAG = re.compile(
    r"\{\{[^{}\n]{1,80}\}\}"
    r"|\[\[[^\[\]\n]{1,80}\]\]"
    r"|%\(\w{1,40}\)s"
    r"|\*\|[^|\n]{1,80}\|\*"
    r"|%recipient[._]\w{1,40}%"
    r"|\{(?:first_?name|last_?name|name|email|fornavn|efternavn|navn)\}",
    re.IGNORECASE,
)


def has_no_merge_tags(draft: Draft) -> Iterator[Fault]:
    for passage in draft.passages:
        for written in dict.fromkeys(MERGE_TAG.findall(passage.words)):
            words = _(
                "%(where)s holds »%(written)s«, which is shown to readers as it stands. "
                "Take it out: the letter greets each reader by name already."
            )
            yield warning(words % {"where": passage.where, "written": written}, passage.block)
