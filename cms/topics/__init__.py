"""The ten professional areas and the 17 goals, each with a page of its own.

Neighbours: stories, the library and invitations say which areas and goals they are about, through
`TopicalMixin`; this package finds them again by the reverse relation and imports none of them.

Decisions: areas are pages that editors make, rename and order; goals are pages too (they have texts and
relations), but their number, title and colour are the UN's and come from `cms.content.goals`.
"""
