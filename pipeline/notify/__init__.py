"""Alerts: tells people once what went wrong. The only code that sends."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from pipeline.archive import Archive
from pipeline.config import Settings
from pipeline.errors import GongkaiError, NotifyError
from pipeline.notify import memory
from pipeline.notify.mail import send, server_of
from pipeline.notify.model import Alert
from pipeline.notify.standing import note_failure, standing
from pipeline.notify.webhook import post

__all__ = ["Alert", "deliver", "is_wanted", "note_failure", "notify", "standing"]

log = logging.getLogger(__name__)


def is_wanted(settings: Settings) -> bool:
    """Whether any channel is set."""
    return bool(settings.alert_webhook or settings.alert_email)


def notify(
    settings: Settings, archive: Archive, at: datetime | None = None, also: Iterable[Alert] = ()
) -> list[Alert]:
    """Tell what stands (and `also`) and was not told yet, and what is over; returns what was delivered.

    Never raises for what channels, catalogue or published version do: trouble with alerts is one line in the
    log, and what could not be delivered is tried again the next time.
    """
    if not is_wanted(settings):
        return []
    moment = at or datetime.now(UTC)
    delivered: list[Alert] = []
    try:
        found = [*standing(settings, archive, moment), *also]
        memory.remember(archive, lambda told: memory.aged(told, found, moment))
        told = memory.recall(archive)
        for alert in (*memory.untold(found, told), *memory.ended(found, told)):
            deliver(settings, alert, moment)
            memory.remember(archive, _after(alert, moment))
            delivered.append(alert)
    except (GongkaiError, sqlite3.Error, OSError) as problem:
        log.warning("alerts: %s", problem)
    return delivered


def _after(alert: Alert, at: datetime) -> Callable[[dict[str, memory.Told]], dict[str, memory.Told]]:
    return lambda told: memory.noted(told, alert, at)


def deliver(settings: Settings, alert: Alert, at: datetime) -> None:
    """Send one alert through every channel that is set. NotifyError where none of them took it."""
    problems: list[NotifyError] = []
    channels = list(_channels(settings))
    for channel in channels:
        try:
            channel(alert, at)
        except NotifyError as error:
            problems.append(error)
    for problem in problems[: len(channels) - 1]:
        log.warning("alerts: %s", problem)
    if problems and len(problems) == len(channels):
        raise problems[-1]


def _channels(settings: Settings) -> Iterator[Callable[[Alert, datetime], None]]:
    if settings.alert_webhook:
        secret = settings.alert_secret.get_secret_value()
        yield lambda alert, at: post(settings.alert_webhook, settings.alert_form, secret, alert, at)
    receivers = [one.strip() for one in settings.alert_email.split(",") if one.strip()]
    if receivers:
        password = settings.alert_smtp_password.get_secret_value()
        server = server_of(
            settings.alert_smtp, settings.alert_smtp_security, settings.alert_smtp_user, password
        )
        yield lambda alert, at: send(server, settings.alert_email_from, receivers, alert, at)
