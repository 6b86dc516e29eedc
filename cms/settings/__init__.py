"""Settings in one package, read from the environment and from nowhere else.

`env` declares every variable with its example; `base`, `stores`, `mail`, `security` and `accounts` turn them
into Django's settings; `test` is what the test suite runs on. An empty environment is a development
machine: SQLite, a local outbox, debug pages. `ENVIRONMENT=production` turns the safe defaults on and
makes the variables required that a real installation cannot do without.
"""

from .accounts import *  # noqa: F403
from .base import *  # noqa: F403
from .mail import *  # noqa: F403
from .security import *  # noqa: F403
from .stores import *  # noqa: F403
