#!/usr/bin/env python
"""Django's command line for this project. `manage.py demo` shows everything at once."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if settings.configured:
            raise
        # The settings could not be read; their own words say why, and a traceback would hide them.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
