"""The server's memory: what an answer took is given back, or used for the next."""

import ctypes

ARENAS = 2  # that all threads share: sixteen, glibc's own choice on two processors, hold 60 MB more that nobody uses
APART = 1 << 18  # bytes from which a piece is had from the system, and given back to it: a new generation takes some
EVERY = 30.0  # seconds from one time that holes are given back to the next, which takes some milliseconds
_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # of glibc's malloc.h


def give_back_memory() -> bool:
    """Whether the C library now gives back what was let go of, as only glibc has to be told.

    Each answer has a thread of its own, and what it lets go of stays in the arena that it happened to be given; and
    after one large piece was let go of, glibc puts others as large among the small, where they leave holes. To be
    called before there are other threads.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another C library; of Windows, TypeError
        return False
    return bool(mallopt(_ARENA_MAX, ARENAS)) and bool(mallopt(_MMAP_THRESHOLD, APART))


def give_back_holes() -> bool:
    """Whether pages that lie unused among used ones were given back to the system."""
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError, TypeError):  # as above
        return False
