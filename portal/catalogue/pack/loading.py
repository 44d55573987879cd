"""YAML that cannot harm: no anchors, no doubled keys, no giant files."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from portal.catalogue.errors import PackError

# Larger than any service with all its languages.
MOST_BYTES = 3_000_000


class _StrictLoader(yaml.CSafeLoader):
    """YAML without anchors (they allow endless and exploding data) and without silently doubled keys."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        # Only an alias brings the same node here again, or while it is still being built.
        if node in self.constructed_objects or node in self.recursive_objects:
            raise PackError(
                [_("Anchors and aliases are not allowed, line %(line)s.") % {"line": node.start_mark.line + 1}]
            )
        return super().construct_object(node, deep)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        keys = [key.value for key, _value in node.value]
        if any(not isinstance(key, str) for key in keys):
            raise PackError([_("A key must be a word, line %(line)s.") % {"line": node.start_mark.line + 1}])
        if len(set(keys)) != len(keys):
            doubled = sorted({key for key in keys if keys.count(key) > 1})
            words = {"names": ", ".join(doubled), "line": node.start_mark.line + 1}
            raise PackError([_("Written twice: %(names)s, line %(line)s.") % words])
        return super().construct_mapping(node, deep)


def file(path: Path) -> Any:
    """Return what a file holds; raises PackError with its name."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PackError([f"{path.name}: {error}"]) from error
    return parsed(content, path.name)


def parsed(content: bytes, name: str) -> Any:
    """Return what YAML says; raises PackError for what is too large, no text or no YAML."""
    if len(content) > MOST_BYTES:
        raise PackError([f"{name}: " + _("The file is larger than any service. Choose the file of one service.")])
    try:
        # The loader is a SafeLoader made stricter.
        return yaml.load(content.decode("utf-8"), _StrictLoader)  # noqa: S506
    except PackError as error:
        raise PackError([f"{name}: {problem}" for problem in error.problems]) from error
    except UnicodeDecodeError as error:
        raise PackError([f"{name}: " + _("This is not text in UTF-8. Save the file as UTF-8.")]) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PackError([f"{name}: {_unreadable(error)}"]) from error


def _unreadable(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _("This cannot be read as YAML.")
    return _("This cannot be read as YAML, line %(line)s.") % {"line": mark.line + 1}
