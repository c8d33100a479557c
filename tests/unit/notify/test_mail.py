"""A mail is handed to a server on loopback that speaks just enough SMTP."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator

import pytest
from deliveries import NIGHT

from pipeline.errors import NotifyError, SettingsError
from pipeline.notify import Alert
from pipeline.notify.mail import MailServer, send, server_of

ALERT = Alert("failure", "failure", "运行失败 run failed", ("第一行", "boom"))


class Postbox(socketserver.TCPServer):
    """Keeps every mail; refuses receivers that are called nobody."""

    allow_reuse_address = True

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Session)


class Session(socketserver.StreamRequestHandler):
    server: Postbox

    def handle(self) -> None:
        self.say("220 postbox")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part)
                self.server.mails.append(b"".join(lines))
                self.say("250 kept")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("550 unknown" if b"nobody@" in line else "250 ok")
        return None

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with Postbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_mail_arrives_whole(postbox: Postbox) -> None:
    server = MailServer("127.0.0.1", postbox.server_address[1])
    send(server, "gongkai@example.org", ["a@example.org", "b@example.org"], ALERT, NIGHT)
    (content,) = postbox.mails
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert mail["Subject"] == "[gongkai] 运行失败 run failed"
    assert mail["To"] == "a@example.org, b@example.org"
    assert mail.get_content().splitlines() == ["[gongkai] 运行失败 run failed", "第一行", "boom"]


def test_a_refused_receiver_raises(postbox: Postbox) -> None:
    server = MailServer("127.0.0.1", postbox.server_address[1])
    with pytest.raises(NotifyError, match="SMTPRecipientsRefused"):
        send(server, "gongkai@example.org", ["nobody@example.org"], ALERT, NIGHT)
    with pytest.raises(NotifyError, match=r"refused for nobody@example\.org"):
        send(server, "gongkai@example.org", ["a@example.org", "nobody@example.org"], ALERT, NIGHT)


def test_no_server_raises_one_line() -> None:
    with pytest.raises(NotifyError, match="ConnectionRefusedError"):
        send(MailServer("127.0.0.1", 1), "a@example.org", ["b@example.org"], ALERT, NIGHT)


def test_an_address_without_a_port_is_a_setting_gone_wrong() -> None:
    assert server_of("mail.example.org:587", "tls", "u", "p") == MailServer(
        "mail.example.org", 587, "tls", "u", "p"
    )
    with pytest.raises(SettingsError, match="GONGKAI_ALERT_SMTP"):
        server_of("mail.example.org", "none", "", "")
