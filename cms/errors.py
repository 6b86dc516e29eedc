"""The one error family: a code for programs, an HTTP status for doors, words for a person."""

# The answer to a form that says something which cannot be (RFC 9110, 15.5.21).
UNPROCESSABLE = 422


class NetworkError(Exception):
    """Something asked for cannot be done. Subclasses are named for the reason.

    `code` is stable and for programs, `status` is the HTTP answer, `str(error)` is a sentence that says
    what to do, in the active language.
    """

    code = "error"
    status = 400

    def __init__(self, words: str, **data: object) -> None:
        super().__init__(words)
        self.data = data
