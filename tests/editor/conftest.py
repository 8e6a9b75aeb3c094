"""What tests of the server share."""

import asyncio
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def no_loop_of_others() -> Iterator[None]:
    """A browser that tests before these have started keeps its loop running in this thread to the end.

    Playwright takes turns with the tests in it (greenlets), and asyncio starts no second one beside it.
    """
    theirs = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(theirs)
