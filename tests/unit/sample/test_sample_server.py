from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator

import pytest

from pipeline.sample.city import City
from pipeline.sample.server import SampleServer, serve, validators
from pipeline.sample.spec import BASE_URL


@pytest.fixture
def server(city: City) -> Iterator[SampleServer]:
    with serve(city) as running:
        yield running


def _get(
    server: SampleServer, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_pages_and_conditional_requests(server: SampleServer, city: City) -> None:
    path = city.reports[400].url.removeprefix(BASE_URL)
    status, headers, body = _get(server, path, {"Host": "sample.invalid"})
    assert status == 200
    assert len(body) == int(headers["Content-Length"])
    assert validators(body) == (headers["ETag"], headers["Last-Modified"])
    assert _get(server, path, {"If-None-Match": headers["ETag"]})[0] == 304
    assert _get(server, path, {"If-Modified-Since": headers["Last-Modified"]})[0] == 304
    assert (
        _get(server, path, {"If-None-Match": '"other"', "If-Modified-Since": headers["Last-Modified"]})[0]
        == 200
    )
    log = server.requests
    assert [(seen.method, seen.status) for seen in log] == [
        ("GET", 200),
        ("GET", 304),
        ("GET", 304),
        ("GET", 200),
    ]
    assert log[0].host == "sample.invalid"
    assert (log[0].path, log[0].bytes, log[1].bytes) == (path, len(body), 0)
    assert log[0].time <= log[1].time


def test_unknown_addresses_and_other_methods(server: SampleServer) -> None:
    status, _, body = _get(server, "/zwgk/none.html")
    assert status == 404
    assert "页面不存在" in body.decode()
    assert _get(server, "/", method="HEAD")[0] == 405
    assert _get(server, "/robots.txt")[2].startswith(b"User-agent: *")
    server.clear()
    assert server.requests == ()


def test_many_readers_at_once(server: SampleServer, city: City) -> None:
    paths = [report.url.removeprefix(BASE_URL) for report in city.reports[:24]]
    statuses: list[int] = []

    def read(part: list[str]) -> None:
        statuses.extend(_get(server, path)[0] for path in part)

    threads = [threading.Thread(target=read, args=(paths[k::4],)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 24
    assert len(server.requests) == 24


def test_the_port_is_free_afterwards(city: City) -> None:
    with serve(city) as first:
        port = first.port
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=2).request("GET", "/")
