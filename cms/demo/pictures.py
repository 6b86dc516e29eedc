"""The demo's pictures: drawn by `scenes` and kept as Wagtail images, as if an editor had uploaded them."""

import io
from collections.abc import Callable
from typing import NamedTuple

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from . import scenes
from .drawing import HEIGHT, WIDTH, Pen


class Picture(NamedTuple):
    """`middle` is how far down the middle of what matters lies: a flatter crop is cut around it."""

    title: str
    scene: Callable[[], Pen]
    middle: float


PICTURES = {
    "harbour": Picture("Havneby med vindmøller", scenes.harbour, 0.40),
    "school": Picture("Skole med udeklasse", scenes.school, 0.62),
    "yard": Picture("Genbrugsplads med byggemarked", scenes.yard, 0.57),
    "bridge": Picture("Cykelbro over fjorden", scenes.bridge, 0.46),
}


def make_pictures() -> dict[str, AbstractImage]:
    """Draw the pictures and keep them; by the names that the stories use."""
    made = {}
    for name, picture in PICTURES.items():
        image = get_image_model()(title=picture.title, description="Tegnet til netværket.")
        image.file = ImageFile(io.BytesIO(picture.scene().jpeg()), name=f"{name}.jpg")
        image.focal_point_x, image.focal_point_y = WIDTH // 2, round(HEIGHT * picture.middle)
        image.focal_point_width, image.focal_point_height = WIDTH * 9 // 10, HEIGHT * 6 // 10
        image.save()
        made[name] = image
    return made
