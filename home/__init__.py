"""The public front: the network page, plain pages, the menu, the search.

Neighbours: stands on `cms` and asks its queries; nobody imports `home`. What goes out by mail is
the business of `newsletters`, which this app knows only as pages in the tree.

Decisions: everything that can be found is found (the next day, the season, the newest stories), so
the network page is right without being edited. The menu is the page tree and its "show in menus"
box, not a second list to keep; what the menu leaves out stands in the foot. Headings stand in
fields with good defaults, lists in StreamFields of one kind; in which order the sections stand,
and which, is the editors' (`sections`). Who comes to an old address is led on (`moved`).
"""
