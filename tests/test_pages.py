"""What a template shows stands in the page that it belongs to, and no template is idle."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

import helpdesk
import training
from helpdesk.app import create_litestar
from helpdesk.settings import Settings

ALWAYS = {"frame"}
LONGEST = 80  # lines; a template above it is told, not failed
SOURCE = "".join(
    path.read_text("utf-8")
    for package in (helpdesk, training)
    for path in Path(package.__path__[0]).rglob("*.py")
)


def _classes() -> Iterator[type]:
    for package in (helpdesk, training):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for value in vars(module).values():
                if isinstance(value, type) and value.__module__ == module.__name__:
                    yield value


def _is_page(candidate: type) -> bool:
    return isinstance(vars(candidate).get("template"), str) and dataclasses.is_dataclass(candidate)


PAGES = sorted((c for c in _classes() if _is_page(c)), key=lambda page: page.__qualname__)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    settings = Settings(data_folder=tmp_path_factory.mktemp("data"))
    environment: Environment = create_litestar(settings).state.site.environments["vi"]
    return environment


def _parsed(site: Environment, name: str) -> nodes.Template:
    assert site.loader is not None
    return site.parse(site.loader.get_source(site, name)[0], name)


def _own_names(tree: nodes.Template) -> set[str]:
    """What a template imports, sets, loops over or defines: seen by what it includes as well."""
    found = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    for node in tree.find_all((nodes.FromImport, nodes.Import, nodes.Macro)):
        match node:
            case nodes.FromImport():
                found |= {name if isinstance(name, str) else name[1] for name in node.names}
            case nodes.Import():
                found.add(node.target)
            case nodes.Macro():
                found.add(node.name)
    return found


@cache
def _context_of(site: Environment, name: str) -> tuple[set[str], set[str]]:
    """The variables that a template takes from its page, and all templates that it stands on.

    What it extends, includes or imports with context sees the page too; what it imports plainly
    sees the globals only.
    """
    tree = _parsed(site, name)
    variables, seen = meta.find_undeclared_variables(tree), {name}
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        if not isinstance(node.template, nodes.Const):  # type: ignore[attr-defined]
            continue
        below, also = _context_of(site, node.template.value)  # type: ignore[attr-defined]
        seen |= also
        if getattr(node, "with_context", True):
            variables |= below
        else:
            assert below <= site.globals.keys(), f"{name} imports {node.template.value} plainly"  # type: ignore[attr-defined]
    return variables - _own_names(tree) - site.globals.keys() - ALWAYS, seen


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__qualname__)
def test_a_page_declares_what_its_template_shows(page: type, site: Environment) -> None:
    shown, _ = _context_of(site, vars(page)["template"])
    assert shown <= {field.name for field in dataclasses.fields(page)}


def test_every_template_is_used(site: Environment) -> None:
    named = {name for name in site.list_templates() if f'"{name}"' in SOURCE}
    used = set().union(*(_context_of(site, name)[1] for name in named))
    assert not set(site.list_templates()) - used


def test_templates_compile_and_long_ones_are_told(
    site: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    assert isinstance(site.loader, object)
    for name in site.list_templates():
        source, path, _ = site.loader.get_source(site, name)  # type: ignore[union-attr]
        site.get_template(name)
        if (lines := source.count("\n")) > LONGEST:
            with capsys.disabled():
                print(f"\n{Path(path or name).name}: {lines} lines", end="")
