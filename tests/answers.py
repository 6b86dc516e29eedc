"""What of an answer a stranger can compare."""

from django.http import HttpResponse


def seen(answer: HttpResponse) -> tuple:
    """Status, headers and content. "Expires" says when it was made, and a second may end between two."""
    headers = (item for item in answer.headers.items() if item[0] != "Expires")
    return answer.status_code, tuple(sorted(headers)), answer.content
