"""Who may log in: the file of users, their passwords, and what wrong ones cost."""

import asyncio
import io
import os
import stat
import subprocess
import sys
import unicodedata
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

import ui
from assistant.errors import UsageError
from page import users as module
from page.users import WRONG, Denied, Login, Secret, Users, Wrong, add_user, credentials, network, read
from tests.browser import ROOT

LAN, MINH = "Lan Phương", "minh"
PASSWORD = "mật khẩu dài"  # noqa: S105 - the tests' own


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost little; what they cost is another test's matter."""
    of: Any = Secret.of
    monkeypatch.setattr(of.__func__, "__defaults__", (2**14, 1, 1))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of two users."""
    file = tmp_path / "users"
    add_user(file, LAN, PASSWORD)
    add_user(file, MINH, "another password")
    return file


def header(name: str, password: str) -> str:
    return "Basic " + b64encode(f"{name}:{password}".encode()).decode()


def came(login: Login, authorization: str, address: str = "192.0.2.1") -> str | Denied:
    return asyncio.run(login.name(authorization, address))


UNKNOWN, TOO_MANY = Denied("unknown"), Denied("too_many")


def test_a_user_logs_in_with_the_password_and_no_other(file: Path) -> None:
    """As typed on any machine: composed letters or not. A header that was right is right again."""
    login = Login(Users.open(file))
    apart = unicodedata.normalize("NFD", LAN), unicodedata.normalize("NFD", PASSWORD)
    given = [header(LAN, PASSWORD), header(*apart), header(LAN, PASSWORD), header(LAN, "another password")]
    assert [came(login, one) for one in given] == [LAN, LAN, LAN, UNKNOWN]


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !",
        "Bearer bGFuOnBhc3N3b3Jk",
        "Basic bGFu",
        "Basic /////w==",
        header("", ""),
        header("x" * 2000, PASSWORD),
        header(f"{LAN}:{PASSWORD}", ""),
        header(LAN.upper(), PASSWORD),
        header(LAN, PASSWORD + " "),
    ],
)
def test_what_is_no_right_login_lets_nobody_in(file: Path, authorization: str) -> None:
    """Whatever it looks like, the same answer."""
    assert came(Login(Users.open(file)), authorization) == UNKNOWN


def test_a_file_holds_no_password_and_only_its_owner_reads_it(file: Path) -> None:
    """A line a user, each with a salt of its own."""
    add_user(file, "third", PASSWORD)
    text = file.read_text("utf-8")
    salts = {line.split("$")[4] for line in text.splitlines()}
    assert (PASSWORD in text, len(salts), stat.S_IMODE(file.stat().st_mode)) == (False, 3, 0o600)
    assert list(read(file)) == [LAN, MINH, "third"]
    assert list(file.parent.iterdir()) == [file]


def test_a_new_password_is_dear() -> None:
    """Thirty-two megabytes and three rounds, as OWASP has it, not what the tests make do with."""
    assert (module.N, module.R, module.P) == (2**15, 8, 3)


def test_a_user_who_is_removed_is_not_let_in_again(file: Path) -> None:
    """Though his header was right a moment ago; the others stay. Nor is one whose password is another now."""
    login = Login(Users.open(file))
    lan, minh = header(LAN, PASSWORD), header(MINH, "another password")
    assert [came(login, one) for one in (lan, minh)] == [LAN, MINH]
    add_user(file, MINH, "a third password")
    assert [came(login, one) for one in (lan, minh, header(MINH, "a third password"))] == [LAN, UNKNOWN, MINH]
    file.write_text("".join(line for line in file.read_text("utf-8").splitlines(keepends=True) if LAN not in line))
    assert [came(login, one) for one in (lan, header(MINH, "a third password"))] == [UNKNOWN, MINH]


@pytest.mark.parametrize("damage", ["", "lan\n", None])
def test_a_file_that_cannot_be_read_any_more_lets_nobody_in(
    file: Path, damage: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told once, and mended while the chat runs."""
    login, whole = Login(Users.open(file)), file.read_bytes()
    assert came(login, header(LAN, PASSWORD)) == LAN
    if damage is None:
        file.unlink()
    else:
        file.write_text(damage)
    assert [came(login, header(LAN, PASSWORD)) for _ in range(3)] == [UNKNOWN] * 3
    assert capsys.readouterr().err.count("Nobody is let in until this is mended") == 1
    file.write_bytes(whole)
    file.chmod(0o600)
    assert came(login, header(LAN, PASSWORD)) == LAN


def test_a_right_password_is_verified_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty requests of a page that come together cost one verification."""
    users = Users.open(file)
    login, verified, verify = Login(users), [], users.verify

    def verify_and_tell(*given: str) -> bool:
        verified.append(given)
        return verify(*given)

    monkeypatch.setattr(users, "verify", verify_and_tell)

    async def page() -> list[str | Denied]:
        return await asyncio.gather(*(login.name(header(LAN, PASSWORD), "192.0.2.1") for _ in range(30)))

    assert (asyncio.run(page()), len(verified)) == ([LAN] * 30, 1)


def test_an_unknown_name_costs_as_much_as_a_known_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nobody learns who is a user."""
    users, costs = Users.open(file), []
    fits = Secret.fits

    def fits_and_tell(self: Secret, given: str) -> bool:
        costs.append((self.n, self.r, self.p))
        return fits(self, given)

    monkeypatch.setattr(Secret, "fits", fits_and_tell)
    for name in (LAN, "nobody"):
        assert users.verify(header(name, "wrong"), name, "wrong") is False
    assert costs == [costs[0]] * 2


def test_many_wrong_passwords_are_not_verified(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten a minute from one address; who is logged in stays so; after a minute it is forgotten."""
    now = [0.0]
    users = Users.open(file, lambda: now[0])
    login = Login(users)
    assert came(login, header(MINH, "another password")) == MINH
    tried = [came(login, header(f"name {number}", "wrong")) for number in range(WRONG + 2)]
    assert tried == [UNKNOWN] * WRONG + [TOO_MANY] * 2
    assert came(login, header(LAN, PASSWORD)) == TOO_MANY
    assert came(login, header(MINH, "another password")) == MINH
    now[0] += 60.0
    assert came(login, header(LAN, PASSWORD)) == LAN


def test_a_name_that_many_guess_at_is_open_to_its_owner_only(file: Path) -> None:
    """After ten wrong ones from anywhere, an address has a single guess at it; the right one is let in at once."""
    login = Login(Users.open(file))
    addresses = [f"198.51.100.{number}" for number in range(WRONG + 2)]
    tried = [came(login, header(LAN, f"wrong {turn}"), one) for turn in "ab" for one in addresses]
    assert tried == [UNKNOWN] * len(addresses) + [TOO_MANY] * len(addresses)
    assert came(login, header(LAN, PASSWORD)) == LAN


def test_many_at_once_get_no_more_tries(file: Path) -> None:
    """Those that wait to be verified are counted too."""
    login = Login(Users.open(file))

    async def together() -> list[str | Denied]:
        return await asyncio.gather(*(login.name(header(LAN, f"wrong {n}"), "192.0.2.1") for n in range(50)))

    tried = asyncio.run(together())
    assert (tried.count(UNKNOWN), tried.count(TOO_MANY)) == (WRONG, 50 - WRONG)


def test_an_ipv6_household_is_one_address() -> None:
    """It has more addresses than there are passwords."""
    assert network("2001:db8::1") == network("2001:db8::ffff") != network("2001:db8:0:1::1")
    assert [network("192.0.2.1"), network("unix")] == ["192.0.2.1", "unix"]


def test_what_is_counted_stays_small() -> None:
    """Of wrong passwords from very many addresses, the oldest are forgotten."""
    wrong = Wrong(lambda: 0.0)
    for number in range(module.KEPT):
        wrong.add(str(number), str(number))
    assert len(wrong._times) == module.KEPT


LINE = f"lan:{Secret.of('password', b'0' * 16, 2**14, 1, 1)}"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "there is nobody in it. Add somebody: python ui.py --users"),
        (f"{LINE}\nminh", "line 2: not a user (name:scrypt$N$r$p$salt$key). Make the line anew with --add-user NAME."),
        (LINE[1 + len("lan") - 1 :], "line 1: not a user"),
        (LINE.replace("scrypt", "plain"), "line 1: not a user"),
        (LINE.replace("$16384$", "$16385$"), "line 1: not a user"),
        (LINE.replace("$16384$", f"${2**30}$"), "line 1: not a user"),
        (LINE.replace("$16384$", "$2$"), "line 1: not a user"),
        (LINE[:-2], "line 1: not a user"),
        (f"{LINE}\n\n{LINE}", "line 3: 'lan' is there already."),
    ],
)
def test_a_line_that_is_no_user_is_told_with_its_place(tmp_path: Path, lines: str, sentence: str) -> None:
    """And nobody is let in by it."""
    file = tmp_path / "users"
    file.write_text(lines)
    file.chmod(0o600)
    with pytest.raises(UsageError) as refused:
        Users.open(file)
    assert sentence in str(refused.value)
    assert str(file) in str(refused.value)


@pytest.mark.skipif(os.name != "posix", reason="only there have files a mode")
@pytest.mark.parametrize("mode", [0o604, 0o602, 0o666, 0o620])
def test_a_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    """With the command that closes it."""
    file.chmod(mode)
    with pytest.raises(UsageError, match=f"chmod 600 {file}"):
        Users.open(file)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        *((name, PASSWORD) for name in ("a:b", "a\nb", "", " a", "a\u2028", "x" * 1001)),
        *((LAN, password) for password in ("7 chars", "", "a\tpassword", "x" * 1001)),
    ],
)
def test_a_name_or_password_that_cannot_be_is_refused(file: Path, name: str, password: str) -> None:
    """And the file is as it was."""
    before = file.read_bytes()
    with pytest.raises(UsageError):
        add_user(file, name, password)
    assert file.read_bytes() == before


def test_a_right_header_is_kept_by_a_digest_only(file: Path) -> None:
    """No password stays in memory to be found there."""
    users = Users.open(file)
    assert users.verify(header(LAN, PASSWORD), LAN, PASSWORD)
    assert header(LAN, PASSWORD) not in str(users._known)
    assert [len(key) for key in users._known] == [32]


def test_credentials_are_read_as_browsers_and_curl_send_them() -> None:
    """A colon belongs to the password; the scheme's letters may be small or capital."""
    assert credentials(header(LAN, "a:b")) == (LAN, "a:b")
    assert credentials(header(LAN, "a:b").replace("Basic", "basic")) == (LAN, "a:b")


# ---- the command ----


def test_the_command_writes_a_user(tmp_path: Path) -> None:
    """With a line of standard input as the password, where nobody types it."""
    file = tmp_path / "users"
    command = [sys.executable, "ui.py", "--users", str(file), "--add-user", LAN]

    def run(password: str) -> tuple[int, str, str]:
        done = subprocess.run(command, input=password, capture_output=True, text=True, cwd=ROOT, check=False)
        return done.returncode, done.stdout, done.stderr

    assert run("short\n") == (2, "", "A password has 8 characters or more, not 5.\n")
    assert run(f"{PASSWORD}\n") == (0, f"{LAN} may log in: {file}\n", "")
    assert read(file)[LAN].fits(PASSWORD)
    assert (read(file)[LAN].n, stat.S_IMODE(file.stat().st_mode)) == (module.N, 0o600)


def test_a_password_is_typed_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unseen; two that differ change nothing."""
    typed = iter([PASSWORD, "something else", PASSWORD, PASSWORD])
    keyboard = io.StringIO()
    keyboard.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", keyboard)
    monkeypatch.setattr(ui, "getpass", lambda prompt: next(typed))
    monkeypatch.setenv("ASSISTANT_USERS", str(tmp_path / "users"))
    assert [ui.main(["--add-user", LAN]) for _ in range(2)] == [2, 0]
    told = capsys.readouterr()
    assert (told.err, told.out) == (
        "The two are not the same. Nothing was changed.\n",
        f"{LAN} may log in: {tmp_path / 'users'}\n",
    )


def test_a_user_needs_a_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence says how to name it."""
    monkeypatch.delenv("ASSISTANT_USERS", raising=False)
    assert ui.main(["--add-user", "lan"]) == 2
    assert capsys.readouterr().err == "Say where: python ui.py --users FILE --add-user lan\n"
