"""Pieces of HTML kept for the next page that shows them; must not know a feature.

A row of a list is its own key: whatever differs in it makes another piece, so that nothing ever
has to be thrown out for having changed.
"""

import dataclasses
from collections import OrderedDict
from collections.abc import Hashable
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from helpdesk.web.pages import AnyRequest, Page, Site, language_of


class Fragments:
    """At most `most` pieces in one language; the least recently made are dropped first."""

    def __init__(self, environment: Environment, most: int) -> None:
        self._environment = environment
        self._most = most
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()

    def get(self, key: Hashable) -> Markup | None:
        """The piece made for the key, if it is still there."""
        return self._kept.get(key)

    def put(self, key: Hashable, fragment: Page) -> Markup:
        """Make the piece from a page class that is not a whole page, and keep it."""
        names = [one.name for one in dataclasses.fields(fragment)]  # type: ignore[arg-type]
        template = self._environment.get_template(fragment.template)
        text = template.render({name: getattr(fragment, name) for name in names})
        made = self._kept[key] = Markup(text)  # noqa: S704 (rendered with autoescape)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made


def fragments_of(request: AnyRequest, kind: str, most: int) -> Fragments:
    """The pieces of a kind in the reader's language."""
    site: Site = request.app.state.site
    return _fragments(site.environments[language_of(request)], kind, most)


@lru_cache(maxsize=64)
def _fragments(environment: Environment, kind: str, most: int) -> Fragments:
    return Fragments(environment, most)
