"""Portals: one TOML each over the defaults of its CMS; loaded by name or by path."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import PortalError
from pipeline.portals.model import Portal

__all__ = ["Portal", "load_portal", "portal_names"]

FOLDER = Path(__file__).parent
ADAPTER = TypeAdapter(Portal)
CMS_NAMES = ("trs_wcm",)
Toml = dict[str, Any]


def portal_names() -> tuple[str, ...]:
    """Portals that come with the package."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def load_portal(name_or_path: str) -> Portal:
    """The portal of a name (`nxgy`) or of a TOML file (`my/portal.toml`). Raises PortalError."""
    is_path = name_or_path.endswith(".toml") or "/" in name_or_path
    path = Path(name_or_path) if is_path else FOLDER / f"{name_or_path}.toml"
    if not is_path and name_or_path not in portal_names():
        raise PortalError(
            f"no portal {name_or_path!r}: give one of {', '.join(portal_names())}, or a path ending in .toml"
        )
    own = _read(path)
    if "connect" in own:
        raise PortalError(f"{path.name}: connect: set at run time only")
    cms = own.get("cms", "trs_wcm")
    if cms not in CMS_NAMES:
        raise PortalError(f"{path.name}: cms: {cms!r} is none of {', '.join(CMS_NAMES)}")
    merged = _merge(_read(FOLDER / "cms" / f"{cms}.toml"), own)
    try:
        return ADAPTER.validate_python(_with_agencies_path(merged, path.parent if is_path else None))
    except ValidationError as error:
        raise PortalError(f"{path.name}: {_first(error)}") from error


def _read(path: Path) -> Toml:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PortalError(
            f"{path}: {error.strerror}; give the name or the path of a portal's TOML"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortalError(f"{path.name}: {error}") from error


def _merge(base: Toml, own: Toml) -> Toml:
    """Tables are merged key by key; anything else in `own` replaces the default."""
    merged = dict(base)
    for key, value in own.items():
        held = merged.get(key)
        merged[key] = _merge(held, value) if isinstance(held, dict) and isinstance(value, dict) else value
    return merged


def _with_agencies_path(portal: Toml, folder: Path | None) -> Toml:
    """A relative path to agency lists counts from the TOML's own folder."""
    agencies = portal.get("agencies")
    if folder is None or not isinstance(agencies, str) or "/" not in agencies:
        return portal
    return {**portal, "agencies": str(folder / agencies)}


def _first(error: ValidationError) -> str:
    """One line: where and what."""
    found = error.errors()[0]
    where = ".".join(str(part) for part in found["loc"])
    known = (
        "unknown key" if found["type"] in ("unexpected_keyword_argument", "extra_forbidden") else found["msg"]
    )
    return f"{where}: {known}" + (f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else "")
