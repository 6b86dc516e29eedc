"""What the Nu HTML checker says of every public page: `python -m tests.bench.markup` (needs Node and Java).

The demo's site is served as in production. Checked is every page of the sitemap, every address that those
pages lead to on this site and that anybody may open, a few searches, and the pages of faults. Prints each
error and warning with its page, and how many there were; ends with 1 where there was any.
"""

import json
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

from tests.bench import tools
from tests.bench.pages import prepare
from tests.bench.serving import free_port, served
from tests.bench.settings import measured_site

CHECKER = "vnu-jar@26.9.27"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
SEARCHES = ("?q=vand", "?q=xyzzy", "?goal=7", "?q=vand&goal=6&page=2", "?year=xyz")
BESIDE = ("/log-ind/", "/her-er-intet/")
LINK = re.compile(r'<a\s[^>]*href="([^"#][^"]*)"')


def main() -> None:
    tools.needed("java", hint="apt-get install default-jre-headless")
    port = free_port()
    address = f"http://localhost:{port}"
    with measured_site("sqlite", address=address), tempfile.TemporaryDirectory() as folder:
        prepare()
        with served(1, 2, application="tests.bench.front:application", port=port):
            pages = fetched(address)
        names = written(pages | of_faults(), Path(folder))
        found = checked(names)
    for one in found:
        sys.stdout.write(in_words(one, names) + "\n")
    errors = sum(one["type"] == "error" for one in found)
    sys.stdout.write(f"{len(names)} pages: {errors} errors, {len(found) - errors} warnings\n")
    sys.exit(bool(found))


def fetched(address: str) -> dict[str, str]:
    """{address: its HTML} of the sitemap's pages, the searches, and whatever these lead to, one step on."""
    listed = [
        by_http(found.text or "")
        for found in ET.fromstring(get(f"{address}/sitemap.xml")).iter(LOC)
    ]
    listed += [f"{address}/soeg/{search}" for search in SEARCHES]
    listed += [f"{address}{path}" for path in BESIDE]
    pages = {url: get(url) for url in listed}
    further = {
        by_http(urldefrag(urljoin(url, unescape(link))).url)
        for url, html in pages.items()
        for link in LINK.findall(html)
    }
    for url in sorted(further - set(pages)):
        if url.startswith(f"{address}/") and not url.startswith(f"{address}/admin/"):
            pages[url] = get(url)
    return {url: html for url, html in pages.items() if html}


def by_http(url: str) -> str:
    """The site takes what comes through its front for https, and says its addresses so."""
    return url.replace("https://", "http://", 1)


def get(url: str) -> str:
    """What stands there, also where it says that nothing does; empty where it is no page."""
    try:
        answer = urlopen(url)
    except HTTPError as error:
        answer = error
    kind = answer.headers.get_content_type()
    return answer.read().decode() if kind in ("text/html", "application/xml") else ""


def of_faults() -> dict[str, str]:
    """The pages that nobody can ask for."""
    from django.template.loader import render_to_string
    from django.test import RequestFactory
    from django.utils import timezone

    request = RequestFactory().get("/")
    return {
        name: render_to_string(name, {"until": timezone.now()}, request)
        for name in ("403.html", "403_csrf.html", "500.html", "503.html")
    }


def written(pages: dict[str, str], folder: Path) -> dict[str, str]:
    """Each page in a file; {the file's address: the page's}."""
    names = {}
    for number, (url, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html)
        names[file.as_uri().replace("file:///", "file:/")] = url
    return names


def checked(names: dict[str, str]) -> list[dict[str, Any]]:
    """What the checker found; each with `url`, `type`, `message`, and most with `lastLine` and `extract`."""
    files = [name.removeprefix("file:") for name in names]
    said = tools.run_npm(
        CHECKER, "vnu", "--format", "json", "--stdout", "--exit-zero-always", *files
    )
    return json.loads(said)["messages"]


def in_words(found: dict[str, Any], names: dict[str, str]) -> str:
    what = f"{found.get('subType') or found['type']}: {found['message']}"
    extract = " ".join(found.get("extract", "").split())
    return f"{names.get(found['url'], found['url'])} line {found.get('lastLine', '?')}: {what}\n    {extract}"


if __name__ == "__main__":
    main()
