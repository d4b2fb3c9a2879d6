"""Saved web pages: what of them is the article, what they state of it, and what cannot be read."""

import gzip
import logging
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from benchmarks.marked_html import MarkedHtml, kept, marked_html, record_of
from index.articles.record import article_from_document
from index.data import Article
from index.files.content import Unreadable
from index.files.data import Document, Metadata
from index.files.head import day_of
from index.files.markup import apart_from_site
from index.files.pages import read_archive, read_page

PAGES = marked_html()
TITLE = "Cầu treo qua sông Nậm Mu được sửa xong"
LEAD = "Cây cầu dài 86 m nối hai bản được thông xe sáng nay, sau bốn tháng người dân phải đi vòng 12 km."
TOLD = "Chủ tịch xã Lò Văn Mẫu cho biết kinh phí sửa cầu là 1,4 tỷ đồng, trong đó dân góp 320 ngày công."
LAST = "Từ tháng 9, xã cử ba người trực cầu mỗi khi nước lên quá báo động một."


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking up a name or opening a connection fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page reached for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def read(page: str | bytes) -> Document:
    content = page if isinstance(page, bytes) else page.encode()
    return only(read_page("a.html", Path("a.html"), content))


def only(found: Iterator[Document | Unreadable]) -> Document:
    (document,) = found
    assert isinstance(document, Document)
    return document


def article(page: MarkedHtml) -> Article:
    reader = read_page if page.path.suffix == ".html" else read_archive
    return article_from_document(only(reader(page.path.name, page.path, page.path.read_bytes())))


def page_of(*body: str, head: str = "", lang: str = "vi") -> str:
    """A page with a menu, a headline, the body given and a footer."""
    menu = "<ul class='menu'><li><a href='/'>Trang chủ</a><li><a href='/ts'>Thời sự</a></ul>"
    inner = f"{menu}<div class='detail'><h1>{TITLE}</h1>{''.join(body)}</div><div class='footer'>Giấy phép số 00</div>"
    return f"<html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body>{inner}</body></html>"


def lines_of(document: Document) -> list[str]:
    """The lines of a document that nothing is known against."""
    left_out = {document.text[each.span.start : each.span.end] for each in document.known}
    parts = [line for each in left_out for line in each.split("\n")]
    return [line for line in document.text.split("\n") if line and line not in parts]


def why(page: str) -> str:
    with pytest.raises(Unreadable) as found:
        read(page)
    return found.value.why


def stated(head: str, *, lang: str = "vi") -> Metadata:
    return read(page_of(f"<p>{LEAD}</p><p>{TOLD}</p>", head=head, lang=lang)).metadata


# Pages in the image of outlets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.name)
def test_a_page_keeps_its_article_and_loses_what_is_around_it(page: MarkedHtml) -> None:
    """Of each page at least .98 of the article's characters are body, and .95 of its furniture's are not."""
    found = kept(page, article(page))

    assert (found.body_kept >= 0.98, found.furniture_dropped >= 0.95) == (True, True), (found.lost, found.left)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.name)
def test_the_record_of_a_saved_page(page: MarkedHtml) -> None:
    """Title, outlet, author and date of each page are as it states them."""
    found = record_of(article(page))

    assert {field: found[field] for field in page.record} == page.record


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.name)
def test_known_spans_are_in_order_and_apart(page: MarkedHtml) -> None:
    """What the markup shows to be furniture are spans of the text, each after the last, none blank."""
    reader = read_page if page.path.suffix == ".html" else read_archive
    document = only(reader("a", page.path, page.path.read_bytes()))
    ends = [0, *(each.span.end for each in document.known)]

    assert all(end <= each.span.start < each.span.end for end, each in zip(ends, document.known, strict=False))
    assert all(document.text[each.span.start : each.span.end].strip() for each in document.known)


# Text


def test_a_paragraph_is_a_line() -> None:
    """Paragraphs, list items, lines of a table and lines parted by <br> are lines; inline elements are not."""
    page = page_of(
        f"<p>{LEAD}</p><p>Nước <b>sông</b> dâng <i>2,4</i>&nbsp;m<sup>3</sup>/s,&#160;theo   trạm\nđo của huyện.</p>",
        "<ul><li>Bản Huổi Chát: 12 hộ</li><li>Bản Nậm Củm: 9 hộ</li></ul>",
        "<table><tr><th>Bản</th><th>Số hộ</th></tr><tr><td><p>Huổi Chát</p></td><td><p>12</p></td></tr></table>",
        f"<p>{TOLD}<br>{LAST}</p>",
    )

    assert lines_of(read(page)) == [
        *(TITLE, LEAD),
        "Nước sông dâng 2,4 m3/s, theo trạm đo của huyện.",
        *("Bản Huổi Chát: 12 hộ", "Bản Nậm Củm: 9 hộ", "Bản\tSố hộ", "Huổi Chát\t12", TOLD, LAST),
    ]


def test_paragraphs_are_apart_and_lines_are_not() -> None:
    """A blank line stands between blocks, none where <br> only ends a line."""
    assert read(page_of(f"<p>{LEAD}<br/>{TOLD}</p><p>{LAST}</p>")).text == f"{TITLE}\n\n{LEAD}\n{TOLD}\n\n{LAST}"


def test_text_is_composed_and_without_invisible_letters() -> None:
    """Decomposed letters become single ones; zero-width spaces, soft hyphens and byte order marks are gone."""
    page = page_of(f"<p>{LEAD}</p><p>Ca\u0302\u0300u tre\u200bo dài\u00ad 86 m\ufeff đã thông xe từ sáng nay rồi.</p>")

    assert lines_of(read(page)) == [TITLE, LEAD, "Cầu treo dài 86 m đã thông xe từ sáng nay rồi."]


@pytest.mark.parametrize("tag", ["div", "section", "blockquote", "center"])
def test_any_block_may_be_a_paragraph(tag: str) -> None:
    """Sites that put each paragraph in a <div>, or quote in a block, lose nothing."""
    page = page_of(*(f"<{tag}>{text}</{tag}>" for text in (LEAD, TOLD, LAST)))

    assert lines_of(read(page)) == [TITLE, LEAD, TOLD, LAST]


def test_text_right_in_a_cell_is_read() -> None:
    """A page laid out with tables, its paragraphs parted by <br><br> in a cell, keeps all of them."""
    page = f"<table><tr><td>{TITLE}</td></tr><tr><td>{LEAD}<br><br>{TOLD}<br /><br />{LAST}</td></tr></table>"

    assert lines_of(read(f"<html><body>{page}</body></html>")) == [TITLE, LEAD, TOLD, LAST]


def test_the_lead_above_the_article_belongs_to_it() -> None:
    """A lead outside the element that holds the paragraphs is kept, and so is a short one."""
    page = page_of(f"<h2 class='sapo'>Cầu đã thông.</h2><div class='content'><p>{LEAD}</p><p>{TOLD}</p></div>")

    assert lines_of(read(page)) == [TITLE, "Cầu đã thông.", LEAD, TOLD]


def test_what_is_hidden_is_not_read() -> None:
    """Scripts, styles, templates, buttons and elements that are not shown say nothing."""
    hidden = [
        *("<script>var a = 'Đây là mã của trang.';</script>", "<style>p{}</style>", "<template><p>Mẫu.</p></template>"),
        *(
            "<p style='display: none'>Bị ẩn đi.</p>",
            "<p hidden>Bị ẩn đi.</p>",
            "<button>Gửi</button>",
            "<!-- ghi chú -->",
        ),
    ]

    assert lines_of(read(page_of(f"<p>{LEAD}</p>", *hidden, f"<p>{TOLD}</p>"))) == [TITLE, LEAD, TOLD]


def test_neighbours_do_not_run_together() -> None:
    """A place before a lead, and an author beside a day, are parted though no space is."""
    page = page_of(
        "<div><span class='author'>Lò Thị Mẫu</span><span class='date'>12/03/2024 08:00</span></div>",
        f"<p><span class='location-stamp'>Lai Châu</span>{LEAD}</p><p>{TOLD}</p>",
    )

    assert read(page).text.split("\n\n") == [TITLE, "Lò Thị Mẫu", "12/03/2024 08:00", f"Lai Châu {LEAD}", TOLD]


def test_a_poem_below_its_lead_is_the_article() -> None:
    """Short lines in an element of their own are no menu."""
    lines = ["Chiều qua bến cũ vắng đò", "Cây cầu treo nhỏ", "Hai bờ lại gần", "Tiếng cười trẻ nhỏ vang ngân", "Mẹ về"]
    page = page_of(f"<div><p>{LEAD}</p></div>", f"<div>{''.join(f'<p>{line}</p>' for line in lines)}</div>")

    assert lines_of(read(page)) == [TITLE, LEAD, *lines]


def test_a_page_without_elements_around_its_article_is_read() -> None:
    """Where menus, paragraphs and footer follow each other in one element, the stretch of paragraphs is the article."""
    links = "".join(f"<a href='/{n}'>Mục thứ {n} của trang báo</a><br>" for n in range(90))
    page = f"<html><body>{links}<h1>{TITLE}</h1><p>{LEAD}</p><p>{TOLD}</p><p>{LAST}</p>{links}</body></html>"

    assert lines_of(read(page)) == [TITLE, LEAD, TOLD, LAST]


@pytest.mark.parametrize("page", ["xin chào", "<p>xin</p><p>chào</p>", "<table><tr><td>xin<td>chào</table>"])
def test_a_page_of_few_words_is_read_whole(page: str) -> None:
    """Where nothing is a paragraph, all that is shown is the text."""
    assert read(page).text.split() == ["xin", "chào"]


# What the markup shows to be furniture


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ("<div class='box-tinlienquan'>Lũ ở thượng nguồn đã rút.</div>", ["related news"]),
        ("<p><a href='/b'>Lũ ở thượng nguồn Nậm Mu đã rút</a></p>", ["related news"]),
        ("<div><p>Có thể bạn quan tâm</p><a href='/b'>Lũ ở thượng nguồn Nậm Mu đã rút</a></div>", ["related news"]),
        (
            "<div type='RelatedOneNews'><a href='/b'>Lũ đã rút</a><p>Nước rút nhanh trong đêm.</p></div>",
            ["related news"],
        ),
        ("<div><a href='/b'>Lũ ở thượng nguồn Nậm Mu đã rút</a><p>Nước rút nhanh.</p></div>", ["related news"]),
        ("<figure><img src='a.jpg'><figcaption>Cầu treo mới.</figcaption></figure>", ["caption"]),
        ("<table><tr><td><img src='a.jpg'></td></tr><tr><td>Cầu treo mới.</td></tr></table>", ["caption"]),
        ("<p align='center'><img src='a.jpg'></p><p align='center'><em>Cầu treo mới.</em></p>", ["caption"]),
        ("<div class='share-bar'>Chia sẻ bài này.</div>", ["share bar"]),
        ("<ul class='tags'><li>cầu treo</li></ul>", ["tags"]),
        ("<div id='toc'><p>Mục lục</p><a href='#a'>Kinh phí</a></div>", ["menu"]),
        ("<div class='ads'>Quảng cáo của nhà tài trợ.</div>", ["advertisement"]),
        ("<p>Xem <a href='/l'>Luật Giao thông đường bộ sửa đổi</a> có hiệu lực.</p>", []),
        ("<figure class='table'><table><tr><td>Bản</td><td>Hộ</td></tr></table></figure>", []),
        ("<aside><p>Cầu cũ được làm năm 1998 và sửa một lần.</p></aside>", []),
        ("<div class='boxed'><p>Cầu cũ được làm năm 1998.</p></div>", []),
    ],
)
def test_boxes_in_an_article_are_known_by_their_markup(box: str, expected: list[str]) -> None:
    """Related news, captions, share bars, tags and advertisements are marked; what could be the article is not."""
    document = read(page_of(f"<p>{LEAD}</p>", box, f"<p>{TOLD}</p><p>{LAST}</p>"))

    assert [each.why for each in document.known] == expected
    assert [line for line in lines_of(document) if line in (LEAD, TOLD, LAST)] == [LEAD, TOLD, LAST]


def test_a_lead_called_teaser_is_kept() -> None:
    """What its name calls related news is a lead where it is one paragraph without a link."""
    lead = "Chiếc cầu treo hai mươi tuổi sẽ nghỉ hưu khi cây cầu mới thông xe vào mùa xuân năm sau ở xã Thanh Hà."

    assert lead in lines_of(read(page_of(f'<div class="teaser">{lead}</div><p>{LEAD}</p><p>{TOLD}</p>')))


def test_an_old_sites_title_names_the_outlet() -> None:
    """A <title> that is an outlet's name alone says who published the page, where a headline is shown."""
    assert stated("<title>Báo Cần Thơ Online</title>").source == "Báo Cần Thơ Online"
    assert stated("<title>Cầu mới qua sông</title>").source is None


def test_a_story_in_pictures_is_told_by_its_captions() -> None:
    """Where captions are most of the article they are the article."""
    figures = [f"<figure><img src='a'><figcaption>{text}</figcaption></figure>" for text in (TOLD, LAST)]

    assert lines_of(read(page_of(f"<p>{LEAD}</p>", *figures))) == [TITLE, LEAD, TOLD, LAST]


def test_a_name_does_not_make_an_article_furniture() -> None:
    """An element that holds most of the paragraphs is the article, whatever its class."""
    page = page_of(f"<div class='share related tag-cau'><p>{LEAD}</p><p>{TOLD}</p><p>{LAST}</p></div>")

    assert lines_of(read(page)) == [TITLE, LEAD, TOLD, LAST]


def test_the_next_article_of_an_endless_page_is_left_out() -> None:
    """A second headline of the same make begins another article."""
    one = f"<h1 class='title-detail'>{TITLE}</h1><p>{LEAD}</p><p>{TOLD}</p>"
    two = f"<h1 class='title-detail'>Một bài khác hẳn nối theo sau</h1><p>{LAST}</p><p>{LAST} Và còn nữa.</p>"

    assert lines_of(read(f"<html><body><div>{one}</div><div>{two}</div></body></html>")) == [TITLE, LEAD, TOLD]


def test_without_paragraphs_on_show_the_head_may_have_them() -> None:
    """A page that scripts would fill is read from the article's text in its JSON-LD."""
    told = f"{LEAD} {TOLD} {LAST} " * 3
    head = ld(headline=f'"{TITLE}"', articleBody=f'"{told}"')

    assert read(f"<html><head>{head}</head><body><div id='app'>Đang tải</div></body></html>").text == (
        f"{TITLE}\n\n{told.strip()}"
    )


# The record


def ld(**fields: str) -> str:
    inner = ",".join(f'"{name}":{value}' for name, value in {"@type": '"NewsArticle"', **fields}.items())
    return f'<script type="application/ld+json">{{{inner}}}</script>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (ld(datePublished='"2024-03-12T08:00:00+07:00"'), date(2024, 3, 12)),
        (ld(datePublished='"2024-03-12T18:30:00Z"'), date(2024, 3, 13)),
        (ld(datePublished='"2024-03-12T18:30:00.000+00:00"'), date(2024, 3, 13)),
        (ld(datePublished='"12/3/2024 08:00:00"'), date(2024, 3, 12)),
        (ld(datePublished='"3/12/2024 8:00:00 AM"'), None),
        (ld(datePublished='"0001-01-01T00:00:00"'), None),
        (ld(dateModified='"2024-03-12T08:00:00+07:00"'), None),
        (ld(headline='"Một "cầu" treo"', datePublished='"2024-03-12T08:00:00+07:00"'), date(2024, 3, 12)),
        ('<script type="application/ld+json">[{"@graph":[1]}, "a", null, {"@type": 3}]</script>', None),
        ('<meta property="article:published_time" content="2024-03-12T08:00:00+07:00">', date(2024, 3, 12)),
        ('<meta property="article:modified_time" content="2024-03-12T08:00:00+07:00">', None),
        ('<meta itemprop="datePublished" content="2024-03-12">', date(2024, 3, 12)),
        ('<meta name="pubdate" content="Tue, 12 Mar 2024 18:00:00 GMT">', date(2024, 3, 13)),
        ('<meta name="citation_publication_date" content="2024/03/12">', date(2024, 3, 12)),
        ('<meta name="copyright" content="2019-03-12">', None),
        ('<meta itemprop="dateModified" content="2024-03-12">', None),
    ],
)
def test_the_day_is_what_the_head_states(head: str, expected: date | None) -> None:
    """The day of publication in the site's own zone; never that of a change, none that could be read two ways."""
    assert stated(head).published == expected


def test_a_site_abroad_keeps_its_own_clock() -> None:
    """Where a site is not Vietnamese the day stays as written, and numbers that could be either are no day."""
    head = ld(datePublished='"2024-03-12T18:30:00Z"')
    english = (
        f"<html lang=en><head>{head}</head><body><h1>A bridge of some length reopens</h1><p>{'It is open. ' * 9}</p>"
    )

    assert read(english).metadata.published == date(2024, 3, 12)
    assert day_of("03/12/2024 08:00", vietnamese=False) is None


def test_the_day_shown_settles_which_side_of_midnight() -> None:
    """A site that stamps its own clock as UTC shows the day as stamped: that one is taken."""
    head = ld(datePublished='"2024-03-12T18:30:00Z"')
    shown = f"<div class='date'>12/03/2024 18:30</div><p>{LEAD}</p><p>{TOLD}</p>"

    assert read(page_of(shown, head=head)).metadata.published == date(2024, 3, 12)


def test_a_day_in_a_related_box_or_a_header_is_not_the_articles() -> None:
    """Days said of several things, today's date above and those of other articles below date nothing."""
    times = "".join(f"<div><time itemprop='datePublished' datetime='2024-03-1{n}'>1{n}/3</time></div>" for n in (1, 2))
    page = f"<div class='today'>Thứ Hai, 20/10/2025</div>{page_of(f'<p>{LEAD}</p><p>{TOLD}</p>')}{times}"

    assert read(page).metadata.published is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (ld(author='{"@type":"Person","name":"Lò Thị Mẫu"}'), "Lò Thị Mẫu"),
        (ld(author='[{"name":"Lò Thị Mẫu"},{"name":"Vàng A Mẫu"}]'), "Lò Thị Mẫu, Vàng A Mẫu"),
        (ld(author='"Hoàng Mẫu"'), "Hoàng Mẫu"),
        ('<meta name="author" content="Lò Thị Mẫu">', "Lò Thị Mẫu"),
        ('<meta name="author" content="admin">', None),
        ('<meta name="author" content="mau@example.vn">', None),
        ('<meta property="article:author" content="https://www.facebook.com/mau">', None),
        ('<meta name="author" content="VnExpress">', None),
        ('<meta name="author" content="Báo Vùng Mẫu"><meta property="og:site_name" content="Vùng Mẫu">', None),
    ],
)
def test_the_author_is_a_person(head: str, expected: str | None) -> None:
    """Names of persons are taken; accounts, addresses and the outlet's own name are not."""
    assert stated(head).author == expected


def test_the_author_is_whom_the_markup_calls_so() -> None:
    """A byline in an element called after the author names them, an address beside the name aside."""
    line = "<p class='detail-author'><a>Lò Thị Mẫu</a> <a>mau@example.vn</a></p>"

    assert read(page_of(line, f"<p>{LEAD}</p><p>{TOLD}</p>")).metadata.author == "Lò Thị Mẫu"


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("Lũ ở Lào | Báo Dân trí", None, "Lũ ở Lào"),
        ("Lũ ở Lào - Thời sự - VnExpress", "vnexpress.net", "Lũ ở Lào"),
        ("Lũ ở Lào - nhìn từ vệ tinh", "Báo Vùng Mẫu", "Lũ ở Lào - nhìn từ vệ tinh"),
        ("Lũ ở Lào – baovungmau.vn", None, "Lũ ở Lào"),
        ("Lũ ở Lào :: Báo Vùng Mẫu", "Vùng Mẫu", "Lũ ở Lào"),
    ],
)
def test_a_title_is_without_the_outlet(title: str, site: str | None, expected: str) -> None:
    """The outlet's name and its sections after a title are cut off, parts of the title are not."""
    assert apart_from_site(title, site, None) == expected


def test_the_headline_shown_wins() -> None:
    """Where the head's title is another than the headline of the page, the page's counts."""
    head = '<meta property="og:title" content="Sửa xong cầu treo: 5 điều cần biết">'

    assert stated(head).title == TITLE


def test_a_logo_is_no_headline() -> None:
    """An outlet that puts its own name in an <h1> is not the title; the head's is, found in the text."""
    head = f"<title>{TITLE} - Báo Vùng Mẫu</title><meta property='og:site_name' content='Báo Vùng Mẫu'>"
    body = f"<h1>Báo Vùng Mẫu</h1><div><div>{TITLE}</div><p>{LEAD}</p><p>{TOLD}</p></div>"
    document = read(f"<html><head>{head}</head><body>{body}</body></html>")

    assert (document.metadata.title, lines_of(document)) == (TITLE, [TITLE, LEAD, TOLD])


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="https://mau.vn/a-1.html">', "https://mau.vn/a-1.html"),
        ('<meta property="og:url" content="https://mau.vn/a-1.html">', "https://mau.vn/a-1.html"),
        ('<link rel="canonical" href="/a-1.html">', None),
        ('<link rel="canonical" href="https://mau.vn/">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
    ],
)
def test_the_address_is_a_whole_one(head: str, expected: str | None) -> None:
    """Only an address of the web that leads to a page counts."""
    assert stated(head).url == expected


def test_a_page_saved_by_a_browser_says_where_from() -> None:
    """The comment that a browser leaves when it saves a page gives its address."""
    page = "<!-- saved from url=(0024)https://mau.vn/a-1.html -->" + page_of(f"<p>{LEAD}</p><p>{TOLD}</p>")

    assert read(page).metadata.url == "https://mau.vn/a-1.html"


# Bytes


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("utf-8-sig", "gb2312"), ("utf-16", "utf-8"), ("utf-16-le", "utf-8")],
)
def test_a_page_is_read_in_the_encoding_it_is_in(encoding: str, declared: str) -> None:
    """What a page is goes before what it declares to be."""
    page = page_of(f"<p>{LEAD}</p><p>{TOLD}</p>").replace("charset='utf-8'", f"charset='{declared}'")

    assert lines_of(read(page.encode(encoding))) == [TITLE, LEAD, TOLD]


def test_a_legacy_encoding_is_read_as_plain_text_is() -> None:
    """A page of an old font, which declares a Western encoding, is converted, and says what it was."""
    told = b"H\xb5 N\xe9i m\xefa thu, c\xb8c b\xb8o vi\xd5t: Vi\xd6t Nam. "
    page = b"<html><head><meta charset=windows-1252></head><body>" + b"<p>" + told * 3 + b"</p></body></html>"
    document = read(page)

    assert (document.encoding, document.text[:24]) == ("TCVN3", "Hà Nội mùa thu, các báo ")


def test_a_western_page_is_read_as_declared() -> None:
    """A page that is no Vietnamese and declares a Western encoding is read in that."""
    page = "<html><head><meta charset=iso-8859-1></head><body><p>Un café à Hanoï, près du lac, l'été.</p></body>"

    assert read(page.encode("cp1252")).text == "Un café à Hanoï, près du lac, l'été."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7 ...", "a PDF, not a web page"),
        (gzip.compress(b"<html>"), "compressed, not a web page"),
        (b"\x89PNG\r\n\x1a\n", "a picture, not a web page"),
        (b"", "no words in it"),
        (b" \n ", "no words in it"),
        (b"<html><head><title>Title alone</title></head></html>", "no words in it"),
        (b"<html><body><script>let words = 'in code'</script></body></html>", "no words in it"),
        (b"<html><frameset><frame src=a.html></frameset></html>", "a frameset: its text is in other files"),
        (b"<html><body>" + b"<div>" * 100_000 + b"words", "tags nested too deep"),
        (b"<html><body>" + b"<b>x" * 100_000, "tags nested too deep"),
        (b"<html><body>" + b"<i>a</i>" * 250_000, "too many tags (more than 200,000)"),
        (bytes(range(256)) * 20, "binary, not text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_page_is_said_to_be_none(content: bytes, expected: str) -> None:
    """Other formats, empty pages and pages made to break a reader are named, and nothing of them is read."""
    with pytest.raises(Unreadable) as found:
        read(content)

    assert found.value.why == expected


@pytest.mark.parametrize(
    "page",
    [
        page_of(f"<p>{LEAD}<p>{TOLD}<td><li><div>").replace("</div>", ""),
        page_of(f"<p>{LEAD}</p>", "\0", f"<p>{TOLD}\0</p>"),
        "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>"
        f"<!ENTITY b SYSTEM 'http://127.0.0.1:9/'>]>{page_of(f'<p>{LEAD}</p><p>{TOLD}</p>', '&a;&b;')}",
        page_of(f"<p>{LEAD}</p><p>{TOLD}</p>", head=f"<script type='application/ld+json'>{'[' * 100_000}</script>"),
        page_of(f"<p>{LEAD}</p><p>{TOLD}</p>", head=f"<title>{'a - ' * 100_000}</title>"),
        page_of(f"<p class='{'aB-c ' * 100_000}'>{LEAD}</p><p>{TOLD}</p>"),
        page_of(f"<p>{LEAD}</p><p>{TOLD}</p><img src='data:image/png;base64,{'A' * 3_000_000}'>"),
    ],
    ids=["unclosed", "NULs", "entities", "JSON", "title", "class", "picture"],
)
def test_a_broken_page_is_read_all_the_same(page: str) -> None:
    """Tags left open, NULs, entities of other files and parts without end cost the article nothing."""
    assert [line for line in lines_of(read(page)) if line in (TITLE, LEAD, TOLD)] == [TITLE, LEAD, TOLD]


def test_a_long_page_is_read_whole() -> None:
    """Many thousand paragraphs are as many lines."""
    paragraphs = [f"Đoạn thứ {number} của một bài rất dài, có đủ chữ để là một đoạn văn." for number in range(20_000)]

    assert lines_of(read(page_of(*(f"<p>{each}</p>" for each in paragraphs)))) == [TITLE, *paragraphs]


def test_libraries_say_nothing(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """What the extractors would log of a page is not heard."""
    with caplog.at_level(logging.DEBUG):
        read("<html><body><p>Ngắn.</p></body></html>")

    assert (caplog.records, capfd.readouterr()) == ([], ("", ""))


# Archives


def archive(*parts: tuple[str, bytes], top: str = "") -> bytes:
    """An .mhtml of parts, each with its headers and content."""
    opening = f"From: <Saved by Blink>\r\n{top}MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    return (
        opening.encode()
        + b"".join(b"--b\r\n" + f"{headers}\r\n\r\n".encode() + content + b"\r\n" for headers, content in parts)
        + b"--b--\r\n"
    )


def read_parts(*parts: tuple[str, bytes], top: str = "") -> Document:
    return only(read_archive("a.mhtml", Path("a.mhtml"), archive(*parts, top=top)))


def test_an_archive_gives_the_page_it_was_saved_from() -> None:
    """Of several pages in it the one of the archive's own address is read, with that as its address."""
    page = page_of(f"<p>{LEAD}</p><p>{TOLD}</p>").encode()
    found = read_parts(
        (
            "Content-Type: text/html\r\nContent-Location: https://ads.example/x",
            b"<p>An advertisement of some words.</p>",
        ),
        ("Content-Type: text/html; charset=utf-8\r\nContent-Location: https://mau.vn/a-1.html", page),
        top="Snapshot-Content-Location: https://mau.vn/a-1.html\r\nDate: Sat, 15 Feb 2025 08:00:00 -0000\r\n",
    )

    assert (found.metadata.url, found.made, lines_of(found)) == (
        *("https://mau.vn/a-1.html", date(2025, 2, 15)),
        [TITLE, LEAD, TOLD],
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "no web page in it"),
        (b"<html><body>words</body></html>", "no web page in it"),
        (archive(("Content-Type: image/png", b"abc")), "no web page in it"),
        (archive(("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", b"@@!!")), "no words in it"),
        (
            b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (n, n) for n in range(3000)),
            "parts nested too deep",
        ),
    ],
    ids=["empty", "a page", "pictures", "broken base64", "parts in parts"],
)
def test_an_archive_without_a_page_is_said_to_be_none(content: bytes, expected: str) -> None:
    """Archives of pictures alone, broken ones and other files are named."""
    with pytest.raises(Unreadable) as found:
        only(read_archive("a.mhtml", Path("a.mhtml"), content))

    assert found.value.why == expected
