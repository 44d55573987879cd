"""Write into docs/architecture.md what can be drawn from the code: the rooms and the life cycles."""

import ast
import importlib
import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.shared.machine import Machine

PAGE = "docs/architecture.md"


class Command(BaseCommand):
    help = "Renew the drawn parts of docs/architecture.md; --check fails when they are stale."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / PAGE
        old = page.read_text()
        new = old
        for name, text in {"rooms": _rooms(), "picture": _picture(), "life-cycles": _life_cycles()}.items():
            new = _replace(new, name, text)
        if options["check"]:
            if new != old:
                message = f"{PAGE} is stale. Run: make docs"
                raise CommandError(message)
            return
        page.write_text(new)


def _replace(page: str, name: str, text: str) -> str:
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    head, _, rest = page.partition(start)
    _, _, tail = rest.partition(end)
    return f"{head}{start}{text}\n{end}{tail}"


def _layers() -> list[list[str]]:
    config = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())
    contract = config["tool"]["importlinter"]["contracts"][0]
    return [[name.strip(" ()") for name in line.split("|")] for line in contract["layers"]]


def _rooms() -> str:
    lines = ["| room | what it is |", "|---|---|"]
    for path in _packages():
        text = (ast.get_docstring(ast.parse(path.read_text())) or "").splitlines()[0]
        lines.append(f"| {path.parent.relative_to(settings.BASE_DIR)} | {text} |")
    return "\n".join(lines)


def _packages() -> list[Path]:
    base = Path(settings.BASE_DIR)
    rooms = [base / "portal" / name / "apps.py" for layer in _layers() for name in layer]
    return [*filter(Path.exists, rooms), *sorted(base.glob("cms/*/apps.py"))]


def _picture() -> str:
    lines = ["```mermaid", "flowchart TB"]
    layers = _layers()
    for number, layer in enumerate(layers):
        lines.append(f"    subgraph L{number}[ ]")
        lines += [f"        {name}" for name in layer]
        lines.append("    end")
    lines += [f"    L{number} --> L{number + 1}" for number in range(len(layers) - 1)]
    return "\n".join([*lines, "```"])


def _life_cycles() -> str:
    parts = []
    for config in apps.get_app_configs():
        if not config.name.startswith("portal."):
            continue
        for name, machine in _machines(config.name):
            parts.append(f"### {config.label}: {name}\n\n```mermaid\n{machine.mermaid()}\n```\n")
    return "\n".join(parts)


def _machines(app: str) -> list[tuple[str, Machine]]:
    if not (Path(settings.BASE_DIR) / app.replace(".", "/") / "states.py").exists():
        return []
    module = importlib.import_module(f"{app}.states")
    found = [(name, value) for name, value in vars(module).items() if isinstance(value, Machine)]
    return sorted(found, key=lambda pair: pair[0])
