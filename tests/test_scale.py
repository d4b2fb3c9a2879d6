"""The scale benchmark: an encoder that costs nothing, and what is held against the generator's own account."""

from pathlib import Path

import numpy as np

from benchmarks.generated import write_newsroom
from benchmarks.scale import FreeEncoder, cost_figures, found_figures
from index.building import build
from tests.fakes import LetterEncoder


def test_the_free_encoder_gives_each_text_a_direction_of_its_own() -> None:
    """Unit vectors under the model's name and dimension, the same for the same text."""
    encoder = FreeEncoder(LetterEncoder())
    rows = encoder.encode_passages(["Lũ lớn ở Huế", "Giá gạo tăng", "Lũ lớn ở Huế"])

    assert (encoder.name, rows.shape) == ("letters", (3, 36))
    assert np.linalg.norm(rows, axis=1).tolist() == [1.0, 1.0, 1.0] or np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert rows[0].tolist() == rows[2].tolist() == encoder.encode_question("Lũ lớn ở Huế").tolist()
    assert abs(float(rows[0] @ rows[1])) < 0.9


def test_a_small_newsroom_is_told_apart(tmp_path: Path) -> None:
    """Copies and edits are found, template twins stay apart, and what cannot be read is reported."""
    room = write_newsroom(tmp_path / "articles", 120, copied=0.05, edited=0.1, templated=0.1, unreadable=6)
    report = build(room.folder, tmp_path / "index", FreeEncoder(LetterEncoder()))

    held = {figure.what: figure.held for figure in found_figures(report, room, tmp_path / "index")}

    assert held == dict.fromkeys(held, True)
    assert len(held) == 5
    assert report.added == room.articles + len(room.legacy)


def test_the_share_of_everything_else_is_of_the_whole(tmp_path: Path) -> None:
    """At one text a second the sentence model is nearly all of it; infinitely fast, it is nothing."""
    room = write_newsroom(tmp_path / "articles", 20)
    report = build(room.folder, tmp_path / "index", FreeEncoder(LetterEncoder()))

    slow, fast = (list(cost_figures(report, room, rate))[-1] for rate in (1.0, 1e12))

    assert (slow.what, slow.held, round(fast.value)) == ("everything else, of the whole", True, 100)
