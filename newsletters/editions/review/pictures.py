"""Pictures: that they are there, that their words are, and what they weigh."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from .draft import Draft, Place
from .fault import Fault, warning

HEAVIEST = 1_000_000  # bytes: some ten seconds on a poor telephone line
WITH_COVER = ("story", "topic", "library")


def has_pictures(draft: Draft) -> Iterator[Fault]:
    for place in draft.of_kind("image"):
        if place.value["image"] is None:
            yield Fault(
                _("Block %(number)s (Picture) has a picture that is deleted. Pick another.")
                % {"number": place.number},
                place.id,
            )


def describes_pictures(draft: Draft) -> Iterator[Fault]:
    for place in draft.of_kind("image"):
        value = place.value
        is_described = (value["alt"] or "").strip() or value.get("decorative")
        if value["image"] is not None and not is_described:
            words = _(
                "Block %(number)s (%(kind)s) does not say what the picture shows. "
                "Describe it for those who do not see it, or tick »Only decoration«."
            )
            yield Fault(words % place.names, place.id)


def has_light_pictures(draft: Draft) -> Iterator[Fault]:
    shown = [(place, key) for place in draft.places if (key := image_key(place))]
    weights = weights_in_letter(draft, {key for _place, key in shown}) if shown else {}
    for place, key in shown:
        weight = weights.get(key, 0)
        if weight > HEAVIEST:
            words = _(
                "Block %(number)s (%(kind)s) has a picture of %(size)s MB. "
                "Pick a lighter one: many read on a telephone."
            )
            size = formats.number_format(weight / 1_000_000, decimal_pos=1)
            yield warning(words % (place.names | {"size": size}), place.id)


def image_key(place: Place) -> int | None:
    """The id of the image that the block shows: its own, or that of the page it picks."""
    if place.kind == "image":
        return place.value["image"].pk if place.value["image"] else None
    picked = place.value["page"] if place.kind in WITH_COVER else None
    return picked.cover_id if picked else None


def weights_in_letter(draft: Draft, keys: set[int]) -> dict[int, int]:
    """{image's id: bytes of the heaviest of its renditions that the letter's HTML names}."""
    if draft.letter is None:
        return {}
    renditions = get_image_model().get_rendition_model().objects.filter(image_id__in=keys)
    weights: dict[int, int] = {}
    for rendition in renditions.order_by():
        if PurePosixPath(rendition.file.name).name in draft.letter.html:
            try:
                weight = rendition.file.size
            except OSError:  # The store has lost it: Wagtail makes it anew when it is asked for.
                continue
            weights[rendition.image_id] = max(weight, weights.get(rendition.image_id, 0))
    return weights
