"""The server's memory."""

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")

TOLD = """
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""
EIGHT_THREADS = f"""
import ctypes, threading
import ui
from page.memory import give_back_memory
assert {{given_back}}
here = threading.Barrier(8)
def work():
    held = [bytes(2000) for _ in range(100)]
    here.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
{TOLD}
"""
LARGE_AFTER_LARGER = f"""
import ctypes
from page.memory import APART, give_back_memory
assert {{given_back}}
larger = bytes(1 << 24)
del larger
large = [bytes(APART) for _ in range(50)]
{TOLD}
"""
HOLES = """
from page.memory import give_back_holes
from pathlib import Path
def told():
    print(Path("/proc/self/status").read_text().split("RssAnon:")[1].split()[0])
pieces = [bytes([number % 256]) * 2000 for number in range(20_000)]
pieces = pieces[::500]
told()
assert give_back_holes()
told()
"""


def test_threads_share_two_arenas() -> None:
    """What eight threads at once allocate lies in two arenas, after all that the server imports."""
    shared, as_it_was = (_told(EIGHT_THREADS, given_back).count("<heap ") for given_back in (True, False))

    assert shared == 2
    assert as_it_was > 2


def test_large_pieces_lie_apart() -> None:
    """A large piece can be given back, whatever larger one was let go of before."""
    apart, among = (_told(LARGE_AFTER_LARGER, given_back).split('"mmap" count="')[1] for given_back in (True, False))

    assert int(apart.split('"')[0]) >= 50
    assert int(among.split('"')[0]) < 50


def test_holes_are_given_back() -> None:
    """Of 40 MB among which a few pieces are still used, most goes back to the system."""
    before, after = map(int, _told(HOLES).split())

    assert before - after > 20_000  # KB


def _told(program: str, given_back: bool = True) -> str:
    """What the C library says of its memory at the end of a program that had it given back, or had not."""
    command = [sys.executable, "-c", program.format(given_back="give_back_memory()" if given_back else "True")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
