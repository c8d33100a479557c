"""The tests' own PDF writer lives beside the tests of text PDFs."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def tiny_pdf() -> ModuleType:
    if "tiny_pdf" not in sys.modules:
        path = Path(__file__).parents[1] / "extract_pdf" / "tiny_pdf.py"
        spec = importlib.util.spec_from_file_location("tiny_pdf", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["tiny_pdf"] = module
        spec.loader.exec_module(module)
    return sys.modules["tiny_pdf"]
