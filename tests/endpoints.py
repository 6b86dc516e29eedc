"""A mail provider on loopback: answers as Mailgun's API does and remembers what it was sent.

Only 127.0.0.1, on a port that the system picks. Used by tests and by the benchmark.
"""

import email.parser
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """What the endpoint says to one call. `hang` seconds pass before it answers.

    With `drip`, the body comes a byte at a time, with so many seconds in between.
    """

    status: int = 200
    body: bytes = b'{"id": "<one@mg.example>", "message": "Queued. Thank you."}'
    headers: dict[str, str] = field(default_factory=dict)
    hang: float = 0.0
    drip: float = 0.0


@dataclass
class Endpoint:
    """A running endpoint. `answers` are given in turn, the last one for ever; `calls` is what came.

    With `keep` False only the calls' number is kept, so that a benchmark measures the sender.
    """

    url: str = ""
    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    calls: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    keep: bool = True
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, headers: Any, body: bytes) -> Answer:
        with self.lock:
            turn, self.count = self.count, self.count + 1
            if self.keep:
                self.calls.append(
                    {"path": path, "fields": fields(headers, body), "headers": dict(headers)}
                )
        return self.answers[min(turn, len(self.answers) - 1)]

    @property
    def recipients(self) -> list[str]:
        """Everybody that was taken, as often as taken."""
        return [address for call in self.calls for address in call["fields"].get("to", [])]


def fields(headers: Any, body: bytes) -> dict[str, list[str]]:
    """The fields of a form post, urlencoded or multipart, each as a list of texts."""
    kind = headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        return {"json": [body.decode()]}
    if not kind.startswith("multipart/"):
        from urllib.parse import parse_qs

        return parse_qs(body.decode(), keep_blank_values=True)
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    message = parser.parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    found: dict[str, list[str]] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="Content-Disposition")
        found.setdefault(str(name), []).append(part.get_payload(decode=True).decode())
    return found


@contextmanager
def running_endpoint(*answers: Answer, keep: bool = True) -> Iterator[Endpoint]:
    endpoint = Endpoint(answers=list(answers) or [Answer()], keep=keep)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Or each answer waits 40 ms for the other side's delayed acknowledgement.
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = endpoint.answer(self.path, self.headers, body)
            if answer.hang and endpoint.closing.wait(answer.hang):
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if not answer.drip:
                self.wfile.write(answer.body)
                return
            for byte in answer.body:
                if endpoint.closing.wait(answer.drip):
                    return
                self.wfile.write(bytes([byte]))

        do_GET = do_POST  # noqa: N815 - the name that the server calls

        def log_message(self, *args: Any) -> None:
            """Silence: the tests say what happened."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_port}"
    # It looks so often whether it shall stop, in seconds: else each test waits half a second for it.
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def provider_settings(provider: str, url: str) -> dict[str, Any]:
    """Django settings that send through this provider's backend to this endpoint."""
    module = {"ses": "amazon_ses"}.get(provider, provider)
    keys = {
        "mailgun": {"MAILGUN_API_KEY": "a-test-key", "MAILGUN_SENDER_DOMAIN": "mg.example"},
        "postmark": {"POSTMARK_SERVER_TOKEN": "a-test-key"},
        "brevo": {"BREVO_API_KEY": "a-test-key"},
        "resend": {"RESEND_API_KEY": "a-test-key"},
        "mailjet": {"MAILJET_API_KEY": "a-test-key", "MAILJET_SECRET_KEY": "a-secret"},
        "sparkpost": {"SPARKPOST_API_KEY": "a-test-key"},
        "scaleway": {"SCALEWAY_SECRET_KEY": "a-test-key", "SCALEWAY_PROJECT_ID": "a-project"},
    }
    anymail = {**keys[provider], f"{provider.upper()}_API_URL": url, "REQUESTS_TIMEOUT": (1, 1)}
    return {
        "MAIL_PROVIDER": provider,
        "MAIL_BACKEND": f"anymail.backends.{module}.EmailBackend",
        "ANYMAIL": anymail,
    }
