"""What each kind of robot is sent, and which answers count as delivered."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest
from deliveries import NIGHT, Receiver

from pipeline.errors import NotifyError
from pipeline.notify import Alert
from pipeline.notify.webhook import MOST_BYTES, cut, post

ALERT = Alert("failure", "failure", "运行失败 run failed", ("sample (due)", "boom"))


def test_generic_json(receiver: Receiver) -> None:
    receiver.answer = b""
    post(receiver.url, "json", "", ALERT, NIGHT)
    assert receiver.bodies == [
        {
            "key": "failure",
            "kind": "failure",
            "title": "运行失败 run failed",
            "lines": ["sample (due)", "boom"],
            "text": "[gongkai] 运行失败 run failed\nsample (due)\nboom",
            "at": "2026-03-01T18:30:00+00:00",
        }
    ]


def test_dingtalk_is_signed_in_the_address(receiver: Receiver) -> None:
    post(receiver.url, "dingtalk", "SECret", ALERT, NIGHT)
    asked = parse_qs(urlsplit(receiver.paths[0]).query)
    stamp = str(int(NIGHT.timestamp()) * 1000)
    mac = hmac.new(b"SECret", f"{stamp}\nSECret".encode(), hashlib.sha256).digest()
    assert asked == {"access_token": ["abc"], "timestamp": [stamp], "sign": [base64.b64encode(mac).decode()]}
    assert receiver.bodies == [{"msgtype": "text", "text": {"content": ALERT.text}}]


def test_feishu_is_signed_in_the_body(receiver: Receiver) -> None:
    receiver.answer = b'{"code": 0, "msg": "success"}'
    post(receiver.url, "feishu", "s3", ALERT, NIGHT)
    stamp = str(int(NIGHT.timestamp()))
    mac = hmac.new(f"{stamp}\ns3".encode(), b"", hashlib.sha256).digest()
    assert receiver.bodies == [
        {
            "msg_type": "text",
            "content": {"text": ALERT.text},
            "timestamp": stamp,
            "sign": base64.b64encode(mac).decode(),
        }
    ]


@pytest.mark.parametrize("form", ["dingtalk", "wecom"])
def test_without_a_secret_nothing_is_signed(receiver: Receiver, form: str) -> None:
    post(receiver.url, form, "", ALERT, NIGHT)
    assert receiver.paths == ["/robot/send?access_token=abc"]
    assert receiver.bodies == [{"msgtype": "text", "text": {"content": ALERT.text}}]


@pytest.mark.parametrize(
    ("form", "status", "answer", "told"),
    [
        ("json", 500, b"", "HTTP 500"),
        ("dingtalk", 200, b'{"errcode": 310000, "errmsg": "sign not match"}', "sign not match"),
        ("feishu", 200, b'{"code": 19021, "msg": "sign match fail"}', "sign match fail"),
        ("wecom", 200, b"<html>proxy</html>", "no JSON"),
        ("wecom", 200, b"{}", "not taken"),
    ],
)
def test_refusals_raise_and_hide_the_token(
    receiver: Receiver, form: str, status: int, answer: bytes, told: str
) -> None:
    receiver.status, receiver.answer = status, answer
    with pytest.raises(NotifyError, match=told) as caught:
        post(receiver.url, form, "", ALERT, NIGHT)
    assert "abc" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_no_server_raises_one_line() -> None:
    with pytest.raises(NotifyError, match="not delivered: ConnectError"):
        post("http://127.0.0.1:1/hook", "json", "", ALERT, NIGHT)


def test_long_texts_are_cut_at_whole_characters() -> None:
    text = "年" * 1000
    assert len(cut(text).encode()) <= MOST_BYTES
    assert cut(text) == "年" * 665 + "…"
    assert cut("short") == "short"
