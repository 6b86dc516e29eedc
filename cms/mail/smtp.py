"""Handing letters over to an SMTP server: a connection for each thread, and one round trip for each message.

`mime` makes the messages, `smtp_line` is the connection, `smtp_talk` what is said over it.
"""

import smtplib
import ssl
import threading
from collections.abc import Iterator, Sequence

from django.utils import timezone

from .answers import Answer, Outcome, Result
from .message import Content, Recipient, UnsafeHeaderError
from .mime import Skeleton
from .providers import Provider
from .smtp_line import MOST_MESSAGES, Line, open_line, part
from .smtp_talk import Conversation, Letter, mail_step, rcpt_step

UNSAFE = Result(Answer.REJECTED, "unsafe_header")


class SmtpCarrier:
    """Carries one letter to whomever it is asked to, in as many threads as one likes.

    Never raises for what a network or a server does, nor for what stands in a letter.
    """

    def __init__(self, content: Content, provider: Provider) -> None:
        self.own = threading.local()
        self.lines: set[Line] = set()
        self.fault: Result | None = None
        try:
            self.skeleton = Skeleton(content)
            self.mail = mail_step(self.skeleton.sender)
        except UnsafeHeaderError:
            self.fault = UNSAFE
        except ValueError as error:
            self.fault = Result(Answer.MISCONFIGURED, type(error).__name__)

    def carry(self, recipients: Sequence[Recipient], *, key: str) -> Outcome:
        """Hand one message over to each. Those without a result were not handed over.

        The key goes nowhere: SMTP has no place for it.
        """
        if self.fault:
            unsafe = self.fault is UNSAFE
            return Outcome(common=UNSAFE) if unsafe else Outcome(stopped=self.fault)
        outcome = Outcome()
        letters = self.letters(recipients, outcome)
        first = next(letters, None)
        conversation = self.begin(first, len(recipients), outcome) if first else None
        if conversation:
            while not outcome.stopped and (letter := next(letters, None)):
                conversation.offer(letter)
            conversation.finish()
            if conversation.is_over:
                self.drop(conversation.line)
        return outcome

    def letters(self, recipients: Sequence[Recipient], outcome: Outcome) -> Iterator[Letter]:
        """The messages in turn, without those that must not go out.

        A letter that asks for a field which nobody filled in stops the batch: only a person can mend it.
        """
        for recipient in recipients:
            try:
                pieces = self.skeleton.pieces_for(recipient, now=timezone.now())
            except UnsafeHeaderError:
                outcome.results[recipient.id] = UNSAFE
            except KeyError as error:
                outcome.stopped = Result(Answer.MISCONFIGURED, type(error).__name__)
                return
            else:
                yield Letter(recipient.id, rcpt_step(recipient.address), pieces)

    def begin(self, first: Letter, count: int, outcome: Outcome) -> Conversation | None:
        """A conversation in which the first letter was offered; None when there is no connection.

        A server may have closed a connection that lay idle. It said so to an envelope, so nothing has left:
        the letter is offered once more, over a new connection.
        """
        line: Line | None = getattr(self.own, "line", None)
        if line and line.carried + count > MOST_MESSAGES:
            self.drop(line, politely=True)
        elif line:
            conversation = Conversation(line, self.mail, outcome)
            conversation.offer(first)
            if not conversation.stale:
                return conversation
            self.drop(line)
            outcome.stopped = None
        try:
            line = self.own.line = open_line()
        except (OSError, ValueError) as error:
            outcome.stopped = why_closed(error)
            return None
        self.lines.add(line)
        conversation = Conversation(line, self.mail, outcome)
        conversation.offer(first)
        return conversation

    def drop(self, line: Line, *, politely: bool = False) -> None:
        """Let this thread's connection go."""
        self.own.line = None
        self.lines.discard(line)
        if politely:
            part([line])
        else:
            line.hang_up()

    def close(self) -> None:
        """Close the connections of all threads. None of them carries at that time."""
        lines, self.lines = self.lines, set()
        self.own = threading.local()
        part(lines)


def why_closed(error: Exception) -> Result:
    """Why there is no connection: for now, or until a person changes something."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = Answer.MISCONFIGURED if error.smtp_code >= 500 else Answer.REFUSED
        return Result(answer, f"SMTP {error.smtp_code}")
    words = type(error).__name__
    mendable = (ssl.SSLCertVerificationError, smtplib.SMTPNotSupportedError, ValueError)
    # smtplib's plain exception says that there is no way to sign in that both sides know.
    if isinstance(error, mendable) or type(error) is smtplib.SMTPException:
        return Result(Answer.MISCONFIGURED, words)
    return Result(Answer.REFUSED, words)
