"""What pages are compared with: a bare answer, and pages of the same bytes made the plain way.

A plain page is Litestar's own `Template` over Jinja, its text printed from dicts, its dates
formatted and its words translated in the template; it asks no database and knows no person.
Run as `python -m tests.benchmarks.naive PORT FOLDER`, with the pages to copy as HTML in FOLDER.
"""

import html
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar, get
from litestar.params import FromPath
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig

from helpdesk.text.translation import translations

_TEXT = re.compile(r">([^<>]*\S[^<>]*)<")
_TIME = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d")


class Copying:
    """Turns a page into a template that prints the same, and collects what it prints."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        words: dict[Any, str] = vars(translations("vi"))["_catalog"]
        self._ids = {text: key for key, text in words.items() if isinstance(key, str) and key}

    def template_of(self, page: str) -> str:
        body = re.sub(r"\{", "&#123;", page)
        return "{% autoescape true %}" + _TEXT.sub(self._printed, body) + "{% endautoescape %}"

    def _printed(self, found: re.Match[str]) -> str:
        before, text, after = re.match(r"(\s*)(.*?)(\s*)$", found[1], re.DOTALL).groups()  # type: ignore[union-attr]
        plain = html.unescape(text)
        number = len(self.rows)
        if _TIME.fullmatch(plain):
            moment = datetime.strptime(plain, "%d/%m/%Y %H:%M")  # noqa: DTZ007 (shown, not used)
            self.rows.append({"at": moment})
            shown = f'rows[{number}]["at"].strftime("%d/%m/%Y %H:%M")'
        elif plain in self._ids and "{" not in plain and "%" not in plain:
            shown = f"_({self._ids[plain]!r})"
        else:
            self.rows.append({"text": plain})
            shown = f'rows[{number}]["text"]'
        return f">{before}{{{{ {shown} }}}}{after}<"


def create(folder: Path) -> Litestar:
    contexts = {}
    (folder / "templates").mkdir(exist_ok=True)
    for page in folder.glob("*.html"):
        copying = Copying()
        (folder / "templates" / page.name).write_text(copying.template_of(page.read_text("utf-8")))
        contexts[page.stem] = {"rows": copying.rows, "_": translations("vi").gettext}

    @get("/hello")
    async def hello() -> str:
        return "hello"

    @get("/page/{name:str}")
    async def page_of(name: FromPath[str]) -> Template:
        return Template(template_name=f"{name}.html", context=contexts[name])

    return Litestar(
        [hello, page_of],
        template_config=TemplateConfig(directory=folder / "templates", engine=JinjaTemplateEngine),
        openapi_config=None,
        logging_config=None,
    )


if __name__ == "__main__":
    uvicorn.run(
        create(Path(sys.argv[2])),
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
    )
