"""Every rule. A new one is a function in the file of its meaning, and a line here."""

from . import content, dates, inbox, invitations, links, pictures, privacy, size, theme, tokens
from .draft import Rule

RULES: tuple[Rule, ...] = (
    inbox.has_subject,
    inbox.has_preheader,
    inbox.is_short_enough_for_the_inbox,
    inbox.says_two_things_in_the_inbox,
    content.has_content,
    content.is_published,
    links.shows_public_pages,
    links.has_files,
    links.announces_days,
    links.links_to_public_pages,
    links.leads_somewhere,
    links.leads_where_readers_can_come,
    links.says_where_links_lead,
    pictures.has_pictures,
    pictures.describes_pictures,
    pictures.has_light_pictures,
    invitations.invites_to_days_to_come,
    invitations.says_what_guests_ask,
    dates.names_the_right_weekdays,
    tokens.has_no_merge_tags,
    tokens.has_known_words,
    tokens.has_fallbacks,
    tokens.fills_words,
    privacy.holds_no_cpr_number,
    theme.is_legible,
    content.can_be_rendered,
    privacy.can_be_unsubscribed_from,
    size.is_shown_whole,
)
