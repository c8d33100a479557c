"""Alerts as HTTP posts: a generic JSON object, and what the robots of DingTalk, WeCom and Feishu expect."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from pipeline.errors import NotifyError
from pipeline.notify.model import Alert

SECONDS = 10.0
MOST_BYTES = 2000  # a WeCom text holds 2,048 bytes, the others more
# how the robots say in a body with status 200 whether they took the message: 0
VERDICTS = ("errcode", "code", "StatusCode")

Body = dict[str, Any]
Form = Callable[[str, Alert, str, datetime], tuple[str, Body]]


def post(url: str, form: str, secret: str, alert: Alert, at: datetime) -> None:
    """Deliver one alert. Raises NotifyError, which never holds the address: a robot's address is its key."""
    target, body = FORMS[form](url, alert, secret, at)
    host = urlsplit(url).hostname or url
    try:
        answer = httpx.post(target, json=body, timeout=SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotifyError(f"alert to {host} not delivered: {type(error).__name__}") from None
    if not answer.is_success:
        raise NotifyError(f"alert to {host} not delivered: HTTP {answer.status_code}")
    if form != "json":
        _require_taken(host, answer)


def _require_taken(host: str, answer: httpx.Response) -> None:
    try:
        said = answer.json()
    except json.JSONDecodeError:
        raise NotifyError(f"alert to {host} not delivered: the answer is no JSON, so no robot's") from None
    codes = [said[name] for name in VERDICTS if name in said] if isinstance(said, Mapping) else []
    if not codes or any(code != 0 for code in codes):
        reason = str(said.get("errmsg") or said.get("msg") or said) if isinstance(said, Mapping) else said
        raise NotifyError(f"alert to {host} not taken: {str(reason)[:200]}")


def _json(url: str, alert: Alert, _secret: str, at: datetime) -> tuple[str, Body]:
    body = {
        "key": alert.key,
        "kind": alert.kind,
        "title": alert.title,
        "lines": list(alert.lines),
        "text": alert.text,
        "at": at.isoformat(timespec="seconds"),
    }
    return url, body


def _dingtalk(url: str, alert: Alert, secret: str, at: datetime) -> tuple[str, Body]:
    """Signed in the address: milliseconds, and the HMAC of `milliseconds LF secret` under the secret."""
    if secret:
        stamp = str(round(at.timestamp() * 1000))
        signature = _digest(secret, f"{stamp}\n{secret}")
        url += ("&" if urlsplit(url).query else "?") + urlencode({"timestamp": stamp, "sign": signature})
    return url, {"msgtype": "text", "text": {"content": cut(alert.text)}}


def _wecom(url: str, alert: Alert, _secret: str, _at: datetime) -> tuple[str, Body]:
    return url, {"msgtype": "text", "text": {"content": cut(alert.text)}}


def _feishu(url: str, alert: Alert, secret: str, at: datetime) -> tuple[str, Body]:
    """Signed in the body: seconds, and the HMAC of nothing under `seconds LF secret`."""
    body: Body = {"msg_type": "text", "content": {"text": cut(alert.text)}}
    if secret:
        stamp = str(int(at.timestamp()))
        body |= {"timestamp": stamp, "sign": _digest(f"{stamp}\n{secret}", "")}
    return url, body


FORMS: dict[str, Form] = {"json": _json, "dingtalk": _dingtalk, "wecom": _wecom, "feishu": _feishu}


def _digest(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def cut(text: str, most: int = MOST_BYTES) -> str:
    """At most so many bytes of UTF-8, whole characters, with an ellipsis where some are left out."""
    content = text.encode()
    return text if len(content) <= most else content[: most - 3].decode(errors="ignore") + "…"
