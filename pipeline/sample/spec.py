"""What to generate, and the seeded randomness everything else draws from."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from pipeline.errors import SettingsError

HOST = "sample.invalid"
BASE_URL = f"http://{HOST}"
FEWEST_AGENCIES = 20
FIRST_YEAR = 2014
# scans and .doc are dear to read (OCR, LibreOffice), so they are made on request only
DEFAULT_FORMATS = ("html", "text", "docx", "pdf", "xlsx", "zip")
FORMATS = (*DEFAULT_FORMATS, "scan", "doc")


@dataclass(frozen=True, slots=True)
class SampleSpec:
    """Size and seed of a sample city; equal specs give equal bytes.

    `years` are report years, both included. `night` 0 is the first crawl; later nights add seeded changes.
    `formats` are those reports come in (of FORMATS; html always): what is installed never decides.
    Raises SettingsError on a size that cannot be generated.
    """

    agencies: int = 64
    years: tuple[int, int] = (2014, 2025)
    seed: int = 20140
    night: int = 0
    formats: tuple[str, ...] = DEFAULT_FORMATS

    def __post_init__(self) -> None:
        first, last = self.years
        if self.agencies < FEWEST_AGENCIES:
            raise SettingsError(
                f"--agencies {self.agencies}: the sample city needs at least {FEWEST_AGENCIES}"
            )
        if not FIRST_YEAR <= first <= last:
            raise SettingsError(f"--years {first}-{last}: give A-B with {FIRST_YEAR} <= A <= B")
        unknown = sorted(set(self.formats) - set(FORMATS))
        if unknown or "html" not in self.formats:
            wrong = f"unknown: {', '.join(unknown)}" if unknown else "html is missing"
            raise SettingsError(f"formats {','.join(self.formats)}: {wrong}; give html and some of {FORMATS}")
        if self.night < 0:
            raise SettingsError(f"night {self.night}: nights count from 0")


def dice(*key: object) -> Random:
    """A generator that depends on the key alone, so that one report never disturbs another."""
    return Random("|".join(str(part) for part in key))


def times(rng: Random, mean: float) -> int:
    """A whole number >= 0 with about this mean (a spread of half the mean either way)."""
    return max(0, round(mean * rng.uniform(0.5, 1.5) + rng.uniform(-0.49, 0.49)))


def split(rng: Random, total: int, weights: tuple[float, ...]) -> list[int]:
    """`total` dealt out over the weights; the parts add up to it exactly."""
    parts = [0] * len(weights)
    for index in rng.choices(range(len(weights)), weights, k=total):
        parts[index] += 1
    return parts
