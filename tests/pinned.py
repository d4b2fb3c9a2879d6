"""`python -m tests.pinned [REQUIREMENTS…]`: what is installed for these requirements, each package with its version."""

import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent


def required(file: Path) -> list[Requirement]:
    """What a file of requirements asks for, with the files that it names."""
    asked: list[Requirement] = []
    for line in (raw.partition("#")[0].strip() for raw in file.read_text("utf-8").splitlines()):
        if line.startswith("-r "):
            asked += required(file.parent / line.removeprefix("-r ").strip())
        elif line:
            asked.append(Requirement(line))
    return asked


def pinned(*files: Path) -> dict[str, Version]:
    """The packages that are installed for these files, with all that those need, by name."""
    waiting = [one for file in files for one in required(file)]
    found: dict[str, Version] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        asked = waiting.pop()
        for extra in ("", *asked.extras):
            if (asked.name, extra) in seen:
                continue
            seen.add((asked.name, extra))
            try:
                package = distribution(asked.name)
            except PackageNotFoundError:  # of another system, or an extra that is not installed
                continue
            found[canonicalize_name(asked.name)] = Version(package.version)
            needs = [Requirement(line) for line in package.requires or ()]
            waiting += [one for one in needs if one.marker is None or one.marker.evaluate({"extra": extra})]
    return dict(sorted(found.items()))


def main(arguments: list[str]) -> int:
    """Prints a line for each."""
    files = [Path(one) for one in arguments] or [ROOT / "requirements.txt"]
    sys.stdout.write("".join(f"{name}=={version}\n" for name, version in pinned(*files).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
