"""Which hosts and addresses may be connected to, and a network backend that connects to no other."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import httpcore

from pipeline.errors import DeadlineError, FetchError, HostNotAllowedError
from pipeline.fetch.model import Policy

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str], list[str]]
NAT64 = ipaddress.ip_network("64:ff9b::/96")
DEFAULT_PORTS = {"http": 80, "https": 443}


def resolve(host: str) -> list[str]:
    """All addresses of a host, in the system's order."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise FetchError(f"{host}: name not resolved ({error}); check network and portal TOML") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def embedded(address: Address) -> Address:
    """The IPv4 address hidden in an IPv6 one (mapped, 6to4, Teredo, NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


def is_allowed_address(text: str, *, allow_private: bool) -> bool:
    """Public addresses always; private and loopback ones where allowed; link-local and the like never."""
    try:
        address = embedded(ipaddress.ip_address(text.split("%")[0]))
    except ValueError:
        return False
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return address.is_global or (allow_private and (address.is_loopback or address.is_private))


def host_key(url: str) -> str:
    """The host that manners are kept for: `www.a.cn` and `a.cn` are one."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def check_url(url: str, policy: Policy) -> None:
    """Raise HostNotAllowedError unless scheme, host and port are allowed."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise HostNotAllowedError(f"{url!r}: not an address ({error})") from error
    if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc:
        raise HostNotAllowedError(f"{url}: only plain http and https addresses are fetched")
    is_default = port in (None, DEFAULT_PORTS[parts.scheme])
    for entry in policy.hosts:
        if entry == f"{host}:{port}" or (is_default and _matches(host, entry)):
            return
    raise HostNotAllowedError(f"{url}: not on the portal's allow-list; add it to `hosts` if it belongs there")


def _matches(host: str, entry: str) -> bool:
    return host.endswith(entry[1:]) if entry.startswith("*.") else host == entry


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and keeps one deadline over connect, TLS, head and body.

    One backend serves one host, one request at a time; `deadline` (monotonic) is set before each.
    """

    def __init__(self, policy: Policy, monotonic: Callable[[], float], resolver: Resolver = resolve) -> None:
        self._policy = policy
        self._monotonic = monotonic
        self._resolver = resolver
        self._inner = httpcore.SyncBackend()
        self._turn = 0  # the next of several addresses is tried after a failure
        self.deadline = float("inf")

    def remaining(self, timeout: float | None) -> float:
        """Seconds the next socket call may take; raises DeadlineError when none are left."""
        left = self.deadline - self._monotonic()
        if left <= 0:
            raise DeadlineError("total time of the request used up")
        return left if timeout is None else min(left, timeout)

    def target(self, host: str, port: int) -> tuple[str, int]:
        """The checked address to connect to; raises HostNotAllowedError before anything is opened."""
        mapped = self._policy.connect.get(host)
        if mapped is not None:
            address, _, mapped_port = mapped.rpartition(":")
            addresses, port = [address.strip("[]")], int(mapped_port)
        else:
            addresses = self._resolver(host)
        for address in addresses:
            if not is_allowed_address(address, allow_private=self._policy.allow_private):
                raise HostNotAllowedError(f"{host}: leads to {address}, which is not a public address")
        if not addresses:
            raise FetchError(f"{host}: name not resolved")
        return addresses[self._turn % len(addresses)], port

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        address, port = self.target(host, port)
        try:
            stream = self._inner.connect_tcp(
                address, port, self.remaining(timeout), local_address, socket_options
            )
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            self._turn += 1
            raise
        return _DeadlineStream(stream, self)


class _DeadlineStream(httpcore.NetworkStream):
    """A stream whose every call ends at the backend's deadline: timeouts per chunk never add up past it."""

    def __init__(self, inner: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._backend.remaining(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend.remaining(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._backend.remaining(timeout))  # type: ignore[arg-type]
        return _DeadlineStream(inner, self._backend)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)
