"""The arrows of the house, read from the code itself.

Each rule is a function that looks at a tree of files and returns what breaks it, as sentences
with file and line. The tests hold the repository to the rules, and the rules to small trees with
one thing wrong in them, so that none of them can go blind unnoticed.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# It looks for the mark, and gives it to nobody.
ASKING_FOR_THE_MARK = ("tests/conftest.py",)

# What each room, and each module directly in green/, may import from green/ beside itself.
GROUND = {"clock", "errors", "texts"}
ARROWS: dict[str, set[str]] = {
    "texts": set(),
    "errors": {"texts"},
    "clock": {"errors", "texts"},
    "settings": set(),
    "incidents": {"clock"},
    "store": GROUND,
    "standard": GROUND | {"settings"},
    "registry": GROUND | {"settings", "store"},
    "atlas": GROUND | {"settings", "registry"},
    "log": GROUND | {"store"},
    "people": GROUND | {"store", "standard", "registry", "log"},
    "assessment": GROUND | {"settings", "store", "standard", "registry", "people"},
    "progress": GROUND
    | {"settings", "store", "standard", "registry", "assessment", "people", "review"},
    "planning": GROUND
    | {"settings", "store", "standard", "registry", "people", "assessment", "review", "progress"}
    | {"atlas"},
    "review": GROUND | {"store", "standard", "registry", "assessment", "people", "log"},
    "evidence": GROUND
    | {"settings", "store", "standard", "registry", "log", "people", "assessment", "review"},
    "charts": GROUND | {"standard", "registry", "assessment", "progress", "planning", "atlas"},
    "setup": GROUND | {"settings", "store", "standard", "registry", "assessment"},
}
ARROWS["simulation"] = set(ARROWS) - {"progress", "planning", "charts", "evidence", "atlas"}
ARROWS["backup"] = GROUND | {"store", "log", "people", "evidence", "setup"}
ARROWS["exchange"] = GROUND | {
    *("settings", "store", "standard", "registry", "log", "people", "assessment", "review"),
    "planning",
}
ARROWS["paper"] = ARROWS["exchange"] | {"assessment", "charts", "exchange", "planning"}
ARROWS["bulletin"] = ARROWS["paper"] | {"atlas", "paper", "progress"}
ARROWS["renovation"] = ARROWS["bulletin"] | {"bulletin", "planning"}
ARROWS["ui"] = set(ARROWS)
ARROWS["api"] = set(ARROWS) - {"ui"}
ARROWS["commands"] = set(ARROWS)
ARROWS["cli"] = set(ARROWS)
ARROWS["__main__"] = {"cli"}

# Modules of a room that read or write; who only shows values has no business there.
READING = {
    "loader",
    "loading",
    "records",
    "answer_records",
    "evidence_records",
    "submission_records",
    "recognition_records",
    "notice_records",
    "queue_records",
    "objection_records",
    "recheck_records",
    "spot_check_records",
    "recognised_records",
    "course_records",
    "todo_records",
    "decision_list_records",
    "standing_records",
    "invitation_records",
    "library_records",
    "file_records",
    "reading",
    "approved",
    "target_records",
    "pace_records",
    "funnel_records",
    "holding_records",
    "question_records",
    "standing_rows_records",
    "change_records",
    "gone",
    "succession_records",
    "plan_records",
    "renovation_records",
    "gathering",
    "works_file",
    "keeping",
}
# What a page may import: these whole, and of the other rooms the modules that hold values.
FOR_PAGES = {"ui", "charts", *GROUND}
VALUES = {"answers", "model", "programme", "verdict"}

MOST_LINES = {"green": 250, "pages": 120}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "service", "common", "misc"}

WITHOUT_ADDRESSES = ("app.py", "criteria", "data", "green", "pages")
ADDRESS = re.compile(r"(?:https?|wss?|ftp)://[^\s\"'`<>)\]]+|\bwww\.[a-z0-9-]+\.[a-z.]+", re.I)
ALLOWED_ADDRESSES = (
    "http://www.w3.org/2000/svg",  # the name of the SVG vocabulary; nothing is fetched from it
    "http://127.0.0.1",
    "http://localhost",
)


@dataclass(frozen=True)
class Import:
    """One imported module: `target` is dotted; `lazy` if it does not happen as the file loads."""

    place: str
    importer: str
    target: str
    lazy: bool


def code(root: Path, *tops: str) -> Iterator[Path]:
    """The Python files at or under these names, in a fixed order."""
    for top in tops:
        start = root / top
        yield from [start] if start.is_file() else sorted(start.rglob("*.py"))


def module_of(root: Path, path: Path) -> str:
    """`green/store/__init__.py` is green.store, `green/store/store.py` is green.store.store."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The room of a module under green/, empty for green itself and for anything outside."""
    parts = module.split(".")
    return parts[1] if parts[0] == "green" and len(parts) > 1 else ""


def imports(root: Path, *tops: str) -> Iterator[Import]:
    """Every import in these files, those inside functions included."""
    for path in code(root, *tops):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        later = {id(inner) for node in ast.walk(tree) if waits(node) for inner in ast.walk(node)}
        importer = module_of(root, path)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                place = f"{path.relative_to(root).as_posix()}:{node.lineno}"
                for target in targets(root, node, importer, path.name == "__init__.py"):
                    yield Import(place, importer, target, id(node) in later)


def waits(node: ast.AST) -> bool:
    """Whether what is inside does not run as the file loads: functions, `if TYPE_CHECKING`."""
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def targets(
    root: Path, node: ast.Import | ast.ImportFrom, importer: str, is_package: bool
) -> Iterator[str]:
    """The modules an import names: `from green import clock` names green.clock."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        parts = importer.split(".")
        kept = parts[: len(parts) - node.level + is_package]
        base = ".".join([*kept, base] if base else kept)
    for alias in node.names:
        inner = root.joinpath(*base.split("."), alias.name)
        is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
        yield f"{base}.{alias.name}" if is_module else base


def wrong_arrows(root: Path) -> list[str]:
    """Imports between rooms that the table does not allow, and rooms that it does not know."""
    found = [
        f"green/{name} is not in the table of arrows"
        for name in sorted({room_of(module_of(root, path)) for path in code(root, "green")})
        if name and name not in ARROWS
    ]
    for one in imports(root, "green"):
        room, other = room_of(one.importer), room_of(one.target)
        if other and other != room and other not in ARROWS.get(room, set(ARROWS)):
            found.append(f"{one.place}: {room} imports {one.target}")
        if room == "charts" and other != "charts" and one.target.split(".")[-1] in READING:
            found.append(f"{one.place}: charts imports {one.target}, which is more than values")
        if room == "commands" and other == "ui" and not one.lazy:
            found.append(f"{one.place}: commands imports {one.target} outside a function")
    return found


def circles(root: Path) -> list[str]:
    """Modules under green/ that import each other in a ring as they load."""
    graph: dict[str, set[str]] = {}
    for one in imports(root, "green"):
        if room_of(one.target) and not one.lazy:
            graph.setdefault(one.importer, set()).add(one.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" imports ".join(reversed(error.args[1]))]
    return []


def stray_streamlit(root: Path) -> list[str]:
    """Imports of Streamlit under green/ outside green/ui."""
    return [
        f"{one.place}: {one.importer} imports {one.target}"
        for one in imports(root, "green")
        if one.target.split(".")[0] == "streamlit" and room_of(one.importer) != "ui"
    ]


def page_imports(root: Path) -> list[str]:
    """What pages import from green/ that is not for pages."""
    return [
        f"{one.place}: a page imports {one.target}"
        for one in imports(root, "pages")
        if one.target.split(".")[0] == "green"
        and room_of(one.target) not in FOR_PAGES
        and one.target.split(".")[2:] not in [[name] for name in VALUES]
    ]


def connections(root: Path) -> list[str]:
    """Where `duckdb.connect` is called."""
    found = []
    for path in code(root, "green", "pages", "app.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {"duckdb"}
        bare = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {a.asname for a in node.names if a.name == "duckdb" and a.asname}
            if isinstance(node, ast.ImportFrom) and node.module == "duckdb":
                bare |= {a.asname or a.name for a in node.names if a.name == "connect"}
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="connect")):
                    called = name in names
                case ast.Call(func=ast.Name(id=name)):
                    called = name in bare
                case _:
                    called = False
            if called:
                found.append(f"{path.relative_to(root).as_posix()}:{node.lineno}")
    return found


def stray_pages(root: Path) -> list[str]:
    """Scripts beside `main.py`, which Streamlit could serve without the shell."""
    return sorted(path.name for path in (root / "pages").glob("*.py") if path.name != "main.py")


def long_modules(root: Path) -> list[str]:
    """Modules and pages longer than one can keep in mind."""
    return [
        f"{path.relative_to(root).as_posix()}: {lines} lines, at most {most}"
        for top, most in MOST_LINES.items()
        for path in code(root, top)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > most
    ]


def empty_names(root: Path) -> list[str]:
    """Modules named for nothing that is in them."""
    return [
        path.relative_to(root).as_posix()
        for path in code(root, "green", "pages")
        if EMPTY_NAMES & set(module_of(root, path).split("."))
    ]


def web_addresses(root: Path) -> list[str]:
    """Addresses outside this machine in code and data. Sources are cited by document number."""
    found = []
    for top in WITHOUT_ADDRESSES:
        start = root / top
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            if path.is_relative_to(root / "data" / "local"):
                continue
            content = path.read_bytes()
            if b"\0" in content:
                continue
            for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
                found += [
                    f"{path.relative_to(root).as_posix()}:{number}: {address}"
                    for address in ADDRESS.findall(line)
                    if not address.lower().startswith(ALLOWED_ADDRESSES)
                ]
    return found


RULES = (
    wrong_arrows,
    circles,
    stray_streamlit,
    page_imports,
    stray_pages,
    long_modules,
    empty_names,
    web_addresses,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_repository_keeps_the_rule(rule):
    assert rule(ROOT) == []


def test_the_database_is_opened_in_one_place():
    opened = connections(ROOT)
    expected = 1 if (ROOT / "green" / "store").is_dir() else 0
    assert len(opened) == expected, opened


def test_the_table_of_arrows_has_no_circle():
    TopologicalSorter(ARROWS).prepare()


# One thing wrong in each: the rule, the tree, and a part of the sentence it must give.
BROKEN = {
    "the store knows a room": (
        wrong_arrows,
        {"green/store/views.py": "from green.registry.model import Community\n"},
        "green/store/views.py:1: store imports green.registry.model",
    ),
    "a room inside a function": (
        wrong_arrows,
        {
            "green/standard/loader.py": "def load():\n    from green import store\n",
            "green/store/__init__.py": "",
        },
        "green/standard/loader.py:2: standard imports green.store",
    ),
    "a relative import": (
        wrong_arrows,
        {"green/registry/records.py": "from ..assessment.model import Case\n"},
        "registry imports green.assessment.model",
    ),
    "a relative import in a package": (
        wrong_arrows,
        {"green/progress/__init__.py": "from ..ui import cards\n", "green/ui/cards.py": ""},
        "progress imports green.ui.cards",
    ),
    "a room nobody drew": (
        wrong_arrows,
        {"green/cellar/wine.py": ""},
        "green/cellar is not in the table of arrows",
    ),
    "charts read from the database": (
        wrong_arrows,
        {"green/charts/lines.py": "import green.progress.records\n"},
        "charts imports green.progress.records, which is more than values",
    ),
    "the command line waits for the screen": (
        wrong_arrows,
        {"green/commands/general.py": "from green.ui import bench\n", "green/ui/bench.py": ""},
        "commands imports green.ui.bench outside a function",
    ),
    "a ring of modules": (
        circles,
        {
            "green/store/one.py": "from green.store import two\n",
            "green/store/two.py": "import green.store.one\n",
        },
        "green.store.one imports green.store.two",
    ),
    "Streamlit below the screen": (
        stray_streamlit,
        {"green/progress/cached.py": "import streamlit as st\n"},
        "green.progress.cached imports streamlit",
    ),
    "a page reads the database": (
        page_imports,
        {"pages/bureau/progress.py": "from green.progress.records import counts\n"},
        "a page imports green.progress.records",
    ),
    "a page opens the store": (
        page_imports,
        {"pages/bureau/progress.py": "from green.store import Store\n"},
        "a page imports green.store",
    ),
    "a page outside its folder": (stray_pages, {"pages/progress.py": ""}, "progress.py"),
    "a second connection": (
        connections,
        {"pages/bureau/progress.py": "from duckdb import connect as open\nopen('x')\n"},
        "pages/bureau/progress.py:2",
    ),
    "a long module": (long_modules, {"green/store/all.py": "x = 1\n" * 251}, "251 lines"),
    "a long page": (long_modules, {"pages/bureau/all.py": "x = 1\n" * 121}, "121 lines"),
    "an empty name": (empty_names, {"green/store/utils.py": ""}, "green/store/utils.py"),
    "a map from elsewhere": (
        web_addresses,
        {"green/charts/map.py": 'TILES = "https://tiles.example.org/{z}"\n'},
        "green/charts/map.py:1: https://tiles.example.org/",
    ),
    "a mirror in the data": (
        web_addresses,
        {"criteria/standards/one.yaml": "source: 见 www.example.gov.cn\n"},
        "criteria/standards/one.yaml:1: www.example.gov.cn",
    ),
}


def plant(root: Path, files: dict[str, str]) -> None:
    """Write the files under root."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("rule", "files", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_rule_sees_what_breaks_it(rule, files, sentence, tmp_path):
    plant(tmp_path, files)
    found = rule(tmp_path)
    assert len(found) == 1
    assert sentence in found[0]


def test_what_is_allowed_is_not_reported(tmp_path):
    plant(
        tmp_path,
        {
            "app.py": "import streamlit as st\nfrom green.ui import shell\n",
            "green/commands/general.py": "def bench():\n    from green.ui import walk\n",
            "green/charts/wheel.py": 'XMLNS = "http://www.w3.org/2000/svg"\n',
            "green/store/one.py": "def later():\n    import green.store.two\n",
            "green/store/two.py": "from green.store import one\n",
            "green/store/store.py": "import duckdb\nfrom green.errors import StoreFailed\n",
            "green/ui/walk.py": "import streamlit as st\nfrom green.store import Store\n",
            "pages/main.py": "import streamlit as st\nfrom green.ui import walk\n",
            "pages/community/own.py": "from green.standard.model import Item\n",
        },
    )
    assert [found for rule in RULES for found in rule(tmp_path)] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_every_make_command_in_the_documents_exists(name):
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = re.findall(r"`make ([a-z]+)|^make ([a-z]+)", (ROOT / name).read_text("utf-8"), re.M)
    assert {one or other for one, other in named} <= known


def test_browser_tests_lie_where_make_looks_for_them_and_nowhere_else():
    assert "-m browser tests/e2e;" in (ROOT / "Makefile").read_text(encoding="utf-8")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if re.search(r"\bmark\.browser\b|marker\(.browser", path.read_text(encoding="utf-8"))
    ]
    assert [path for path in found if path not in ASKING_FOR_THE_MARK] == ["tests/e2e/conftest.py"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_charts_have_the_colours_of_the_theme(mode):
    from green.charts.palette import palette

    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    theme, colours = config["theme"][mode], palette(mode == "dark")
    drawn = [*colours.areas, colours.strong, colours.quiet]
    assert drawn == theme["chartCategoricalColors"]
    assert colours.background == theme["backgroundColor"]
