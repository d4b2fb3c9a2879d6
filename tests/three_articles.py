"""Three short articles, made up."""

FLOOD = """Lũ lớn ở Huế

Chiều 15/11/2023, nước sông Hương lên nhanh và ngập nhiều tuyến đường ở trung tâm thành phố Huế.

Ông Lê Văn Hải, Chủ tịch xã, cho biết 300 hộ dân đã được sơ tán. Các trường học đóng cửa hai ngày.
"""
RICE = """Giá gạo xuất khẩu tăng

Trong quý I, giá gạo xuất khẩu của Việt Nam tăng 8,89% so với cùng kỳ, đạt 560 USD một tấn.

Bộ Công Thương dự báo cả nước xuất khẩu 7 triệu tấn gạo trong năm nay. Thị trường lớn nhất là Philippines.
"""
BRIDGE = """Khánh thành cầu Thủ Thiêm

Sáng 28/4/2022, Thành phố Hồ Chí Minh khánh thành cầu Thủ Thiêm 2, dài 1.465 mét, vốn đầu tư 3.100 tỷ đồng.
"""
