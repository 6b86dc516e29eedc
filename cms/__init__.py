"""The ground of the network: settings, the content that editors publish, the people, the network days.

Neighbours: `home` (the public front) and `newsletters` (what goes out by mail) stand on this package;
it names them only as strings, in settings and in the URL map. Inside it the packages stand in an order,
`content, mail → organisations, seasons → topics → stories → members → invitations → api`;
each may know those before it (kept by import-linter in pyproject.toml).
"""
