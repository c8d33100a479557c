"""Addresses of a TRS site: spelling, identity, and what their text tells."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

DETAIL = re.compile(r"/t(\d{8})_(\d+)(_wap)?\.s?html?$")
INDEX = re.compile(r"/(?:index|list)\.s?html?$")
WAP = re.compile(r"_wap(?=\.s?html?$)")
FILE = re.compile(r"\.(docx?|wps|xlsx?|et|pdf|ofd|rtf|zip|rar|7z|txt)$", re.I)
PICTURE = re.compile(r"/[WP]0\d{6,}[^/]*\.(jpe?g|png|gif|bmp|tiff?)$", re.I)
DEFAULT_PORTS = {"http": 80, "https": 443}
SAFE = "/%:@!$&'()*+,;=~-._"  # a path already quoted, in whatever charset, stays as it is
UNSAFE = re.compile(r"[\x00-\x1f\x7f]")  # dropped wherever they stand, as browsers do


def join(base: str, href: str) -> str | None:
    """The absolute address of a link, its fragment dropped; None where it leads to no page."""
    href = UNSAFE.sub("", href).strip()
    try:
        parts = urlsplit(urljoin(base, href))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return None
    netloc = parts.hostname if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{parts.hostname}:{port}"
    path = quote(parts.path, safe=SAFE) or "/"
    return urlunsplit((parts.scheme, netloc, path, parts.query, ""))


def url_key(url: str) -> str:
    """One key for all spellings of a page: no scheme, www., _wap, index/list.html, query or fragment."""
    parts = urlsplit(url)
    path = INDEX.sub("/", WAP.sub("", parts.path)) or "/"
    return parts.netloc.removeprefix("www.") + path


def without_wap(url: str) -> str:
    """The address of the page of which this is the mobile twin."""
    return WAP.sub("", url)


def docid(url: str) -> str | None:
    """The CMS's document number; the same document keeps it in every column."""
    found = DETAIL.search(urlsplit(url).path)
    return found.group(2) if found else None


def url_date(url: str) -> date | None:
    """The date in the address: when the page was put there, which may be a migration."""
    found = DETAIL.search(urlsplit(url).path)
    try:
        return date.fromisoformat(found.group(1)) if found else None
    except ValueError:
        return None


def is_detail(url: str) -> bool:
    return DETAIL.search(urlsplit(url).path) is not None


def is_file(url: str) -> bool:
    """Does the name end as a document's does?"""
    return FILE.search(urlsplit(url).path) is not None


def is_picture(url: str) -> bool:
    """A picture uploaded with a page, not one of the site's decoration."""
    return PICTURE.search(urlsplit(url).path) is not None


def folder(url: str) -> str:
    """The address up to its last slash."""
    return url[: url.rindex("/") + 1]


def is_folder(url: str) -> bool:
    """A column's address: a folder, or its index or list page."""
    path = urlsplit(url).path
    return "." not in path.rpartition("/")[2] or INDEX.search(path) is not None


def is_below(url: str, column: str) -> bool:
    """Does a column's address lie below another's?"""
    key, above = url_key(url), folder(url_key(column))
    return key.startswith(above) and key != above
