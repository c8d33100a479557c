"""What is worth another try: trouble that passes by itself. A fault of ours fails at once."""

from __future__ import annotations

import sqlite3

import dagster as dg

from pipeline.errors import FetchError, LockedError

TRANSIENT = (FetchError, LockedError, sqlite3.OperationalError, ConnectionError, TimeoutError)

patience = dg.RetryPolicy(
    max_retries=2, delay=20, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)
