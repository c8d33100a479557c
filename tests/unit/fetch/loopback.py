"""A loopback server that says exactly the bytes it is told to, and a clock that only pretends to sleep."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pipeline.fetch import Clock, Policy

HOST = "portal.invalid"
BASE = f"http://{HOST}"
PAGE = "<html><head><title>t</title></head><body><div class='TRS_Editor'>正文</div></body></html>".encode()


class VirtualTime:
    """Real time plus whatever was slept; the server reads the same clock, so it sees the pauses."""

    def __init__(self) -> None:
        self.skipped = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return time.monotonic() + self.skipped

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.skipped += seconds

    def utc(self) -> datetime:
        return datetime(2026, 1, 5, 3, 0, tzinfo=UTC) + timedelta(seconds=self.skipped)

    def clock(self) -> Clock:
        return Clock(self.monotonic, self.sleep, self.utc, lambda: 0.5)


@dataclass
class Asked:
    at: float
    path: str
    headers: dict[str, str]


Say = Callable[[Asked], Iterable[bytes]]


@dataclass
class RawServer:
    """`say(asked)` gives the answer's raw bytes, piece by piece; an empty piece closes the connection."""

    say: Say
    now: Callable[[], float] = time.monotonic
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> RawServer:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with connection, connection.makefile("rb") as reader:
                while self._exchange(connection, reader):
                    pass
        except OSError:
            pass  # the client hung up, as it should on a hostile answer

    def _exchange(self, connection: socket.socket, reader: object) -> bool:
        first = reader.readline()  # type: ignore[attr-defined]
        if not first:
            return False
        headers = {}
        while line := reader.readline().strip():  # type: ignore[attr-defined]
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        asked = Asked(self.now(), first.split()[1].decode(), headers)
        self.asked.append(asked)
        for piece in self.say(asked):
            if not piece:
                return False
            connection.sendall(piece)
        return True


def ok(body: bytes = PAGE, *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def policy(server: RawServer, **changes: object) -> Policy:
    settings: dict[str, object] = {
        "hosts": (HOST,),
        "user_agent": "gongkai/test (+mailto:test@example.org)",
        "allow_private": True,
        "connect": {HOST: f"127.0.0.1:{server.port}"},
        "min_interval": 0.0,
        "jitter": 0.0,
        "markers": {"page": ("TRS_Editor",), "listing": ("createPageHTML",)},
        "fingerprints": ("网防G01", "安全验证"),
    }
    return Policy(**{**settings, **changes})  # type: ignore[arg-type]
