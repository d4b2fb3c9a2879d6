"""What several tests share: the seeds, indexed once with the real sentence model."""

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from assistant import Assistant
from index.building import build
from index.encoder import Encoder, open_encoder
from index.searching import Index
from index.settings import settings
from tests.three_articles import BRIDGE, FLOOD, RICE
from tests.visiting import address as address
from tests.visiting import browser as browser
from tests.visiting import readers as readers
from tests.visiting import visit as visit

ROOT = Path(__file__).parent.parent

hypothesis_settings.register_profile("untimed", deadline=None)  # no test is about how long it takes
hypothesis_settings.load_profile("untimed")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled sentence model, its weights unpacked in the user's cache."""
    return open_encoder(None, settings({"HOME": str(Path.home())}).cache)


@pytest.fixture(scope="session")
def seeds_folder(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the five articles."""
    folder = tmp_path_factory.mktemp("index") / "built"
    build(ROOT / "seeds", folder, encoder)
    return folder


@pytest.fixture(scope="session")
def seeds_index(seeds_folder: Path, encoder: Encoder) -> Index:
    """The index of the five articles, open."""
    return Index.open(seeds_folder, encoder)


@pytest.fixture(scope="session")
def assistant(seeds_index: Index) -> Assistant:
    """The assistant over the five articles."""
    return Assistant(seeds_index)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of three articles, one in a folder of its own."""
    folder = tmp_path / "articles"
    (folder / "kinh tế").mkdir(parents=True)
    (folder / "flood.txt").write_text(FLOOD)
    (folder / "kinh tế" / "rice.txt").write_text(RICE)
    (folder / "bridge.txt").write_text(BRIDGE)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index goes."""
    return tmp_path / "index"
