"""What every page says, whatever it is about.

Neighbours: knows nobody in the project; everything that has a page stands on it.

Decisions: a page is a plain `wagtailcore.Page` with `ContentMixin` beside it, because a swapped page model
cannot be taken back. The 17 goals and the three levels are the UN's and the network's fixed lists, so they
are code; what editors may want otherwise (areas, seasons, texts) is data. A page without a photograph has a
cover that is composed from its goals: a pure function of its URL, so it costs no query and no file.
"""
