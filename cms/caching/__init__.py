"""Public pages are made once and given to everybody, until something that anybody may see has changed.

`version` is a number that every change of public content counts up. What is kept belongs to one number, so a
change empties it all, and nothing has to know which page shows what. `middleware` answers from `keeping`
before anything else runs; `remembering` keeps what every page asks the database for (the site, the menu);
`routes` leads a known address to its page without one; `moments` says when time alone changes a page;
`purging` tells a CDN in front of the site.

Neighbours: knows no other package. A model that public pages show says so (`is_public_content = True`); pages
and settings of Wagtail are seen anyway; who changes either by `update()`, of which no signal tells, calls
`version.bump()`. A package whose pages change by the clock registers its moments.

Decisions: all or nothing, because a list, a menu or a related page can show any other page. Only for those
whom we do not know: no session, no message that waits. Nothing is kept for more than five minutes.
"""
