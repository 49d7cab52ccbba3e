"""What is noticed in what people type, and what is not."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.text.personal import findings, masked


@pytest.mark.parametrize(
    ("typed", "kind", "shown"),
    [
        ("CCCD 079090001234", "identity_number", "0790…"),
        ("số 079 090 001 234 của dân", "identity_number", "079 …"),
        ("(079.090.001.234)", "identity_number", "079.…"),
        ("OTP 123456", "one_time_code", "12…"),
        ("mã xác thực là 482913", "one_time_code", "48…"),
        ("Mã OTP của tôi là 482 913.", "one_time_code", "48…"),
        ("ma xac nhan: 4829", "one_time_code", "48…"),
        ("mật khẩu: abc123", "password", "a…"),
        ("mat khau la Abc@123,", "password", "A…"),
        ("mk abc123", "password", "a…"),
        ("Mật khẩu đăng nhập: matkhaucuatoi", "password", "m…"),
        ("PIN 12345678", "password", "1…"),
        ("mã PIN của token: Aa123456", "password", "A…"),
    ],
)
def test_notices(typed: str, kind: str, shown: str) -> None:
    assert [(finding.kind, finding.shown) for finding in findings(typed)] == [(kind, shown)]


@pytest.mark.parametrize(
    "typed",
    [
        "Mã hồ sơ 000.25.12.H53-260315-0042",
        "H19.2025-250708-0001",
        "mã hồ sơ 012345678901-1",
        "Công văn 1806/SKHCN-CĐS",
        "ĐT 0912345678 0987654321",
        "gọi 0912 345 678 hoặc 0251.3822.123",
        "+84 912 345 678",
        "ngày 01/01/2026 lúc 15h30",
        "số tiền 120.000.000.000",
        "quên mật khẩu, làm sao?",
        "mật khẩu là gì",
        "mật khẩu: không đăng nhập được",
        "mật khẩu phải có 8 ký tự",
        "đổi mật khẩu Windows10 bị lỗi",
        "đổi mật khẩu ngày 20/11/2026",
        "Token đã bị KHÓA do nhập sai PIN quá nhiều lần: CKR_PIN_LOCKED",
        "nhập PIN 3 lần",
        "PIN: 8 ký tự",
        "PIN khóa từ 20/11/2026",
        "OTP không về số 0912345678",
        "OTP 02743822123",
        "không nhận được OTP 2 ngày nay",
        "pin laptop hỏng",
    ],
)
def test_lets_pass(typed: str) -> None:
    assert findings(typed) == ()


def test_finds_several_in_reading_order() -> None:
    found = findings("mật khẩu: Abc@1234 và CCCD 079090001234, OTP 654321")
    assert [finding.kind for finding in found] == ["password", "identity_number", "one_time_code"]


def test_masks_only_what_it_finds() -> None:
    assert masked("CCCD 079090001234, OTP 654321!") == "CCCD …, OTP …!"
    assert masked("Đường truyền") == "Đường truyền"


@given(st.text() | st.text("0123456789 .:PINOTPmkậtẩuàl@", max_size=80))
def test_what_is_masked_is_not_found_again(text: str) -> None:
    assert len(findings(text)) >= len(findings(masked(text)))
    assert all(len(finding.shown) <= 5 for finding in findings(text))


@given(st.integers(0, 10**9 - 1), st.sampled_from(["", " ", "."]))
def test_every_identity_number_is_noticed(rest: int, separator: str) -> None:
    number = f"079{rest:09}"
    typed = separator.join(number[n : n + 3] for n in range(0, 12, 3))
    assert [finding.kind for finding in findings(f"dân có số {typed}, cần gấp")] == [
        "identity_number"
    ]


@pytest.mark.parametrize("typed", ["puk=", "pin:", "otp pin:", "mk puk=", "mật khẩu x"])
def test_a_long_repetition_costs_no_more_per_word(typed: str) -> None:
    began = process_time()
    findings(typed * (100_000 // len(typed)))
    assert process_time() - began < 5
