"""What is known of the five seeds: the record of each, where its body begins and ends, and what is never cited."""

from pathlib import Path
from typing import TypedDict

SEEDS = Path(__file__).parent.parent / "seeds"


class Expected(TypedDict):
    """One seed; `published` lists what is acceptable, a date with its basis."""

    title: str
    source: str
    author: str | None
    published: list[tuple[str | None, str]]
    body_starts: str
    body_ends: str
    never_cited: list[str]


EXPECTED: dict[str, Expected] = {
    "000_bab0be991bfed72a.txt": {
        "title": "Hà Nội mong muốn thúc đẩy hợp tác với các địa phương của Lào",
        "source": "Hà Nội Mới",
        "author": "Quỳnh Dương",
        "published": [("2017-10-26", "stated")],
        "body_starts": "(HNMO) - Chiều 26-10",
        "body_ends": "theo hướng thiết thực và hiệu quả hơn.",
        "never_cited": ["Gõ tiếng Việt có dấu, tối thiểu 15 chữ", "Liên kết hữu ích"],
    },
    "001_b916f5b25537c5e9.txt": {
        "title": "Đoàn đại biểu Thủ đô Hà Nội hội đàm với Đoàn đại biểu Thủ đô Viêng Chăn",
        "source": "Lao Động Thủ Đô",
        "author": "Hoàng Phúc",
        "published": [("2024-03-11", "inferred"), (None, "unknown")],
        "body_starts": "(LĐTĐ) Trong khuôn khổ chuyến thăm",
        "body_ends": "đã vui vẻ nhận lời.",
        "never_cited": [
            "Khẳng định vai trò là “cầu nối” ý Đảng",
            "Huyện Thanh Oai tổ chức kỷ niệm 70 năm",
            "TP.HCM: Quy định mới về đánh giá chất lượng cán bộ",
        ],
    },
    "002_e5388cc7fb59f897.txt": {
        "title": "Chia sẻ kinh nghiệm về công tác xây dựng đảng giữa Việt Nam và Lào",
        "source": "Nhân Dân",
        "author": None,
        "published": [("2021-10-15", "inferred"), (None, "unknown")],
        "body_starts": "Ngày 15/10, tại Trụ sở Trung ương Đảng",
        "body_ends": "tích cực triển khai một số công trình, dự án hợp tác song phương.",
        "never_cited": ["Thông tin người gửi phản hồi", "Xem nhiều nhất"],
    },
    "003_ab267f7e1ec23f34.txt": {
        "title": "Phát huy những kinh nghiệm của Hà Nội trong thực tiễn công tác tại Viêng Chăn",
        "source": "Lao Động Thủ Đô",
        "author": "Hoàng Phúc",
        "published": [("2024-08-08", "inferred"), (None, "unknown")],
        "body_starts": "(LĐTĐ) Ngày 8/8",
        "body_ends": "hợp tác toàn diện ngày càng bền chặt.",
        "never_cited": [
            "Đồng chí Nguyễn Thị Thu Thủy làm Phó Chánh Văn phòng",
            "10 sự kiện nổi bật của ngành khoa học",
            "Quy định rõ việc cấm quảng cáo",
        ],
    },
    "004_65434ae79e89ba3c.txt": {
        "title": "Hà Nội dành ưu tiên cao phát triển quan hệ với các địa phương của Lào",
        "source": "Thời Đại",
        "author": None,
        "published": [("2023-02-17", "inferred"), (None, "unknown")],
        "body_starts": "Chiều 17/2, Đoàn Văn phòng Trung ương Đảng",
        "body_ends": "mô hình hợp tác xã tiêu biểu tại huyện Gia Lâm./.",
        "never_cited": [
            "Chiều 1/2, Ủy viên Bộ Chính trị, Bí thư Thành ủy TPHCM Nguyễn Văn Nên",
            "Thủ tướng Việt Nam và Lào khẳng định chính sách nhất quán",
            "Số doanh nghiệp thành lập mới và quay trở lại hoạt động tăng 26,5%",
        ],
    },
}
