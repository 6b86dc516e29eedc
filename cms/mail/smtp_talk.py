"""What is said to an SMTP server for one batch, and what each of its replies means for whom.

Where the server pipelines (RFC 2920), the end of one message and the envelope of the next go in one write:

    … Anna's message ␍␊.␍␊ MAIL FROM RCPT TO:<bo> DATA   →   250 (Anna's) 250 250 354 (Bo's)

So only Anna's letter can be unknown then: of Bo's, nothing but the envelope was said. A message is
written only after exactly MAIL 250, RCPT 250 and DATA 354, with nothing else said: no reply is taken for
another one's. Codes: RFC 5321 4.2; 530 and its like: RFC 4954 6.
"""

import re
from typing import NamedTuple

from .answers import Answer, Outcome, Result
from .smtp_line import GarbledReplyError, Line

# Replies about what we said, and in which order, or about who we are: they say nothing of the recipient.
OURS_TO_MEND = {500, 502, 503, 504, 530, 535, 538}
GOING_AWAY = 421
GO_ON = 354
END = b".\r\n"
ACCEPTED = Result(Answer.ACCEPTED)
# The queue's name for a message. Whatever else a server says with its yes may name a person.
_QUEUED = re.compile(rb"queued as ([\w.-]+)(?![\w.@-])", re.IGNORECASE)


class Step(NamedTuple):
    """One command and the codes that are a yes to it."""

    octets: bytes
    yes: tuple[int, ...]


class Letter(NamedTuple):
    """One recipient's message, ready to go. Its pieces make whole lines, none of which begins with a dot."""

    id: int
    rcpt: Step
    pieces: list[bytes]


RSET = Step(b"RSET\r\n", (250,))
DATA = Step(b"DATA\r\n", (GO_ON,))
MESSAGE = (250,)


def mail_step(sender: str) -> Step:
    return Step(b"MAIL FROM:<%b>\r\n" % sender.encode("ascii"), (250,))


def rcpt_step(address: str) -> Step:
    return Step(b"RCPT TO:<%b>\r\n" % address.encode("ascii"), (250, 251))


class Conversation:
    """One batch over one connection. What comes of it is written into `outcome`.

    `open` is what the server waits for, to be written first of all; `due` is the recipient whose message
    that is. `stale` says that the connection had ended before anything was offered.
    """

    def __init__(self, line: Line, mail: Step, outcome: Outcome) -> None:
        self.line, self.mail, self.outcome = line, mail, outcome
        self.open: list[bytes] = []
        self.due: int | None = None
        self.fault: OSError | None = None
        self.stale = False

    @property
    def is_over(self) -> bool:
        """Whether the connection is of no more use. What stayed open never got its end, and is forgotten."""
        return bool(self.fault or self.open)

    def offer(self, letter: Letter) -> None:
        """Write the message that is open, and the envelope of this letter."""
        if not self.line.pipelines:
            self.finish()
            if self.outcome.stopped:
                return
        steps = [RSET] if self.line.soiled else []
        steps += [self.mail, letter.rcpt, DATA]
        self.line.soiled = True
        codes = self.exchange(steps)
        self.stale = codes[:1] == [GOING_AWAY] or (not codes and is_end(self.fault))
        if codes[-1:] == [GO_ON]:
            # RFC 2920 3.1: perhaps to a message for nobody, which a dot alone ends.
            self.open = [END]
        if not self.outcome.stopped:
            self.read_envelope(letter, steps, codes)

    def finish(self) -> None:
        """Write the message that is open, unless the batch has been stopped."""
        if self.open and not self.outcome.stopped:
            self.exchange([])
            if self.fault:
                self.stop(Answer.REFUSED, type(self.fault).__name__)

    def exchange(self, steps: list[Step]) -> list[int]:
        """Write what is open and these commands. The replies' codes to the commands, as far as they came."""
        message, due = self.open, self.due
        self.open, self.due = [], None
        replies: list[tuple[int, bytes]] = []
        try:
            self.ask(message, steps, replies)
        except OSError as error:
            self.fault = error
        if due is not None:
            self.settle(due, replies[:1])
        return [code for code, _words in (replies[1:] if message else replies)]

    def ask(
        self, message: list[bytes], steps: list[Step], replies: list[tuple[int, bytes]]
    ) -> None:
        """All in one write where the server pipelines, otherwise one at a time until the first no."""
        line = self.line
        line.begin()
        groups = [steps] if message or line.pipelines else [[step] for step in steps]
        for group in groups:
            line.send(b"".join([*message, *(step.octets for step in group)]))
            if message:
                replies.append(self.reply_to(MESSAGE))
            for step in group:
                replies.append(self.reply_to(step.yes))
            if not line.is_in_step():
                raise GarbledReplyError("the server said more than it was asked")
            if replies[-1][0] >= 400:
                break

    def reply_to(self, yes: tuple[int, ...]) -> tuple[int, bytes]:
        reply = self.line.getreply()
        if reply[0] < 400 and reply[0] not in yes:
            raise GarbledReplyError("the server answered something else")
        return reply

    def settle(self, due: int, replies: list[tuple[int, bytes]]) -> None:
        """What became of a message that was written."""
        if not replies or isinstance(self.fault, GarbledReplyError):
            self.outcome.results[due] = Result(Answer.UNKNOWN, type(self.fault).__name__)
            return
        ((code, words),) = replies
        if code < 400:
            self.line.carried += 1
            self.outcome.results[due] = accepted(words)
        elif code < 500:
            self.stop(Answer.REFUSED, f"SMTP {code}")
        else:
            self.outcome.results[due] = Result(Answer.REJECTED, f"SMTP {code}")

    def read_envelope(self, letter: Letter, steps: list[Step], codes: list[int]) -> None:
        """Open the letter when all said yes. Otherwise it is refused by the first no."""
        if not isinstance(self.fault, GarbledReplyError):
            for step, code in zip(steps, codes, strict=False):
                if code >= 400:
                    self.refuse(letter, step, code)
                    break
            else:
                if not self.fault:
                    self.open, self.due = [*letter.pieces, END], letter.id
                    self.line.soiled = False
        if self.fault and not self.outcome.stopped:
            self.stop(Answer.REFUSED, type(self.fault).__name__)

    def refuse(self, letter: Letter, step: Step, code: int) -> None:
        """A no before the message: to this recipient, to everybody for now, or to us."""
        if code < 500:
            self.stop(Answer.REFUSED, f"SMTP {code}")
        elif step in (RSET, self.mail) or code in OURS_TO_MEND:
            self.stop(Answer.MISCONFIGURED, f"SMTP {code}")
        else:
            self.outcome.results[letter.id] = Result(Answer.REJECTED, f"SMTP {code}")

    def stop(self, answer: Answer, words: str) -> None:
        self.outcome.stopped = Result(answer, words)


def accepted(words: bytes) -> Result:
    """A yes, with the queue's name for the message if the server told it (200 characters at most)."""
    found = _QUEUED.search(words)
    return Result(Answer.ACCEPTED, "", found[1][:200].decode("ascii")) if found else ACCEPTED


def is_end(fault: OSError | None) -> bool:
    """Whether a fault means that the connection is gone, not that the server is slow or talks nonsense."""
    return fault is not None and not isinstance(fault, TimeoutError | GarbledReplyError)
