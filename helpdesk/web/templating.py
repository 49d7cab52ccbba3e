"""Jinja environments, one for each language: their words are put in when a template is compiled.

A page says forty fixed sentences; looking each one up while it is rendered cost a third of the
page's time.
"""

from collections.abc import Mapping, MutableMapping
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes, select_autoescape
from jinja2.visitor import NodeTransformer

from helpdesk.errors import Message
from helpdesk.text import formatting
from helpdesk.text.translation import Language, translate, translations

_GETTEXT = frozenset({"_", "gettext"})


class Speaking(Environment):
    """An environment that speaks one language."""

    words: NullTranslations

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dict for all templates: Jinja's chain of maps is walked anew at every import."""
        return self.globals if d is None else {**self.globals, **d}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        spoken: nodes.Template = _Translator(self.words).visit(tree)
        return spoken


class _Translator(NodeTransformer):
    """Replaces `_("a fixed sentence")` by its translation; what has values is left to run time."""

    def __init__(self, words: NullTranslations) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call, *arguments: Any, **more: Any) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        fixed = node.args[0] if len(node.args) == 1 else None
        if (
            not isinstance(node.node, nodes.Name)
            or node.node.name not in _GETTEXT
            or not isinstance(fixed, nodes.Const)
            or node.kwargs
        ):
            return node
        # As gettext of Jinja's new style does: "%%" is a percent sign, the words are safe HTML.
        said = self._words.gettext(fixed.value) % {}
        return nodes.MarkSafe(nodes.Const(said), lineno=node.lineno)


def environment(templates: Path, language: Language, names: Mapping[str, object]) -> Environment:
    """The environment of one language; `names` are the assembly's own globals."""
    made = Speaking(
        loader=FileSystemLoader(templates),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=1_000,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.words = translations(language)
    made.install_gettext_translations(made.words, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(names)
    made.filters.update(
        words=lambda said: translate(said, language) if isinstance(said, Message) else said,
        t=lambda text: translate(Message(text), language),
        date_time=lambda instant: formatting.date_time(instant, language),
        date=lambda instant: formatting.date(instant, language),
        ago=lambda instant, now: formatting.ago(instant, now, language),
        number=lambda number: formatting.number(number, language),
    )
    return made
