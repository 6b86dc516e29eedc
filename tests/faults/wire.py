"""Other ends of a wire: a proxy that loses PostgreSQL's answer, a stranger, a TLS host out of date."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

SOCKET = ".s.PGSQL.5432"


class CommitLoser:
    """A proxy before PostgreSQL's socket. When told to, it carries the next COMMIT in, and hangs up before
    the answer gets out: the commit stands, and the client cannot know.
    """

    def __init__(self, folder: Path, target: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.target = folder, target / SOCKET
        self.lose_next = False
        self.lost = 0
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        (folder / SOCKET).unlink(missing_ok=True)
        self.server.bind(str(folder / SOCKET))
        self.server.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self.server.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            server.connect(str(self.target))
            cut = threading.Event()
            threading.Thread(target=self._carry_in, args=(client, server, cut), daemon=True).start()
            threading.Thread(
                target=self._carry_out, args=(server, client, cut), daemon=True
            ).start()

    def _carry_in(self, client: socket.socket, server: socket.socket, cut: threading.Event) -> None:
        with suppress(OSError):
            while piece := client.recv(65536):
                if self.lose_next and b"COMMIT" in piece:
                    self.lose_next = False
                    self.lost += 1
                    cut.set()
                server.sendall(piece)
        self._shut(client, server)

    def _carry_out(
        self, server: socket.socket, client: socket.socket, cut: threading.Event
    ) -> None:
        with suppress(OSError):
            while piece := server.recv(65536):
                if cut.is_set():
                    break
                client.sendall(piece)
        self._shut(client, server)

    def _shut(self, *sockets: socket.socket) -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def stranger() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Another host: its address, and the headers of every call that comes to it."""
    came: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(dict(self.headers))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Silence."""

    with _serving(Handler) as server:
        yield f"http://127.0.0.1:{server.server_port}", came


@contextmanager
def expired(folder: Path) -> Iterator[str]:
    """A host whose certificate is over since yesterday. Its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_expired_certificate(folder))
    with _serving(BaseHTTPRequestHandler, context) as server:
        yield f"https://127.0.0.1:{server.server_port}"


@contextmanager
def _serving(handler: type, context: ssl.SSLContext | None = None) -> Iterator[HTTPServer]:
    class Server(HTTPServer):
        def handle_error(self, *args: Any) -> None:
            """A client that does not trust us hangs up."""

    server = Server(("127.0.0.1", 0), handler)
    if context:
        # The handshake is made by the handler's first read, so that a failure ends one call only.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def make_expired_certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=9))
        .not_valid_after(today - dt.timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "expired.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
