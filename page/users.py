"""Who may use the chat: names and passwords in a file, a line each, and the HTTP Basic log-in that is held against it.

    lan:scrypt$32768$8$3$<salt>$<key>

Names and passwords are UTF-8 in Unicode's form C, salt and key base64. Logging in is slow on purpose (RFC 7914; costs
as OWASP's Password Storage Cheat Sheet has them), so a header that was right once is remembered by a keyed digest.
"""

import asyncio
import hmac
import os
import secrets
import stat
import sys
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import scrypt, sha256
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path
from time import monotonic
from typing import Literal, Self
from unicodedata import category, normalize

from assistant.errors import TrichDanError, UsageError

SHORTEST = 8  # characters of a password
LONGEST = 1000  # characters of a name or a password
N, R, P = 2**15, 8, 3  # of a new password: 32 MB, about a quarter of a second
MOST_WORK = 2**26  # N·r·p that a line may state: some seconds
WRONG = 10  # wrong passwords from one address, or for one name, within WHILE
WHILE = 60.0  # seconds
VERIFYING = 64  # log-ins that wait to be verified: some twenty seconds of work
KEPT = 10_000  # addresses and names whose wrong passwords are counted, and headers that are remembered
MEMORY = 2**28  # bytes that one verification may take

Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Secret:
    """What a password is held against."""

    n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    @classmethod
    def of(cls, password: str, salt: bytes, n: int = N, r: int = R, p: int = P) -> Self:
        """The secret of a password."""
        given = normalize("NFC", password).encode()
        return cls(n, r, p, salt, scrypt(given, salt=salt, n=n, r=r, p=p, maxmem=MEMORY, dklen=32))

    def fits(self, password: str) -> bool:
        """Whether it is the secret of this password, in the same time whatever differs."""
        return hmac.compare_digest(Secret.of(password, self.salt, self.n, self.r, self.p).key, self.key)

    def __str__(self) -> str:
        salt, key = (b64encode(part).decode() for part in (self.salt, self.key))
        return f"scrypt${self.n}${self.r}${self.p}${salt}${key}"


class Users:
    """The users of a file, which is read again when it changes. Where it can then not be read, nobody is let in.

    `clock` tells seconds.
    """

    def __init__(
        self,
        file: Path,
        seen: Stamp | None,
        secrets_of: Mapping[str, Secret],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._file = file
        self._seen = seen
        self._secrets = secrets_of
        self._digest_key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, tuple[str, Secret]] = OrderedDict()
        self._decoy = Secret.of(secrets.token_hex(), secrets.token_bytes(16))
        self.wrong = Wrong(clock)

    @classmethod
    def open(cls, file: Path, clock: Callable[[], float] = monotonic) -> Self:
        """The users of a file; a UsageError where it cannot be read, others can read it, or it has nobody in it."""
        seen = _stamp(file)  # before it is read: a change meanwhile is then noticed
        return cls(file, seen, read(file), clock)

    def remembered(self, authorization: str) -> str | None:
        """Whose header this is, if it was right before and the user is still there with the same password."""
        self._read_again()
        known = self._known.get(self._digest(authorization))
        return known[0] if known and self._secrets.get(known[0]) == known[1] else None

    def verify(self, authorization: str, name: str, password: str) -> bool:
        """Whether the password is right, which takes its time, as long for a name that nobody has; the header is
        remembered if it is.
        """
        secret = self._secrets.get(name)
        right = (secret or self._decoy).fits(password) and secret is not None
        if right and secret is not None:
            self._known[self._digest(authorization)] = (name, secret)
            _shorten(self._known)
        return right

    def _digest(self, authorization: str) -> bytes:
        return hmac.digest(self._digest_key, authorization.encode(), sha256)

    def _read_again(self) -> None:
        stamp = _stamp(self._file)
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            self._secrets = read(self._file)
        except TrichDanError as error:
            self._secrets = {}
            sys.stderr.write(f"Nobody is let in until this is mended: {error}\n")


class Wrong:
    """The wrong passwords of the last minute, by address and by name. A name that others guess at is still verified
    where its address had none wrong: else anybody could keep its owner out.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def too_many(self, address: str, name: str) -> bool:
        """Whether this address may try no more for a while, or no more as this name."""
        here = len(self._recent(f"from {address}"))
        return here >= WRONG or (here > 0 and len(self._recent(f"as {name}")) >= WRONG)

    def add(self, address: str, name: str) -> None:
        """Counts one."""
        for key in (f"from {address}", f"as {name}"):
            self._recent(key).append(self._clock())

    def _recent(self, key: str) -> deque[float]:
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] <= self._clock() - WHILE:
            times.popleft()
        _shorten(self._times)
        return times


class Login:
    """Says who logs in. Passwords are verified one at a time, so that nobody can keep every processor at it, and no
    more after some wrong ones from the same address or for the same name.
    """

    def __init__(self, users: Users) -> None:
        self._users = users
        self._one = asyncio.Lock()
        self._waiting = 0

    async def name(self, authorization: str, address: str) -> "str | Denied":
        """The name of who sends this header from this address, or why he is not let in."""
        known, given = self._users.remembered(authorization), credentials(authorization)
        if known is not None:
            return known
        if given is None:
            return Denied("unknown")
        keys = (network(address), given[0])
        if self._waiting >= VERIFYING or self._users.wrong.too_many(*keys):
            return Denied("too_many")
        self._waiting += 1
        try:
            async with self._one:
                return await self._verified(authorization, given, keys)
        finally:
            self._waiting -= 1

    async def _verified(self, authorization: str, given: tuple[str, str], keys: tuple[str, str]) -> "str | Denied":
        """The name if its password is right; the same header, or wrong ones, may have come while this one waited."""
        known = self._users.remembered(authorization)
        if known is not None:
            return known
        if self._users.wrong.too_many(*keys):
            return Denied("too_many")
        if await asyncio.to_thread(self._users.verify, authorization, *given):
            return given[0]
        self._users.wrong.add(*keys)
        return Denied("unknown")


@dataclass(frozen=True, slots=True)
class Denied:
    """That somebody is not let in: he is nobody that is known, or there were too many wrong passwords."""

    why: Literal["unknown", "too_many"]


def credentials(authorization: str) -> tuple[str, str] | None:
    """The name and the password of a Basic header (RFC 7617); None where it holds none.

    >>> credentials("Basic bGFuOm3huq10IGto4bqpdQ==")
    ('lan', 'mật khẩu')
    """
    scheme, _, given = authorization.partition(" ")
    try:
        name, colon, password = b64decode(given.strip(), validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8
        return None
    if scheme.lower() != "basic" or not colon or len(name) > LONGEST or len(password) > LONGEST:
        return None
    return normalize("NFC", name), normalize("NFC", password)


def network(address: str) -> str:
    """What stands for an address when wrong passwords are counted: of IPv6 its /64, which one household has."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else address


def read(file: Path) -> dict[str, Secret]:
    """The users of a file; a UsageError where it cannot be read, others can read it, or a line is none."""
    try:
        text = file.read_text(encoding="utf-8")
        mode = file.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--users {file}: cannot be read ({error}). {_remedy(file)}") from error
    if os.name == "posix" and mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise UsageError(f"--users {file}: others can read or change it. Close it to them: chmod 600 {file}")
    found: dict[str, Secret] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            name, secret = _entry(line, f"{file}, line {number}")
            if name in found:
                raise UsageError(f"{file}, line {number}: {name!r} is there already. Remove one of the two lines.")
            found[name] = secret
    if not found:
        raise UsageError(f"--users {file}: there is nobody in it. {_remedy(file)}")
    return found


def add_user(file: Path, name: str, password: str) -> bool:
    """Writes a user into the file, which is made where there is none; whether he was there and has a new password. A
    UsageError for a name or a password that cannot be taken.
    """
    name, password = normalize("NFC", name), normalize("NFC", password)
    _require(name, password)
    before = read(file) if file.exists() and file.stat().st_size else {}
    users = {**before, name: Secret.of(password, secrets.token_bytes(16))}
    _write(file, "".join(f"{one}:{secret}\n" for one, secret in users.items()))
    return name in before


def _require(name: str, password: str) -> None:
    """Raises a UsageError for a name or a password that cannot be taken."""
    if not name.strip() or name != name.strip() or ":" in name or _has_controls(name) or len(name) > LONGEST:
        raise UsageError(f"A user's name has no colon, no control character and no space at its ends, not {name!r}.")
    if len(password) < SHORTEST:
        raise UsageError(f"A password has {SHORTEST} characters or more, not {len(password)}.")
    if _has_controls(password) or len(password) > LONGEST:
        raise UsageError(f"A password has no control characters and at most {LONGEST} characters.")


def _has_controls(text: str) -> bool:
    """Whether a text has characters that no line or header can carry."""
    return any(category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text)


def _entry(line: str, where: str) -> tuple[str, Secret]:
    """The user of a line; a UsageError where it is none."""
    name, _, stated = line.strip().partition(":")
    try:
        scheme, *costs, salt, key = stated.split("$")
        n, r, p = map(int, costs)
        secret = Secret(n, r, p, b64decode(salt, validate=True), b64decode(key, validate=True))
        sound = scheme == "scrypt" and _affordable(n, r, p) and len(secret.salt) >= 8 and len(secret.key) == 32
    except (ValueError, NotBase64):
        sound = False
    if not name or not sound:
        raise UsageError(f"{where}: not a user (name:scrypt$N$r$p$salt$key). Make the line anew with --add-user NAME.")
    return normalize("NFC", name), secret


def _affordable(n: int, r: int, p: int) -> bool:
    """Whether a password of these costs can be verified here, and its costs are some."""
    power_of_two = n > 1 and n & (n - 1) == 0
    return power_of_two and r > 0 and p > 0 and 128 * r * (n + p + 2) < MEMORY and 2**14 <= n * r * p <= MOST_WORK


def _write(file: Path, text: str) -> None:
    """Puts the text in the file's place at once and whole, for its owner only."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"--users {file}: cannot be written ({error}). Name a file in a folder of yours.") from error


def _remedy(file: Path) -> str:
    return f"Add somebody: python ui.py --users {file} --add-user NAME"


def _stamp(file: Path) -> Stamp | None:
    """What changes with the file; None where it is not there."""
    try:
        now = file.stat()
    except OSError:
        return None
    return now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino


def _shorten(kept: "OrderedDict[bytes, tuple[str, Secret]] | OrderedDict[str, deque[float]]") -> None:
    """Drops the oldest of too many."""
    while len(kept) > KEPT:
        kept.popitem(last=False)
