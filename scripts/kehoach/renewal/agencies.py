"""Who stands in a next plan in the place of agencies that have ended."""

from collections.abc import Iterable

from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.progress.owners import owner_on
from kehoach.renewal import wording


def instead_of(progress: Progress, ids: Iterable[str]) -> tuple[dict[str, Need], list[str]]:
    """By the IDs of agencies that have ended the certain one in their place, and what is to be confirmed.

    Where that is not certain, an agency stays as it was.
    """
    instead: dict[str, Need] = {}
    said: list[str] = []
    for named in dict.fromkeys(ids):
        agency = progress.plan.needs[named]
        owner = owner_on(progress.plan, agency, progress.as_of)
        name = wording.name_of(agency)
        if owner.effective is None:
            said.append(f"cơ quan ({name} đã kết thúc, chưa rõ cơ quan kế thừa)")
        elif owner.effective is not agency:
            instead[named] = owner.effective
            said.append(f"cơ quan ({name} → {wording.name_of(owner.effective)})")
    return instead, said
