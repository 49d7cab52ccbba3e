"""What offices shorten, and what it stands for. A short form may have several long ones."""

from functools import cache

from helpdesk.text.folding import alike, words

_MEANINGS: dict[str, tuple[str, ...]] = {
    "ATTT": ("an toàn thông tin",),
    "BCY": ("Ban Cơ yếu",),
    "BHXH": ("bảo hiểm xã hội",),
    "BHYT": ("bảo hiểm y tế",),
    "CB": ("cán bộ",),
    "CC": ("công chức",),
    "CCCD": ("căn cước công dân",),
    "CĐS": ("chuyển đổi số",),
    "CKS": ("chữ ký số",),
    "CNTT": ("công nghệ thông tin",),
    "CSDL": ("cơ sở dữ liệu",),
    "CTS": ("chứng thư số",),
    "ĐDCN": ("định danh cá nhân",),
    "ĐVQHNS": ("đơn vị quan hệ ngân sách",),
    "DVC": ("dịch vụ công",),
    "DVCLT": ("dịch vụ công liên thông", "DVC liên thông"),
    "DVCQG": ("dịch vụ công quốc gia", "DVC quốc gia"),
    "GCN": ("giấy chứng nhận",),
    "HCC": ("hành chính công",),
    "HĐND": ("Hội đồng nhân dân",),
    "HKD": ("hộ kinh doanh",),
    "HNTH": ("hội nghị truyền hình",),
    "KBNN": ("Kho bạc Nhà nước",),
    "KHCN": ("Khoa học và Công nghệ", "khoa học công nghệ"),
    "PCT": ("phó chủ tịch",),
    "PVHCC": ("phục vụ hành chính công",),
    "QLVB": ("quản lý văn bản",),
    "QSDĐ": ("quyền sử dụng đất",),
    "SĐDCN": ("số định danh cá nhân",),
    "SKHCN": ("Sở Khoa học và Công nghệ", "Sở Khoa học công nghệ", "Sở KHCN", "Sở KH&CN"),
    "TSLCD": ("truyền số liệu chuyên dùng",),
    "TTHC": ("thủ tục hành chính",),
    "TTPVHCC": ("trung tâm phục vụ hành chính công", "trung tâm PVHCC", "TT PVHCC"),
    "UBND": ("Ủy ban nhân dân",),
    "VB": ("văn bản",),
    "VC": ("viên chức",),
}

Words = tuple[str, ...]


def comparable(text: str) -> Words:
    """The words of a text as indexes and questions compare them: folded, y for i."""
    return tuple(alike(word) for word in words(text))


@cache
def long_forms() -> dict[str, tuple[Words, ...]]:
    """cks → ((chu, ky, so),)."""
    return {
        comparable(short)[0]: tuple(comparable(meaning) for meaning in meanings)
        for short, meanings in _MEANINGS.items()
    }


@cache
def short_forms() -> dict[Words, str]:
    """(chu, ky, so) → cks."""
    return {meaning: short for short, meanings in long_forms().items() for meaning in meanings}


@cache
def longest() -> int:
    """How many words the longest meaning has."""
    return max(map(len, short_forms()))
