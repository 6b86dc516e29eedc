"""How long a preview of a letter of fifteen blocks takes over HTTP: `python -m tests.bench.previews`.

A real server on loopback and an editor who is signed in; the median of many requests, each on a connection
of its own. The server's own time: from the first of our code to the last, without the network. First each
look by its own address, then Wagtail's panel beside the form: it posts the form, which is checked and kept,
and then gets what is kept as a letter.
"""

import http.client
import statistics
import sys
import threading
import time
from wsgiref.simple_server import WSGIRequestHandler, make_server

from tests.bench.settings import measured_site

REQUESTS = 100
TOKEN = "a" * 32


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """A hundred lines of access log would say nothing."""


def main() -> None:
    with measured_site("sqlite"):
        from django.conf import settings
        from django.core.wsgi import get_wsgi_application
        from django.test import Client
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
        from django.urls import reverse

        from newsletters.editions.pages import NewsletterPage
        from newsletters.editions.previews import LOOKS
        from tests.bench.rendering import make_page
        from tests.factories.people import make_editor
        from tests.factories.posts import newsletter_form

        page = make_page()
        client = Client()
        client.force_login(make_editor())
        cookies = {
            settings.SESSION_COOKIE_NAME: client.session.session_key,
            settings.CSRF_COOKIE_NAME: TOKEN,
        }
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Host": "localhost",
            "Content-Type": MULTIPART_CONTENT,
            "X-CSRFToken": TOKEN,
        }
        form = encode_multipart(BOUNDARY, newsletter_form(NewsletterPage.objects.get(pk=page)))
        panel = reverse("wagtailadmin_pages:preview_on_edit", args=[page])
        asked = [
            (mode, "GET", f"/admin/newsletters/{page}/previews/{mode}/", None) for mode, _ in LOOKS
        ]
        asked += [
            ("beside the form: posting it", "POST", panel, form),
            ("beside the form: e-mail", "GET", f"{panel}?mode=email&in_preview_panel=true", None),
        ]
        application, times = get_wsgi_application(), []

        def timed(environ, start):
            begin = time.perf_counter()
            answer = b"".join(application(environ, start))
            times.append((time.perf_counter() - begin) * 1000)
            return [answer]

        with make_server("127.0.0.1", 0, timed, handler_class=Silent) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            host = f"127.0.0.1:{server.server_port}"
            for name, method, path, body in asked:
                times.clear()
                for _ in range(REQUESTS):
                    ask(host, method, path, body, headers)
                times.sort()
                middle, slow = statistics.median(times), times[94]
                sys.stdout.write(f"{name}: median {middle:.1f} ms, 95 % under {slow:.1f} ms\n")
            server.shutdown()


def ask(host: str, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection(host)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    shown = answer.read()
    connection.close()
    if answer.status != 200 or not (b"<html" in shown or b'"is_valid": true' in shown):
        raise SystemExit(f"{path}: {answer.status}")


if __name__ == "__main__":
    main()
