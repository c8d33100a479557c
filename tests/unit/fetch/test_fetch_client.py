"""The client against a server that says exactly what it is told to."""

from __future__ import annotations

import gzip
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from loopback import BASE, HOST, PAGE, Asked, RawServer, VirtualTime, ok, policy

from pipeline.errors import (
    BlockPageError,
    BudgetError,
    CircuitOpenError,
    DeadlineError,
    FetchError,
    HostNotAllowedError,
    HttpStatusError,
    RobotsDisallowedError,
    TooLargeError,
    TruncatedBodyError,
)
from pipeline.fetch import Client, Remembered, Reply, Request

NO_ROBOTS = ok(b"", status="404 Not Found")
Script = dict[str, list[bytes]]


def scripted(script: Script) -> Callable[[Asked], Iterator[bytes]]:
    """Answers by path, in order, the last one for ever; no robots.txt unless given."""
    left = {path: list(answers) for path, answers in script.items()}

    def say(asked: Asked) -> Iterator[bytes]:
        answers = left.get(asked.path, [NO_ROBOTS])
        yield answers.pop(0) if len(answers) > 1 else answers[0]

    return say


def run(script: Script, path: str = "/a.html", **changes: object) -> tuple[Reply, RawServer, VirtualTime]:
    clock = VirtualTime()
    with (
        RawServer(scripted(script), clock.monotonic) as server,
        Client(policy(server, **changes), clock=clock.clock()) as client,
    ):
        return client.get(Request(BASE + path)), server, clock


def test_a_good_page_comes_with_its_type_charset_and_validators() -> None:
    reply, server, _ = run(
        {"/a.html": [ok(PAGE, 'ETag: "x"', "Last-Modified: Mon, 05 Jan 2026 00:00:00 GMT")]}
    )
    assert (reply.status, reply.body, reply.media_type, reply.charset) == (200, PAGE, "text/html", "utf-8")
    assert (reply.etag, reply.last_modified) == ('"x"', "Mon, 05 Jan 2026 00:00:00 GMT")
    assert reply.attempts == 1
    assert server.paths == ["/robots.txt", "/a.html"]
    assert server.connections == 1  # kept alive
    headers = server.asked[-1].headers
    assert headers["host"] == HOST
    assert headers["user-agent"] == "gongkai/test (+mailto:test@example.org)"
    assert "cookie" not in headers


def test_validators_are_sent_and_304_brings_no_body() -> None:
    clock = VirtualTime()
    with (
        RawServer(scripted({"/a.html": [b"HTTP/1.1 304 Not Modified\r\n\r\n"]})) as server,
        Client(policy(server), clock=clock.clock()) as client,
    ):
        reply = client.get(Request(BASE + "/a.html", etag='"x"', last_modified="then"))
    assert (reply.status, reply.body, reply.etag, reply.last_modified) == (304, None, '"x"', "then")
    assert server.asked[-1].headers["if-none-match"] == '"x"'
    assert server.asked[-1].headers["if-modified-since"] == "then"


def test_a_304_nobody_asked_for_is_no_answer() -> None:
    with pytest.raises(HttpStatusError, match="304"):
        run({"/a.html": [b"HTTP/1.1 304 Not Modified\r\n\r\n"]})


def test_server_errors_are_tried_again_with_growing_waits() -> None:
    busy = ok(b"busy", status="503 Service Unavailable")
    reply, server, clock = run({"/a.html": [busy, busy, ok()]}, wait_initial=2.0)
    assert reply.attempts == 3
    assert server.paths.count("/a.html") == 3
    waits = [round(seconds) for seconds in clock.slept]
    assert waits == [2, 4]


def test_tries_end_and_the_error_says_how_many() -> None:
    with pytest.raises(HttpStatusError, match="HTTP 500") as caught:
        run({"/a.html": [ok(b"", status="500 Error")]}, attempts=3)
    assert caught.value.status == 500
    assert caught.value.attempts == 3


@pytest.mark.parametrize(
    "headers",
    [
        ("Retry-After: 17",),
        ("Retry-After: Mon, 05 Jan 2026 00:00:17 GMT", "Date: Mon, 05 Jan 2026 00:00:00 GMT"),
    ],
    ids=["seconds", "date"],
)
def test_retry_after_is_waited_for_in_both_forms(headers: tuple[str, ...]) -> None:
    busy = ok(b"", *headers, status="429 Too Many Requests")
    _, server, clock = run({"/a.html": [busy, ok()]})
    assert [round(seconds) for seconds in clock.slept] == [17]
    first, second = (asked.at for asked in server.asked if asked.path == "/a.html")
    assert second - first >= 17


def test_a_long_retry_after_leaves_the_host_alone_until_then() -> None:
    clock = VirtualTime()
    busy = ok(b"", "Retry-After: 3000", status="503 Service Unavailable")
    with (
        RawServer(scripted({"/a.html": [busy]})) as server,
        Client(policy(server), clock=clock.clock()) as client,
    ):
        for path in ("/a.html", "/b.html"):
            with pytest.raises(CircuitOpenError):
                client.get(Request(BASE + path))
        client.rest(BASE)
    assert server.paths.count("/a.html") == 1
    assert "/b.html" not in server.paths
    assert clock.slept == [pytest.approx(3000, abs=5)]


def test_gone_is_told_at_once() -> None:
    with pytest.raises(HttpStatusError) as caught:
        run({"/a.html": [ok(b"", status="410 Gone")]})
    assert (caught.value.status, caught.value.attempts) == (410, 1)


@pytest.mark.parametrize("status", ["403 Forbidden", "405 Method Not Allowed", "412 Failed", "521 Down"])
def test_statuses_of_firewalls_are_block_pages(status: str) -> None:
    body = "<html>网防G01</html>".encode()
    with pytest.raises(BlockPageError, match="网防G01") as caught:
        run({"/a.html": [ok(body, status=status)]})
    assert caught.value.attempts == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html><body>安全验证<script>x()</script></body></html>", "安全验证"),
        ("<html><body>系统繁忙，请稍后再试</body></html>", "none of the expected markers"),
        ("ok", "none of the expected markers"),
    ],
)
def test_a_200_without_the_portals_markers_is_a_block_page(body: str, reason: str) -> None:
    with pytest.raises(BlockPageError, match=reason):
        run({"/a.html": [ok(body.encode())]})


def test_a_page_with_a_marker_is_believed_beside_a_firewalls_script() -> None:
    page = PAGE.replace("正文".encode(), "正文 安全验证".encode())
    reply, _, _ = run({"/a.html": [ok(page)]})
    assert reply.body == page


def test_a_web_page_instead_of_a_file_is_a_block_page() -> None:
    with (
        RawServer(scripted({"/P0.pdf": [ok(PAGE)]})) as server,
        Client(policy(server)) as client,
        pytest.raises(BlockPageError, match=r"\.pdf file was expected"),
    ):
        client.get(Request(BASE + "/P0.pdf", "attachment"))


def test_fewer_bytes_than_promised_are_refused() -> None:
    short = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + PAGE

    def say(asked: Asked) -> Iterator[bytes]:
        yield from (short, b"") if asked.path == "/a.html" else (NO_ROBOTS,)

    with (
        RawServer(say) as server,
        Client(policy(server, attempts=2), clock=VirtualTime().clock()) as client,
        pytest.raises(TruncatedBodyError),
    ):
        client.get(Request(BASE + "/a.html"))
    assert server.paths.count("/a.html") == 2


def test_an_unfinished_page_is_refused_even_with_the_right_length() -> None:
    with pytest.raises(TruncatedBodyError, match="unfinished"):
        run({"/a.html": [ok(PAGE[:-9])]}, attempts=1)
    reply, _, _ = run({"/a.html": [ok(PAGE[:-9])]}, closing_tag=False)
    assert reply.body == PAGE[:-9]


def test_an_empty_body_is_refused() -> None:
    with pytest.raises(TruncatedBodyError, match="empty"):
        run({"/a.html": [ok(b"")]}, attempts=1)


def test_gzip_is_unpacked_and_a_broken_one_refused() -> None:
    packed = gzip.compress(PAGE)
    reply, _, _ = run({"/a.html": [ok(packed, "Content-Encoding: gzip")]})
    assert reply.body == PAGE
    with pytest.raises(TruncatedBodyError, match="breaks off"):
        run({"/a.html": [ok(packed[:-12], "Content-Encoding: gzip")]}, attempts=1)
    with pytest.raises(FetchError, match="not asked for"):
        run({"/a.html": [ok(packed, "Content-Encoding: br")]}, attempts=1)


def test_a_gzip_bomb_stops_at_the_cap() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    with pytest.raises(TooLargeError, match="unpacks to more"):
        run({"/a.html": [ok(bomb, "Content-Encoding: gzip")]}, page_bytes=1_000_000)


def test_an_endless_body_stops_at_the_cap() -> None:
    sent = 0

    def say(asked: Asked) -> Iterator[bytes]:
        nonlocal sent
        if asked.path != "/a.html":
            yield NO_ROBOTS
            return
        yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        while True:
            sent += 65_536
            yield b"x" * 65_536

    with (
        RawServer(say) as server,
        Client(policy(server, page_bytes=500_000), clock=VirtualTime().clock()) as client,
        pytest.raises(TooLargeError),
    ):
        client.get(Request(BASE + "/a.html"))
    assert sent < 20_000_000


def test_an_announced_giant_is_not_read() -> None:
    with pytest.raises(TooLargeError, match="announced"):
        run({"/a.html": [b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"]})


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_dripping_answer_ends_at_the_total_deadline(part: str) -> None:
    """Each drip is in time; only all of them together are not."""

    def say(asked: Asked) -> Iterator[bytes]:
        if asked.path != "/a.html":
            yield NO_ROBOTS
            return
        yield b"HTTP/1.1 200 OK\r\n" if part == "head" else b"HTTP/1.1 200 OK\r\n\r\n"
        for _ in range(400):
            time.sleep(0.02)
            yield b"X: y\r\n" if part == "head" else b"x"

    with RawServer(say) as server:
        started = time.monotonic()
        changes = {"total_seconds": 0.2, "read_seconds": 0.15, "attempts": 1}
        with Client(policy(server, **changes)) as client, pytest.raises(DeadlineError):
            client.get(Request(BASE + "/a.html"))
    assert time.monotonic() - started < 1.5


def test_a_reset_connection_is_tried_again() -> None:
    count = 0

    def say(asked: Asked) -> Iterator[bytes]:
        nonlocal count
        if asked.path == "/robots.txt":
            yield NO_ROBOTS
            return
        count += 1
        yield b"" if count == 1 else ok()

    with RawServer(say) as server, Client(policy(server), clock=VirtualTime().clock()) as client:
        assert client.get(Request(BASE + "/a.html")).attempts == 2


def test_redirects_are_followed_on_the_portal_only() -> None:
    moved = ok(b"", f"Location: {BASE}/b.html", status="301 Moved")
    reply, _, _ = run({"/a.html": [moved], "/b.html": [ok()]})
    assert (reply.url, reply.final_url, reply.attempts) == (BASE + "/a.html", BASE + "/b.html", 2)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{other}/x",
        "http://portal.invalid:{other}/x",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://[::1]:{other}/",
        "http://evil.example/",
        "http://user:pw@portal.invalid/x",
        "file:///etc/passwd",
        "gopher://portal.invalid/",
        "http://portal.invalid:99999/",
    ],
)
def test_redirects_elsewhere_are_refused_before_any_connection(location: str) -> None:
    with RawServer(scripted({})) as other:
        target = location.replace("{other}", str(other.port))
        with pytest.raises(HostNotAllowedError):
            run({"/a.html": [ok(b"", f"Location: {target}", status="302 Found")]})
        assert other.connections == 0


def test_redirects_in_a_circle_end() -> None:
    script = {
        "/a.html": [ok(b"", "Location: /b.html", status="302 Found")],
        "/b.html": [ok(b"", "Location: /a.html", status="302 Found")],
    }
    with pytest.raises(BlockPageError, match="circle"):
        run(script)


def test_robots_are_obeyed_and_their_pause_kept() -> None:
    robots = ok(b"User-agent: *\nDisallow: /irs/\nCrawl-delay: 7\n")
    clock = VirtualTime()
    script = {"/robots.txt": [robots], "/a.html": [ok()], "/b.html": [ok()]}
    with (
        RawServer(scripted(script), clock.monotonic) as server,
        Client(policy(server), clock=clock.clock()) as client,
    ):
        client.get(Request(BASE + "/a.html"))
        client.get(Request(BASE + "/b.html"))
        with pytest.raises(RobotsDisallowedError):
            client.get(Request(BASE + "/irs/front"))
    assert server.paths == ["/robots.txt", "/a.html", "/b.html"]
    gaps = [later.at - earlier.at for earlier, later in zip(server.asked[1:], server.asked[2:], strict=False)]
    assert min(gaps) >= 7


def test_redirects_do_not_lead_past_robots() -> None:
    script = {
        "/robots.txt": [ok(b"User-agent: *\nDisallow: /irs/\n")],
        "/a.html": [ok(b"", "Location: /irs/x.html", status="302 Found")],
        "/irs/x.html": [ok()],
    }
    with pytest.raises(RobotsDisallowedError):
        run(script)


def test_a_robots_that_wants_hours_between_requests_forbids() -> None:
    with pytest.raises(RobotsDisallowedError, match="86400 s"):
        run({"/robots.txt": [ok(b"User-agent: *\nCrawl-delay: 86400\n")], "/a.html": [ok()]})


class Notebook:
    """A memory of one robots.txt."""

    def __init__(self, held: Remembered | None) -> None:
        self.held = held
        self.noted: list[object] = []

    def recall(self, url: str) -> Remembered | None:
        return self.held

    def record(self, url: str, outcome: object) -> None:
        self.noted.append(outcome)


def test_an_unreachable_robots_forbids_unless_one_is_remembered() -> None:
    script = {"/robots.txt": [ok(b"", status="500 Error")], "/a.html": [ok()], "/irs/x.html": [ok()]}
    with pytest.raises(FetchError, match=r"robots\.txt could not be read"):
        run(script, attempts=1)
    memory = Notebook(Remembered(b"User-agent: *\nDisallow: /irs/\n", '"r"', None))
    with (
        RawServer(scripted(script)) as server,
        Client(policy(server, attempts=1), clock=VirtualTime().clock(), memory=memory) as client,
    ):
        assert client.get(Request(BASE + "/a.html")).status == 200
        with pytest.raises(RobotsDisallowedError):
            client.get(Request(BASE + "/irs/x.html"))
    assert [type(outcome) for outcome in memory.noted] == [HttpStatusError]
    assert server.asked[0].headers["if-none-match"] == '"r"'


def test_an_unchanged_robots_is_the_remembered_one() -> None:
    memory = Notebook(Remembered(b"User-agent: *\nDisallow: /\n", '"r"', None))
    with (
        RawServer(scripted({"/robots.txt": [b"HTTP/1.1 304 Not Modified\r\n\r\n"]})) as server,
        Client(policy(server), clock=VirtualTime().clock(), memory=memory) as client,
        pytest.raises(RobotsDisallowedError),
    ):
        client.get(Request(BASE + "/a.html"))
    assert server.paths == ["/robots.txt"]


def test_the_breaker_opens_after_failures_in_a_row_and_lets_one_try_later() -> None:
    clock = VirtualTime()
    broken = [ok(b"", status="500 Error")] * 3
    script = {f"/{n}.html": list(broken) for n in range(4)} | {"/5.html": [ok()]}
    with RawServer(scripted(script)) as server:
        rules = policy(server, attempts=1, breaker_failures=3, breaker_seconds=100.0)
        with Client(rules, clock=clock.clock()) as client:
            for n in range(3):
                with pytest.raises(HttpStatusError):
                    client.get(Request(f"{BASE}/{n}.html"))
            with pytest.raises(CircuitOpenError):
                client.get(Request(BASE + "/3.html"))
            asked = len(server.asked)
            client.rest(BASE)
            with pytest.raises(HttpStatusError):
                client.get(Request(BASE + "/3.html"))
            with pytest.raises(CircuitOpenError):  # one failure is enough to close it again
                client.get(Request(BASE + "/5.html"))
            client.rest(BASE)
            assert client.get(Request(BASE + "/5.html")).status == 200
    assert asked == 4  # robots and three pages: nothing was sent through the open breaker
    assert [round(seconds) for seconds in clock.slept if seconds > 50] == [100, 200]


def test_the_interval_holds_between_all_requests_and_budgets_end() -> None:
    clock = VirtualTime()
    script = {f"/{n}.html": [ok()] for n in range(9)}
    with RawServer(scripted(script), clock.monotonic) as server:
        rules = policy(server, min_interval=2.0, jitter=1.0, budget=6)
        with Client(rules, clock=clock.clock(), used={HOST: 2}, first_wait=1.5) as client:
            for n in range(3):
                client.get(Request(f"{BASE}/{n}.html"))
            with pytest.raises(BudgetError):
                client.get(Request(BASE + "/3.html"))
            assert client.request_count == 4
    assert len(server.asked) == 4
    gaps = [later.at - earlier.at for earlier, later in zip(server.asked, server.asked[1:], strict=False)]
    assert min(gaps) >= 2.5  # interval and the jitter's middle
    assert clock.slept[0] == pytest.approx(1.5, abs=0.1)


def test_threads_sharing_a_client_never_ask_a_host_twice_at_once() -> None:
    at_work, most = 0, 0

    def say(asked: Asked) -> Iterator[bytes]:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        time.sleep(0.003)
        at_work -= 1
        yield NO_ROBOTS if asked.path == "/robots.txt" else ok()

    with RawServer(say) as server, Client(policy(server)) as client, ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda n: client.get(Request(f"{BASE}/{n}.html")), range(12)))
    assert [reply.status for reply in replies] == [200] * 12
    assert most == 1
    assert server.connections == 1


def test_answers_without_a_wanted_body_leave_the_connection_open() -> None:
    script = {
        "/gone.html": [ok(b"<html>not here</html>", status="404 Not Found")],
        "/moved.html": [ok(b"moved", "Location: /same.html", status="302 Found")],
        "/same.html": [b"HTTP/1.1 304 Not Modified\r\n\r\n"],
    }
    with RawServer(scripted(script)) as server, Client(policy(server)) as client:
        with pytest.raises(HttpStatusError):
            client.get(Request(BASE + "/gone.html"))
        assert client.get(Request(BASE + "/moved.html", etag='"x"')).attempts == 2
        assert client.get(Request(BASE + "/same.html", etag='"x"')).status == 304
    assert server.connections == 1


def test_names_are_resolved_first_and_private_addresses_refused() -> None:
    with RawServer(scripted({})) as server:
        rules = policy(server, connect={}, hosts=("portal.invalid",), allow_private=False)
        for addresses in (["127.0.0.1"], ["93.184.216.34", "10.1.2.3"], ["fe80::1"], ["::ffff:127.0.0.1"]):
            with (
                Client(rules, resolver=lambda host, found=addresses: found) as client,
                pytest.raises(HostNotAllowedError, match="not a public address"),
            ):
                client.get(Request(f"{BASE}/a.html"))
        assert server.connections == 0


def test_cookies_are_neither_kept_nor_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        set_cookie = ok(PAGE, "Set-Cookie: TS01=secret-of-the-session; Path=/")
        _, server, _ = run(
            {"/a.html": [ok(b"", "Set-Cookie: a=secret-of-the-session", status="503 x"), set_cookie]}
        )
    assert all("cookie" not in asked.headers for asked in server.asked)
    assert "secret-of-the-session" not in caplog.text
