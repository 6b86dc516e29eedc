"""What is taken out of log lines before they are written."""

import logging
import re

# A token in an address: nothing else between two slashes is so long and so plain.
_TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_-]{30,}(?=/|$|\s)")


def masked(text: str) -> str:
    return _TOKEN.sub("…", text)


class MaskTokens(logging.Filter):
    """Takes tokens out of addresses: Django writes down the path of each request that went wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True
