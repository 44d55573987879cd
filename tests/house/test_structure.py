"""The rules of the house that no linter knows."""

import ast
import re
import statistics
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path for top in ("portal", "cms") for path in sorted((ROOT / top).rglob("*.py")) if "migrations" not in path.parts
]
PUBLIC = {"actions", "queries", "inbound", "signals", "ports", "models", "states", "errors"}
ALSO_PUBLIC = {
    "portal.catalogue.calculators",
    "portal.catalogue.definition",
    "portal.catalogue.kinds",
    "portal.catalogue.needs",
    "portal.catalogue.pack",
    "portal.catalogue.personas",
    "portal.catalogue.wording",
    "portal.uploads.tus",
    "portal.vault.files",
    "portal.vault.uploads",
}
TOP = {"portal", "cms", "locale", "media", "tests", "bench", "docs", ".ci", "manage.py", "pyproject.toml"}
USUAL = {
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "publiccode.yml",
    ".gitignore",
    ".pre-commit-config.yaml",
    "requirements.txt",
    "requirements-dev.txt",
    ".gitattributes",
    ".editorconfig",
}


def functions(path: Path):
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def length(node) -> int:
    has_doc = ast.get_docstring(node) is not None
    start = node.body[0].end_lineno if has_doc and len(node.body) > 1 else node.lineno
    return node.end_lineno - start + (0 if has_doc else 1)


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_the_top_level_holds_only_what_the_plan_names():
    assert {name.split("/")[0] for name in tracked()} <= TOP | USUAL


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path):
    limit = 400 if "settings" in path.parts else 300
    assert len(path.read_text().splitlines()) <= limit
    for node in functions(path):
        assert length(node) <= 40, f"{node.name} has {length(node)} lines"
        if path.name == "views.py" or path.parent.name == "views":
            assert length(node) <= 15, f"view {node.name} has {length(node)} lines"
        if path.name == "tasks.py":
            assert length(node) <= 12, f"task {node.name} has {length(node)} lines"


def test_most_functions_are_very_short():
    lengths = sorted(length(node) for path in CODE for node in functions(path))
    assert statistics.median(lengths) <= 6
    assert lengths[int(len(lengths) * 0.9)] <= 20


def imported(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.module) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, alias.name) for alias in node.names)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_apps_meet_only_at_public_modules(path):
    own = ".".join(path.relative_to(ROOT).parts[:2])
    for name, module in imported(path):
        parts = name.split(".")
        if parts[0] != "portal" or len(parts) < 3 or ".".join(parts[:2]) == own:
            continue
        if parts[1] in {"shared", "settings"} or any(each in {module, name} for each in ALSO_PUBLIC):
            continue
        assert parts[2] in PUBLIC, f"{name} is private to {parts[1]}"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_inside_a_function(path):
    for node in functions(path):
        inner = [each for each in ast.walk(node) if isinstance(each, (ast.Import, ast.ImportFrom))]
        assert not inner or node.name == "ready", f"{node.name} imports inside"


def test_only_env_reads_the_environment():
    allowed = {
        "portal/settings/env.py",
        "portal/wsgi.py",
        "manage.py",
        "portal/shared/management/commands/run_portal.py",
    }
    found = {str(path.relative_to(ROOT)) for path in CODE if re.search(r"\bos\.(environ|getenv)", path.read_text())}
    assert found <= allowed


def test_no_room_without_a_name():
    assert not [path for path in CODE if path.stem in {"utils", "helpers", "common", "misc", "services", "managers"}]


def test_lock_files_hold_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text


def test_secrets_and_machine_paths_stay_out():
    pattern = re.compile("|".join(["/wor" + "k/(main|shared)", "/roo" + "t/", "BEGIN [A-Z ]*PRIVATE" + " KEY"]))
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".html", ".toml", ".yml", ".yaml", ".sh", ".js", ".css"} and path.exists():
            assert not pattern.search(path.read_text()), name
