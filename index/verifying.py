"""Every file of an index, looked at to the last byte: whole, damaged and where, or to be made again."""

import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.database import (
    DATABASE,
    Connection,
    Damaged,
    Generation,
    connected_to_read,
    misplaced,
    missing,
    read_generation,
    require_format,
    told,
    unlike_seal,
)
from index.derived import fault_of_keywords, fault_of_vectors, keywords_path, left_over, vectors_path
from index.errors import IndexUnusable, NoIndex
from index.last_run import NAME, last_run
from index.rows import faults
from index.sealing import SEAL, seal_of
from index.store import State
from index.unfinished import UNFINISHED

Condition = Literal["whole", "damaged", "to be made again", "left over"]

_MOST = 5  # faults of the database that are told


@dataclass(frozen=True, slots=True)
class Looked:
    """A file of the index, its condition, and what is wrong with it (empty: nothing). Only a damaged one cannot be made
    again from the others; what is left over is of no generation that is there.
    """

    file: str
    condition: Condition
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """Every file of an index, the database first, and its generation; None where that cannot be read."""

    generation: int | None
    files: tuple[Looked, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all that is read is what was written."""
        return all(looked.condition == "whole" for looked in self.files)


def verify(folder: Path) -> Verified:
    """Every file of the index in `folder`, looked at; nothing is changed.

    Raises NoIndex where there is none, and IndexUnusable where it is of another format or may not be read.
    """
    try:
        generation, why = _database(folder)
    except Damaged as error:
        return Verified(None, (Looked(DATABASE, "damaged", _reason(error)), *_others(folder, None)))
    except (NoIndex, IndexUnusable):
        if (changed := _unlike_any_seal(folder)) is None:
            raise
        return Verified(None, (Looked(DATABASE, "damaged", changed), *_others(folder, None)))
    database = Looked(DATABASE, "damaged" if why else "whole", "; ".join(why))
    return Verified(generation.number, (database, *_others(folder, generation)))


def _database(folder: Path) -> tuple[Generation, list[str]]:
    """The generation that the database has, and what is wrong with it."""
    with closing(connected_to_read(folder)) as connection:
        generation = read_generation(connection, folder)
        if generation is None:
            raise NoIndex(missing(folder))
        require_format(folder, generation)
        return generation, list(_faults(folder, connection, generation))


def _faults(folder: Path, connection: Connection, generation: Generation) -> Iterator[str]:
    with told(folder):
        if wrong := misplaced(folder, generation):
            yield wrong
        yield from unlike_seal(folder, connection, generation)
        yield from list(faults(connection))[:_MOST]


def _unlike_any_seal(folder: Path) -> str | None:
    """What is wrong where there is no index in a folder, or one of another format, and its seal says that it was
    another.
    """
    seal = seal_of(folder)
    if seal is None:
        return None
    if not (folder / DATABASE).is_file():
        return "missing"
    with told(folder), closing(connected_to_read(folder)) as connection:
        return seal.differing(connection)


def _reason(error: Damaged) -> str:
    """What is wrong, out of the sentence that says it."""
    found = re.search(rf"\({re.escape(DATABASE)}: (.*)\): delete the folder", str(error), re.DOTALL)
    return found[1] if found else str(error)


def _others(folder: Path, generation: Generation | None) -> Iterator[Looked]:
    """The files beside the database; those that are made from it only where its generation is known."""
    if generation is not None:
        state = State(generation.number, generation.mark)
        yield _again(SEAL, _fault_of_seal(folder, generation))
        yield _again(vectors_path(state, folder).name, fault_of_vectors(state, folder))
        yield _again(keywords_path(state, folder).name, fault_of_keywords(state, folder))
        yield from (
            Looked(path.name, "left over", "of no generation that is here") for path in left_over(state, folder)
        )
    if (folder / NAME).exists():
        yield _again(NAME, _fault_of_last_run(folder, generation))
    if (folder / UNFINISHED).exists():
        yield Looked(UNFINISHED, "whole", "kept of a run that was interrupted; each row is checked when it is used")


def _again(name: str, fault: str) -> Looked:
    return Looked(name, "to be made again" if fault else "whole", fault)


def _fault_of_last_run(folder: Path, generation: Generation | None) -> str:
    if (run := last_run(folder)) is None:
        return "does not have its checksum; the next run writes another"
    return "" if generation is None or run.generation == generation.number else "of another generation or index"


def _fault_of_seal(folder: Path, generation: Generation) -> str:
    if not (folder / SEAL).exists():
        return "missing"
    seal = seal_of(folder)
    if seal is None:
        return "does not have its checksum"
    return "" if seal.mark == generation.mark else "of another generation or index"


def told_of_files(verified: Verified, folder: Path) -> str:
    """What was found, for a person, a line for each file, and the remedy."""
    lines = [f"{each.file}: {each.condition}{f' ({each.why})' if each.why else ''}" for each in verified.files]
    if not verified.is_whole:
        place = shlex.quote(str(folder))
        damaged = any(looked.condition == "damaged" for looked in verified.files)
        makes = "keeps what is whole, and names the rest" if damaged else "makes it again; so does the next run"
        lines.append(f"`python -m index repair --index {place}` {makes}.")
    return "\n".join(lines) + "\n"
