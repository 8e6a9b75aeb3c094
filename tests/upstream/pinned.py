"""What `tests/projects/small` has pinned, made of `tests/projects/upper`; run this to pin it anew."""

import json
from datetime import date

from conftest import PROJECTS
from kehoach.export import data
from kehoach.files.tree import sha256
from kehoach.plan import model, reader, upper
from kehoach.plan.upper import Lock, Pin
from kehoach.progress import Progress

#: The examples of the rules write a task of this ID that was written for an older NV-900-2026-1.
OLDER = {("NV-2-2026-I-1", "NV-900-2026-1"): "0" * 16}


def files() -> dict[str, bytes]:
    """The lock and the copy, by their names."""
    plan = reader.read(PROJECTS / "upper", model.OWN.read_bytes())
    (home,) = plan.plans
    made = data.as_json(Progress(plan, date(2026, 6, 30)), home)
    content = upper.canonical(json.loads(made))
    site, source = "https://trung-uong.example.org", "../upper"
    pin = Pin(home.id, "", source, site, sha256(content), "2026-06-30", None)
    return {pin.path: content, upper.LOCK: upper.as_lock(Lock({pin.key: pin}, OLDER))}


if __name__ == "__main__":
    for name, content in files().items():
        path = PROJECTS / "small" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
