"""Settings are read once, checked, and wrong ones are named."""

from pathlib import Path

import pytest

from helpdesk.settings import WrongSetting, read_settings


def test_every_default_runs_on_a_laptop() -> None:
    settings = read_settings({})
    assert settings.database_url == "sqlite:///helpdesk-data/helpdesk.db"
    assert not settings.secure
    assert not settings.demonstration


def test_the_environment_decides() -> None:
    settings = read_settings(
        {
            "HELPDESK_PUBLIC_URL": "https://hotro.example.gov.vn/",
            "HELPDESK_DATABASE_URL": "postgresql://helpdesk@localhost/helpdesk",
            "HELPDESK_REPLICA_URLS": "postgresql://a/x, postgresql://b/x",
            "HELPDESK_PORT": "9000",
            "HELPDESK_STATEMENT_CACHE": "no",
        }
    )
    assert settings.public_url == "https://hotro.example.gov.vn"
    assert settings.secure
    assert settings.replica_urls == ("postgresql://a/x", "postgresql://b/x")
    assert settings.port == 9000
    assert settings.statement_cache is False


def test_links_lead_to_where_the_server_listens_unless_told_otherwise() -> None:
    assert read_settings({"HELPDESK_PORT": "9000"}).public_url == "http://127.0.0.1:9000"


def test_a_secret_is_read_from_its_file(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql://helpdesk:secret@localhost/helpdesk\n")
    settings = read_settings({"HELPDESK_DATABASE_URL_FILE": str(secret)})
    assert settings.database_url == "postgresql://helpdesk:secret@localhost/helpdesk"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HELPDESK_DATABASE_URL", "mysql://x/y"),
        ("HELPDESK_REPLICA_URLS", "postgresql://a/x,sqlite:///y"),
        ("HELPDESK_PUBLIC_URL", "hotro.example.gov.vn"),
        ("HELPDESK_PUBLIC_URL", "https://hotro.example.gov.vn/helpdesk"),
        ("HELPDESK_PORT", "eighty"),
        ("HELPDESK_PORT", "70000"),
        ("HELPDESK_STATEMENT_CACHE", "maybe"),
        ("HELPDESK_DATABASE_URL_FILE", "/does/not/exist"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        read_settings({name: value})


def test_no_setting_turns_a_real_site_into_a_demonstration() -> None:
    assert not read_settings({"HELPDESK_DEMONSTRATION": "yes"}).demonstration
