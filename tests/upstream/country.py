"""A small country of git repositories: a decision, three provinces, twenty communes; all of it fictional."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from conftest import ROOT, copy_of
from kehoach.plan import Plan, reader
from kehoach.plan.upper import Pin, Upper
from repositories import commit, run

_PLAN = """\
:::{{plan}} Thực hiện {above} (dữ liệu giả định)
:id: {id}
:number: {number}
:doc_type: Kế hoạch
:issuer: {issuer}
:issued: {issued}
:source: dữ liệu giả định
:source_status: Dữ liệu giả định
:::
"""
_TASK = """
:::{{task}} {title}
:id: NV-{stem}-{clause}
:clause: {clause}
:owner: {owner}
{options}:::
"""
_PRODUCT = """
:::{{deliverable}} {product}
:id: {id}
:origin: derived
:::
"""
_AGENCY = """
:::{{agency}} {title}
:id: {id}
:kind: {kind}
{members}:::
"""


#: The provinces: what their plans are numbered, and their communes.
PROVINCES = {"X": ("11", range(1, 8)), "Y": ("12", range(8, 15)), "W": ("13", range(15, 21))}


@dataclass(frozen=True)
class Row:
    """A task of a plan: what, who, by when, what of it, and what it implements; the last three may lack."""

    title: str
    owner: str
    deadline: str
    product: str
    implements: str = ""


def agency(need_id: str, title: str, members: str = "") -> str:
    """An agency, or the group of some members."""
    listed = f":membership: listed\n:members: {members}\n" if members else ""
    kind = "group" if members else "agency"
    return _AGENCY.format(id=need_id, title=title, kind=kind, members=listed)


def office(root: Path, need_id: str, issuer: str, issued: str, agencies: str, *rows: Row) -> Path:
    """The repository of an office with one plan."""
    stem = need_id.removeprefix("KH-")
    text = _PLAN.format(
        above="kế hoạch cấp trên", id=need_id, number=f"{stem}/KH", issuer=issuer, issued=issued
    )
    for number, row in enumerate(rows, 1):
        product = f"SP-{stem}-{number}-1" if row.product else ""
        options = {
            "ownership": "each" if row.owner == "CQ-CACXA" else "",
            "deadline": row.deadline,
            "deliverables": product,
            "implements": row.implements,
        }
        text += _TASK.format(
            stem=stem,
            clause=number,
            title=row.title,
            owner=row.owner,
            options="".join(f":{name}: {value}\n" for name, value in options.items() if value),
        )
        text += _PRODUCT.format(id=product, product=row.product) if product else ""
    page = root / "needs" / need_id.lower() / "ke-hoach.md"
    page.parent.mkdir(parents=True)
    page.write_text(text, encoding="utf-8")
    (root / "needs" / "agencies.md").write_text(f"# Cơ quan (giả định)\n{agencies}", encoding="utf-8")
    shutil.copy(ROOT / "ubproject.toml", root)
    run(root, "init", "--quiet")
    commit(root)
    return root


def decision(root: Path) -> Path:
    """The Prime Minister's decision, for one province more than that of the small project."""
    copy_of("upper", root)
    page = root / "needs" / "agencies.md"
    text = page.read_text("utf-8").replace("CQ-UBND-X, CQ-UBND-Y\n", "CQ-UBND-X, CQ-UBND-Y, CQ-UBND-W\n")
    text += agency("CQ-UBND-W", "Ủy ban nhân dân tỉnh W (giả định)")
    page.write_text(text, encoding="utf-8")
    run(root, "init", "--quiet")
    commit(root)
    return root


def province(root: Path, letter: str) -> Path:
    """A province's plan, in its own words, that names no task of the decision yet."""
    stem, communes = PROVINCES[letter]
    agencies = agency("CQ-SNV", "Sở Nội vụ (giả định)") + agency("CQ-STC", "Sở Tài chính (giả định)")
    agencies += "".join(agency(f"CQ-XA{n}", f"Ủy ban nhân dân xã {n} (giả định)") for n in communes)
    members = ", ".join(f"CQ-XA{n}" for n in communes)
    agencies += agency("CQ-CACXA", "Ủy ban nhân dân các xã (giả định)", members)
    return office(
        root,
        f"KH-{stem}-2026",
        f"Ủy ban nhân dân tỉnh {letter} (giả định)",
        "2026-02-02",
        agencies,
        Row("Rà soát văn bản quy phạm pháp luật của tỉnh liên quan đến Luật Ví dụ", "CQ-SNV", "31/5/2026",
            "Báo cáo rà soát"),
        Row("Tổ chức tập huấn chuyên sâu về Luật Ví dụ cho cán bộ, công chức của tỉnh", "CQ-SNV", "31/8/2026",
            "Lớp tập huấn"),
        Row("Trình bố trí kinh phí thi hành Luật Ví dụ trong dự toán ngân sách tỉnh", "CQ-STC", "15/11/2026",
            "Dự toán kinh phí"),
        Row("Niêm yết thủ tục hành chính theo Luật Ví dụ tại trụ sở xã", "CQ-CACXA", "30/6/2026",
            "Bảng niêm yết"),
    )  # fmt: skip


def commune(root: Path, number: int, above: str) -> Path:
    """A commune's plan, which spells out the one task of its province that falls to it, or none."""
    return office(
        root,
        f"KH-2{number}-2026",
        f"Ủy ban nhân dân xã {number} (giả định)",
        "2026-03-02",
        agency("CQ-VP", "Văn phòng xã (giả định)"),
        Row("Niêm yết thủ tục tại bộ phận một cửa", "CQ-VP", "15/6/2026", "Bảng niêm yết", above),
        Row("Giữ gìn trụ sở", "CQ-VP", "31/12/2026", "Báo cáo"),
    )


def held_against(root: Path, ours: list[Row], theirs: list[Row]) -> Plan:
    """A commune's plan KH-8-2026 that rests on one above, KH-9-2026, whose tasks all fall to that commune."""
    issuer = "Ủy ban nhân dân xã 8 (giả định)"
    office_of_us = agency("CQ-A", "Văn phòng xã (giả định)")
    here = office(root / "xa", "KH-8-2026", issuer, "2026-01-09", office_of_us, *ours)
    above = office(
        root / "tinh", "KH-9-2026", "Tỉnh (giả định)", "2026-01-05", agency("CQ-A", issuer), *theirs
    )
    plan, upper = reader.read(here), reader.read(above)
    home = plan.needs["KH-8-2026"]
    basis = replace(
        home, id="CC-8-2026-1", type="basis", options={"number": upper.needs["KH-9-2026"]["number"]}
    )
    home = replace(home, links={**home.links, "basis": (basis.id,)})
    pin = Pin("KH-9-2026", "", "../tinh", "https://x.example.org", "", "2026-01-09", None)
    needs = {**plan.needs, home.id: home, basis.id: basis}
    return replace(plan, needs=needs, uppers={pin.key: Upper(pin, upper, {})})
