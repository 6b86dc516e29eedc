"""The UN's 17 Sustainable Development Goals: number, short title and colour.

Source: the official goal numbers, the UN's English short titles and colours (the SDG brand
guidelines), and the Danish short titles in official use. The UN's own icons have rules of their
own and are not used here.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

LIGHT_INK, DARK_INK = "#ffffff", "#14201c"


@dataclass(frozen=True)
class Goal:
    """One goal. `colour` is `#rrggbb`."""

    number: int
    title_da: str
    title_en: str
    colour: str

    @property
    def title(self) -> str:
        """The short title in the active language."""
        return self.title_en if (get_language() or "da").startswith("en") else self.title_da

    @property
    def ink(self) -> str:
        """The colour of text on the goal's colour: whichever of light and dark contrasts more."""
        return max((LIGHT_INK, DARK_INK), key=lambda ink: contrast(ink, self.colour))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


GOALS = (
    Goal(1, "Afskaf fattigdom", "No poverty", "#e5243b"),
    Goal(2, "Stop sult", "Zero hunger", "#dda63a"),
    Goal(3, "Sundhed og trivsel", "Good health and well-being", "#4c9f38"),
    Goal(4, "Kvalitetsuddannelse", "Quality education", "#c5192d"),
    Goal(5, "Ligestilling mellem kønnene", "Gender equality", "#ff3a21"),
    Goal(6, "Rent vand og sanitet", "Clean water and sanitation", "#26bde2"),
    Goal(7, "Bæredygtig energi", "Affordable and clean energy", "#fcc30b"),
    Goal(8, "Anstændige jobs og økonomisk vækst", "Decent work and economic growth", "#a21942"),
    Goal(
        9,
        "Industri, innovation og infrastruktur",
        "Industry, innovation and infrastructure",
        "#fd6925",
    ),
    Goal(10, "Mindre ulighed", "Reduced inequalities", "#dd1367"),
    Goal(11, "Bæredygtige byer og lokalsamfund", "Sustainable cities and communities", "#fd9d24"),
    Goal(
        12,
        "Ansvarligt forbrug og produktion",
        "Responsible consumption and production",
        "#bf8b2e",
    ),
    Goal(13, "Klimaindsats", "Climate action", "#3f7e44"),
    Goal(14, "Livet i havet", "Life below water", "#0a97d9"),
    Goal(15, "Livet på land", "Life on land", "#56c02b"),
    Goal(
        16,
        "Fred, retfærdighed og stærke institutioner",
        "Peace, justice and strong institutions",
        "#00689d",
    ),
    Goal(17, "Partnerskaber for handling", "Partnerships for the goals", "#19486a"),
)


def goal(number: int) -> Goal:
    """The goal of this number, 1 to 17; KeyError otherwise."""
    if not 1 <= number <= len(GOALS):
        raise KeyError(number)
    return GOALS[number - 1]
