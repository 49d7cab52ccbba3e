"""Small folders of guides for tests."""

from pathlib import Path

from training.guides.folder import read_folder

FRONT = """\
---
title: {title}
summary: {title}, từng bước.
category: {category}
services: [igate]
audience: [official]
minutes: 5
owner: Nhóm biên soạn mẫu
reviewed_on: 2026-11-20
review_by: 2027-05-20
sources:
  - name: Nguồn mẫu
    address: https://example.gov.vn/mau
---
"""
BODY = """
## Anh/chị thấy gì

Không chạy.

## Bước 1: Xem nguồn {#xem-nguon}

Có điện không?

**Kết quả mong đợi:** Đèn sáng.

## Bước 2: Gọi người {#goi-nguoi}

![Đèn](den.svg)

**Kết quả mong đợi:** Có người đến.

## Nếu vẫn chưa được

Báo sự cố.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="9"><rect width="9"/></svg>'


def write_guide(
    folder: Path,
    slug: str,
    title: str = "Máy in không in",
    *,
    category: str = "thiet-bi",
    body: str = BODY,
    picture: str = SVG.format(9),
) -> None:
    """`folder/<slug>/index.md` and its picture, as people would write them."""
    place = folder / slug
    place.mkdir(parents=True, exist_ok=True)
    front = FRONT.format(title=title, category=category)
    (place / "index.md").write_text(front + body, "utf-8")
    (place / "den.svg").write_text(picture, "utf-8")
    assert read_folder(folder)
