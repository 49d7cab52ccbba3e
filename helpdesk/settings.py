"""What the machine decides: read once from the environment, checked, frozen.

What a province wants different is a row in the database, never a switch here.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")


class WrongSetting(Exception):
    """A setting that cannot be used; the text names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every default runs on a laptop. Names in the environment: `HELPDESK_` and the field's name.

    `HELPDESK_…_FILE` names a file that holds the value instead, as secrets are mounted.
    """

    data_folder: Path = Path("helpdesk-data")
    database_url: str = ""
    replica_urls: tuple[str, ...] = ()
    statement_cache: bool = True
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: str = "127.0.0.1"
    host: str = "127.0.0.1"
    port: int = 8000
    demonstration: bool = False

    @property
    def secure(self) -> bool:
        """Whether people come by https, and cookies may insist on it."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises WrongSetting, naming the variable, when a value cannot be used."""
    defaults = Settings()

    def value(name: str, read: Callable[[str], T], default: T) -> T:
        variable = f"HELPDESK_{name.upper()}"
        text = _text(environment, variable)
        if text is None:
            return default
        try:
            return read(text)
        except ValueError as error:
            raise WrongSetting(f"{variable}: {error}") from None

    data_folder = value("data_folder", Path, defaults.data_folder)
    host, port = value("host", str, defaults.host), value("port", _port, defaults.port)
    return Settings(
        data_folder=data_folder,
        database_url=value("database_url", _database_url, f"sqlite:///{data_folder}/helpdesk.db"),
        replica_urls=value("replica_urls", _replica_urls, ()),
        statement_cache=value("statement_cache", _yes_or_no, True),
        public_url=value("public_url", _public_url, f"http://{host}:{port}"),
        trusted_proxies=value("trusted_proxies", str, defaults.trusted_proxies),
        host=host,
        port=port,
        demonstration=False,
    )


def _text(environment: Mapping[str, str], variable: str) -> str | None:
    file = environment.get(f"{variable}_FILE")
    if file is None:
        return environment.get(variable) or None
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"{variable}_FILE: {error}") from None


def _database_url(text: str) -> str:
    if urlsplit(text).scheme not in ("sqlite", "postgresql"):
        raise ValueError("must start with sqlite:/// or postgresql://")
    return text


def _replica_urls(text: str) -> tuple[str, ...]:
    urls = tuple(url.strip() for url in text.split(",") if url.strip())
    if any(urlsplit(url).scheme != "postgresql" for url in urls):
        raise ValueError("must be postgresql:// addresses, separated by commas")
    return urls


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise ValueError("must be the address people type, such as https://hotro.example.gov.vn")
    return f"{parts.scheme}://{parts.netloc}"


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError("must be a number from 1 to 65535")
    return int(text)


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError("must be yes or no")
    return text.lower() == "yes"
