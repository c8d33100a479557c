"""A seeded, hostile portal on loopback. Counts every request: when, what, how many at once."""

from __future__ import annotations

import contextlib
import hashlib
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from hostile_faults import Fault, say
from hostile_pages import BUREAUS, TOWNS, Truth
from protego import Protego


@dataclass
class Asked:
    """One request as the server saw it; `fault` is what it was answered with, if not the truth."""

    at: float
    night: int
    path: str
    agent: str
    fault: str | None
    at_once: int


@dataclass
class HostilePortal:
    """Serves `truth` through `faults`. Set `night` before each; `now` is the clock the crawl sleeps by."""

    truth: Truth
    faults: tuple[Fault, ...]
    seed: int
    now: Callable[[], float]
    trap: str = "127.0.0.1:9"
    night: int = 0
    log: list[Asked] = field(default_factory=list)
    robots: str = ""
    forbidden: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.victims = self._choose_victims()
        self._times: Counter[tuple[int, str, str]] = Counter()
        self._lock = threading.Lock()
        self._open = 0

    def _choose_victims(self) -> dict[str, list[Fault]]:
        """Each fault gets reports or listing pages of its own, by the seed."""
        dice = random.Random(self.seed)
        reports = list(self.truth.reports)
        dice.shuffle(reports)
        victims: dict[str, list[Fault]] = {}
        pages = iter(reports)
        for fault in self.faults:
            if fault.where == "report":
                victims.setdefault(next(p for p in pages if p.endswith(".html")), []).append(fault)
            elif fault.where == "robots":
                victims.setdefault("/robots.txt", []).append(fault)
            else:
                victims.setdefault(LISTING_VICTIMS[fault.name], []).append(fault)
        return victims

    def answer(self, path: str, headers: dict[str, str]) -> tuple[Fault | None, Iterator[bytes | None]]:
        path, _, query = path.partition("?")
        good = self.truth.bodies.get(path)
        for fault in self.victims.get(path, []):
            key = (self.night, path, fault.name)
            if self.night in fault.nights and self._times[key] < fault.times:
                self._times[key] += 1
                again = f"?{len(query) + 1}"
                body = self.truth.bodies[fault.instead or path]
                return fault, fault.answer(body, again if fault.name == "redirect loop" else self.trap)
        if good is None:
            return None, iter([say(b"<html>no such page</html>", status="404 Not Found")])
        tag = f'"{hashlib.sha256(good).hexdigest()[:20]}"'
        if headers.get("if-none-match") == tag:
            return None, iter([f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()])
        return None, iter([say(good, f"ETag: {tag}")])

    def serve(self, connection: socket.socket, reader: BinaryIO) -> bool:
        """One exchange; False when the connection is to be closed."""
        line = reader.readline()
        if not line:
            return False
        headers = {}
        while text := reader.readline().strip():
            name, _, value = text.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        path = line.split()[1].decode()
        with self._busy() as at_once:
            fault, pieces = self.answer(path, headers)
            name = fault.name if fault else None
            self.log.append(Asked(self.now(), self.night, path, headers.get("user-agent", ""), name, at_once))
            self._check_robots(path, fault)
            time.sleep(0.001)  # long enough for a second request to show
        return _send(connection, pieces)

    @contextlib.contextmanager
    def _busy(self) -> Iterator[int]:
        """Counts the requests being worked on; over before the answer, as the next may follow at once."""
        with self._lock:
            self._open += 1
            at_once = self._open
        try:
            yield at_once
        finally:
            with self._lock:
                self._open -= 1

    def _check_robots(self, path: str, fault: Fault | None) -> None:
        """Remember the rules last given; note every request that breaks them."""
        if path == "/robots.txt":
            if fault is None:
                self.robots = self.truth.bodies[path].decode()
            elif fault.name != "robots broken":
                self.robots = (
                    b"".join(piece or b"" for piece in fault.answer(b"", ""))
                    .decode()
                    .partition("\r\n\r\n")[2]
                )
        elif not Protego.parse(self.robots).can_fetch("http://sample.invalid" + path, "gongkai"):
            self.forbidden.append(path)


LISTING_VICTIMS = {
    "listing blocked": BUREAUS + "list_1.html",
    "listing empty": TOWNS,
    "listing shrinks": BUREAUS,
    "listing gone": TOWNS + "index_1.html",
    "listing contradicts itself": TOWNS,
    "listing repeats another": BUREAUS + "list_1.html",
}


def _send(connection: socket.socket, pieces: Iterator[bytes | None]) -> bool:
    for piece in pieces:
        if piece is None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if not piece:
            return False
        connection.sendall(piece)
    return True


@contextlib.contextmanager
def listening(serve: Callable[[socket.socket, BinaryIO], bool]) -> Iterator[int]:
    """Accept connections on a port of the system's choice; yields the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as reader:
            while serve(connection, reader):
                pass

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=run, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
