"""Web archives (MHTML, what Word and browsers save as one file) to a Document: the page inside them."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy

from pipeline.errors import DamagedFileError
from pipeline.extract import HEAD_BYTES, Limits, html
from pipeline.records import Document

MARK = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
KIND = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)


def sniff(content: bytes) -> bool:
    """A MIME message that says it holds a page."""
    head = content[:HEAD_BYTES]
    return MARK.search(head) is not None and KIND.search(head) is not None


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read the first page of the archive; its pictures and frames are not looked at.

    Raises DamagedFileError where there is none, LimitError as for pages.
    """
    message = message_from_bytes(content, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return replace(html.extract(sha256, page, limits), format="mhtml")
    raise DamagedFileError(f"{sha256[:12]}: a web archive without a page; fetch the file again")
