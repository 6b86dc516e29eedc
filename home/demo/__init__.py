"""The front of the demo: the network page, the site it stands on, and the plain pages in its foot.

Neighbours: steps of `settings.DEMO_STEPS`. `front` runs before the pages of the ground, which stand below the
network page; `plain` after them, so that the plain pages come last in the menu.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
