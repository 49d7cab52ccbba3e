"""Dates, times and numbers as each language writes them. Must not know what they are about."""

from datetime import datetime, timedelta, timezone

from helpdesk.text.translation import Language, translations

# Viet Nam has kept UTC+7 without summer time since 1975; a fixed zone needs no zone database.
VIET_NAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000


def local(instant: int) -> datetime:
    """The instant (ms since the epoch, UTC) on the clocks of Viet Nam."""
    return datetime.fromtimestamp(instant / 1000, VIET_NAM)


def date_time(instant: int, language: Language) -> str:
    """`23/11/2026 08:15`, in both languages: day first, as on every paper of the office."""
    return f"{local(instant):%d/%m/%Y %H:%M}"


def date(instant: int, language: Language) -> str:
    """`23/11/2026`."""
    return f"{local(instant):%d/%m/%Y}"


def ago(instant: int, now: int, language: Language) -> str:
    """`12 phút trước`; the date once it is more than a week ago. The future counts as just now."""
    elapsed = max(0, now - instant)
    ngettext = translations(language).ngettext
    if elapsed < _MINUTE:
        return translations(language).gettext("just now")
    if elapsed < _HOUR:
        n = elapsed // _MINUTE
        return ngettext("{n} minute ago", "{n} minutes ago", n).format(n=n)
    if elapsed < _DAY:
        n = elapsed // _HOUR
        return ngettext("{n} hour ago", "{n} hours ago", n).format(n=n)
    if elapsed < 7 * _DAY:
        n = elapsed // _DAY
        return ngettext("{n} day ago", "{n} days ago", n).format(n=n)
    return date(instant, language)


def number(n: float, language: Language, *, decimals: int | None = None) -> str:
    """`1.234,5` in Vietnamese, `1,234.5` in English; at most three decimals unless said."""
    if decimals is not None:
        text = f"{n:,.{decimals}f}"
    else:
        text = f"{n:,}" if isinstance(n, int) else f"{n:,.3f}".rstrip("0").rstrip(".")
    if language == "vi":
        return text.translate(str.maketrans(",.", ".,"))
    return text
