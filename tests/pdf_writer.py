"""A tiny PDF writer: pages of rows, each at its place, in one font that knows its letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT, WIDTH = 842, 595  # points of an A4 page


@dataclass(frozen=True)
class Shown:
    """A text at its place, in points from the lower left."""

    text: str
    x: float
    y: float
    size: float = 10
    artifact: bool = False


def column(text: str, x: float, y: float, size: float = 10, leading: float = 12) -> list[Shown]:
    """The lines of a text below each other; a blank line is half a row, one that begins with spaces stands in."""
    found: list[Shown] = []
    for line in text.split("\n"):
        if line.strip():
            found.append(Shown(line.strip(), x + 5 * (len(line) - len(line.lstrip())), y, size))
        y -= leading if line.strip() else leading / 2
    return found


def pdf(pages: Sequence[Sequence[Shown] | str], info: Mapping[str, str] | None = None) -> bytes:
    """A PDF of these pages; one given as text is its drawing steps, letters in {braces} put into the font's codes."""
    drawn = [page if isinstance(page, str) else "\n".join(map(_drawn, page)) for page in pages]
    codes = {letter: f"{number:04X}" for number, letter in enumerate(sorted(set("".join(drawn))), 1)}
    contents = [_coded(steps, codes).encode("latin-1") for steps in drawn]
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(pages)))
    said = " ".join(f"/{name} <FEFF{value.encode('utf-16-be').hex()}>" for name, value in (info or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Tiny /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 5 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Tiny /DW 500 /W [1 {len(codes) + 1} 500]".encode()
        + b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(_to_unicode(codes)),
        f"<< {said} >>".encode(),
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {8 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(stream(content))
    return document(objects)


def stream(content: bytes, extra: str = "") -> bytes:
    """An object that holds these bytes."""
    return f"<< /Length {len(content)} {extra} >>\nstream\n".encode() + content + b"\nendstream"


def document(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, the first its root, the sixth what it says of itself."""
    written = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(written)}\n%%EOF"
    return written + end.encode()


def _drawn(shown: Shown) -> str:
    steps = f"BT /F {shown.size} Tf 1 0 0 1 {shown.x} {shown.y} Tm {{{shown.text}}} Tj ET"
    return f"/Artifact << /Type /Pagination >> BDC {steps} EMC" if shown.artifact else steps


def _coded(steps: str, codes: Mapping[str, str]) -> str:
    """Drawing steps with the texts in braces as the font's codes."""
    parts = steps.replace("{", "\0").replace("}", "\0").split("\0")
    coded = (f"<{''.join(map(codes.__getitem__, part))}>" if number % 2 else part for number, part in enumerate(parts))
    return "".join(coded)


def _to_unicode(codes: Mapping[str, str]) -> bytes:
    lines = [f"<{code}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    begin = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    return f"{begin} 1 begincodespacerange <0000> <FFFF> endcodespacerange\n{maps}\nendcmap end end".encode()
