"""Finding any public page: by words, by what it is about, or both.

`words` bounds what was typed; `searching` asks the database's full-text search for ids, best first; `ranking`
says how PostgreSQL is asked; `facets` narrows and counts them; `matrix` is the way in where nothing is typed;
`vocabulary` says what was meant; `promoted` is what editors put on top; `views` is the one door.

Neighbours: `cms.topics.catalogue` knows what every public page is about. Nothing is found that is not in it.

Decisions: the database finds words, memory counts: a search asks the index once however many facets there
are (of several words, first whether thousands have them), and the counts are those of the pages that are
found. Every state is an address; an unknown value in it is said and left out. What people search for is not
recorded.
"""
