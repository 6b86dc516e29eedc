"""The library: tools, projects, funding calls, resource persons and experiences that members can use.

Neighbours: stands beside `stories`, on `topics` and `organisations`. It names stories and members as strings;
topic pages, the network page and letters find what is here by asking `queries`.

Decisions: the five kinds share one table, `LibraryPage`, so that a list of all kinds is one query and one
relation leads from an area to everything in here. A call for funding stays when its deadline has passed: who
got what is worth as much as the call was. A page about a person is there only with that person's yes; it is
no news, because what stands in a feed or a letter cannot be taken back.
"""
