"""One polite, bounded, guarded GET; the only network code of the pipeline."""

from pipeline.fetch.client import Client
from pipeline.fetch.judge import decode, sniff
from pipeline.fetch.model import Clock, Kind, Memory, Policy, Remembered, Reply, Request

__all__ = ["Client", "Clock", "Kind", "Memory", "Policy", "Remembered", "Reply", "Request", "decode", "sniff"]
