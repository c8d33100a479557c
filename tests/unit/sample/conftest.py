"""One city for all tests of the generator: building is pure, so sharing it is safe."""

from __future__ import annotations

import pytest

from pipeline.sample.city import City, build
from pipeline.sample.content import Content, make_content
from pipeline.sample.spec import SampleSpec


@pytest.fixture(scope="session")
def city() -> City:
    return build(SampleSpec())


@pytest.fixture(scope="session")
def contents(city: City) -> list[Content]:
    return [make_content(city.spec.seed, city.model, report) for report in city.reports]
