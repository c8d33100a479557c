"""A loopback server of the sample portal that counts what it is asked."""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from pipeline.sample.city import City
from pipeline.sample.shell import not_found
from pipeline.sample.site import HTML, Page, build_pages

# Last-Modified is a moment in this span, chosen by the content's hash
FIRST_MOMENT, SPAN = 1_400_000_000, 300_000_000


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request as the server saw it; `time` is monotonic seconds, `bytes` those of the body sent."""

    time: float
    method: str
    path: str
    status: int
    bytes: int
    host: str


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error of the portal's."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class SampleServer:
    """A running portal at http://127.0.0.1:port; `requests` is a snapshot of everything asked so far."""

    host = "127.0.0.1"

    def __init__(self, city: City, port: int = 0) -> None:
        self.city = city
        self._pages = build_pages(city)
        self._log: list[SeenRequest] = []
        self._lock = threading.Lock()
        self._httpd = _QuietServer((self.host, port), type("Handler", (_Handler,), {"portal": self}))

    @property
    def port(self) -> int:
        """The port the system chose."""
        return int(self._httpd.server_address[1])

    @property
    def requests(self) -> tuple[SeenRequest, ...]:
        """The requests so far, in order of their answers."""
        with self._lock:
            return tuple(self._log)

    def clear(self) -> None:
        """Forgets the requests so far."""
        with self._lock:
            self._log.clear()

    def page(self, path: str) -> Page | None:
        """The page at a path, if there is one."""
        return self._pages.get(path)

    def record(self, request: SeenRequest) -> None:
        """Adds one request to the log; called by the handler."""
        with self._lock:
            self._log.append(request)

    def serve_forever(self) -> None:
        """Answers until `close` is called from another thread."""
        self._httpd.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        """Stops answering and frees the port."""
        self._httpd.shutdown()
        self._httpd.server_close()


@contextmanager
def serve(city: City, port: int = 0) -> Iterator[SampleServer]:
    """Serves the city for the length of the block; port 0 lets the system choose."""
    server = SampleServer(city, port)
    thread = threading.Thread(target=server.serve_forever, name="sample-portal", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()


def validators(body: bytes) -> tuple[str, str]:
    """ETag and Last-Modified of a body; both depend on nothing else."""
    digest = hashlib.sha256(body).hexdigest()
    return f'"{digest[:32]}"', formatdate(FIRST_MOMENT + int(digest[:12], 16) % SPAN, usegmt=True)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET from the pages of `portal`; `SampleServer` binds its own subclass."""

    portal: SampleServer
    protocol_version = "HTTP/1.1"
    server_version = "SamplePortal"
    sys_version = ""
    disable_nagle_algorithm = True  # header and body go out as two packets: 40 ms a page otherwise
    wbufsize = -1

    def do_GET(self) -> None:
        page = self.portal.page(unquote(urlsplit(self.path).path))
        if page is None:
            self._answer(404, not_found(), HTML)
            return
        body = page.render()
        etag, modified = validators(body)
        if self._is_known(etag, modified):
            self._answer(304, b"", None, etag, modified)
        else:
            self._answer(200, body, page.content_type, etag, modified)

    def _is_known(self, etag: str, modified: str) -> bool:
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return etag in tags or tags.strip() == "*"
        return self.headers.get("If-Modified-Since") == modified

    def _refuse(self) -> None:
        # as some firewalls do: the portal answers GET only
        self._answer(405, b"", HTML)
        self.close_connection = True

    do_HEAD = do_POST = do_PUT = do_DELETE = _refuse  # noqa: N815

    def _answer(
        self, status: int, body: bytes, media: str | None, etag: str = "", modified: str = ""
    ) -> None:
        # recorded first: whoever has the answer finds the request in the log
        host = self.headers.get("Host", "")
        self.portal.record(SeenRequest(time.monotonic(), self.command, self.path, status, len(body), host))
        self.send_response(status)
        if media is not None:
            self.send_header("Content-Type", media)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", modified)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Quiet: `SampleServer.requests` is the log."""
