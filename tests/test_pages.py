"""The built site in a browser: opened from the folder, without a network, as readers open it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, sync_playwright

import browser as chromium
from conftest import ROOT, Run, _run
from kehoach import reader
from kehoach.plan import Need, Plan

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
TASK_PAGE = "needs/kh-172-2023/ii-noi-dung-thuc-hien.html"
