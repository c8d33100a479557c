"""Alerts as e-mail."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from pipeline.errors import NotifyError, SettingsError
from pipeline.notify.model import Alert

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `security`: none, starttls or tls; an empty `user` does not log in."""

    host: str
    port: int
    security: str = "none"
    user: str = ""
    password: str = ""


def server_of(address: str, security: str, user: str, password: str) -> MailServer:
    """`host:port` as a server; SettingsError where it is no such thing."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise SettingsError(f"GONGKAI_ALERT_SMTP: {address!r} is not host:port")
    return MailServer(host, int(port), security, user, password)


def send(server: MailServer, sender: str, receivers: list[str], alert: Alert, at: datetime) -> None:
    """Hand one alert to the mail server. Raises NotifyError."""
    message = EmailMessage()
    message["Subject"] = " ".join(f"[gongkai] {alert.title}".split())[:200]
    message["From"], message["To"] = sender, ", ".join(receivers)
    message["Date"] = format_datetime(at)
    message.set_content(alert.text + "\n")
    try:
        with _connected(server) as smtp:
            if server.user:
                smtp.login(server.user, server.password)
            refused = smtp.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        raise NotifyError(
            f"alert by mail through {server.host} not delivered: {type(error).__name__}"
        ) from None
    if refused:
        raise NotifyError(f"alert by mail refused for {', '.join(sorted(refused))}")


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS, context=ssl.create_default_context()
        )
    smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    if server.security == "starttls":
        smtp.starttls(context=ssl.create_default_context())
    return smtp
