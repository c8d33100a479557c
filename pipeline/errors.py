"""Every error of this project.

GongkaiError                    one line that says what is wrong and what to do
├── SettingsError               a setting, TOML or CSV of ours is wrong
│   ├── PortalError             a portal's TOML
│   ├── FormError               a form's TOML
│   ├── CrosswalkError          a crosswalk's CSV: duplicates, unknown ids
│   └── WrongDataDirError       the data directory holds the other kind (sample or real)
├── FetchError                  no trustworthy body came from an address
│   ├── HostNotAllowedError     not on the allow-list, or a private address
│   ├── RobotsDisallowedError   robots.txt forbids it
│   ├── BlockPageError          a page of a firewall or an error page with status 200
│   ├── TruncatedBodyError      fewer bytes than promised, or an unfinished page
│   ├── TooLargeError           past the size cap, compressed or not
│   ├── DeadlineError           past the total time of a request
│   ├── HttpStatusError         a status that is no answer (4xx, 5xx)
│   ├── CircuitOpenError        this host failed too often; left alone for now
│   └── BudgetError             the night's requests for this host are used up
├── ArchiveError                stored bytes do not match their name, or the catalogue is damaged
├── ExtractError                a file that cannot be read at all
│   ├── UnknownFormatError      no extractor claims these bytes
│   ├── UnsupportedFormatError  known by name, but an extra or program is missing
│   ├── EncryptedError          wants a password
│   ├── DamagedFileError        truncated or malformed
│   └── LimitError              past a limit of bytes, pages, cells or time
├── WarehouseError              building sql/ failed
│   ├── ModelError              a model's SQL does not parse, or the models form a circle
│   ├── CheckFailedError        a check of severity error has offenders; nothing is published
│   └── LockedError             another process writes to the warehouse
├── PublishError                the new version was not fit to be published; the old one stays
│   └── NothingPublishedError   no version yet
├── QueryError                  SQL with a mistake, or an agency, year or metric the version does not know
└── NotifyError                 an alert could not be delivered
"""

from __future__ import annotations


class GongkaiError(Exception):
    """Base of all; `str()` is the one line shown to the user."""


class SettingsError(GongkaiError):
    pass


class PortalError(SettingsError):
    pass


class FormError(SettingsError):
    pass


class CrosswalkError(SettingsError):
    pass


class WrongDataDirError(SettingsError):
    pass


class FetchError(GongkaiError):
    """Carries what the fetch log keeps: the HTTP status, and the wait the host asked for (seconds)."""

    def __init__(self, message: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        self.attempts = 1
        self.seconds = 0.0


class HostNotAllowedError(FetchError):
    pass


class RobotsDisallowedError(FetchError):
    pass


class BlockPageError(FetchError):
    pass


class TruncatedBodyError(FetchError):
    pass


class TooLargeError(FetchError):
    pass


class DeadlineError(FetchError):
    pass


class HttpStatusError(FetchError):
    pass


class CircuitOpenError(FetchError):
    pass


class BudgetError(FetchError):
    pass


class ArchiveError(GongkaiError):
    pass


class ExtractError(GongkaiError):
    pass


class UnknownFormatError(ExtractError):
    pass


class UnsupportedFormatError(ExtractError):
    pass


class EncryptedError(ExtractError):
    pass


class DamagedFileError(ExtractError):
    pass


class LimitError(ExtractError):
    pass


class WarehouseError(GongkaiError):
    pass


class ModelError(WarehouseError):
    pass


class CheckFailedError(WarehouseError):
    pass


class LockedError(WarehouseError):
    pass


class PublishError(GongkaiError):
    pass


class NothingPublishedError(PublishError):
    pass


class QueryError(GongkaiError):
    pass


class NotifyError(GongkaiError):
    pass
