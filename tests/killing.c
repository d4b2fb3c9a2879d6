/* Counts what a program asks of the files below a folder, and at the n-th call lets it die or fail; tests/killing.py
   loads this before the program (LD_PRELOAD) and arms it in a child.

   The calls below stand in front of the C library's: Python, SQLite and tantivy all come this way. (tantivy also gives
   meta.json its name by a call of its own, which nobody can come before; what it does next is counted again.) Nothing is
   really synced under it: a process that is killed loses nothing that it wrote. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATE, WRITE, SYNC, RENAME, UNLINK, TRUNCATE, LINK, FOLDER, KINDS };
enum fault { COUNT, DIE, TEAR, FAIL_ONCE, FAIL_ON, FILL };

/* What the parent reads afterwards; it lies in memory that both share. */
struct report {
    int64_t counted;        /* calls of the kinds that were armed for */
    int64_t by_kind[KINDS];
    int64_t struck;         /* the kind of the call at which it struck; -1: it did not */
    int64_t told;           /* for the program under test, to say what it has acknowledged */
    char path[512];         /* what the call was about */
};

static struct {
    int on, fault, error, kinds;
    int64_t at;
    char folder[PATH_MAX];
    struct report *report;
} armed;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* From now on: strike at the n-th call (from 1) of these kinds (a bit each); `error` is the errno of a failure. */
void arm(const char *folder, int fault, int error, int kinds, int64_t at, struct report *report) {
    snprintf(armed.folder, sizeof armed.folder, "%s", folder);
    armed.fault = fault, armed.error = error, armed.kinds = kinds, armed.at = at;
    armed.report = report;
    report->struck = -1;
    armed.on = 1;
}

void disarm(void) { armed.on = 0; }

static int below(const char *path) {
    size_t length = strlen(armed.folder);
    return strncmp(path, armed.folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static void of_descriptor(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
}

static void of_name(int folder, const char *name, char *path) {
    size_t length = 0;
    if (name[0] != '/') {
        if (folder == AT_FDCWD) {
            if (!getcwd(path, PATH_MAX - 1)) path[0] = 0;
        } else
            of_descriptor(folder, path);
        length = strlen(path);
        path[length++] = '/';
    }
    snprintf(path + length, PATH_MAX - length, "%s", name);
}

static void die(void) {
    for (;;) syscall(SYS_kill, getpid(), SIGKILL);
}

enum verdict { PASS, HALF, HALF_THEN_DIE, REFUSE };

/* Counts the call and says what is to become of it; the caller holds the lock. */
static enum verdict judged(enum kind kind, const char *path) {
    struct report *report = armed.report;
    report->by_kind[kind]++;
    if (!(armed.kinds >> kind & 1)) return PASS;
    int64_t number = ++report->counted;
    int later = armed.fault == FAIL_ON || armed.fault == FILL;
    if (armed.fault == COUNT || number < armed.at || (number > armed.at && !later)) return PASS;
    if (number == armed.at) {
        report->struck = kind;
        snprintf(report->path, sizeof report->path, "%s", path);
    }
    if (armed.fault == DIE) die();
    if (armed.fault == TEAR) return HALF_THEN_DIE;
    if (armed.fault == FILL && number == armed.at && kind == WRITE) return HALF;
    errno = armed.error;
    return REFUSE;
}

#define ARMED_BELOW(path) (armed.on && below(path))
#define LOCKED(kind, path, refused)                                                                                    \
    pthread_mutex_lock(&one_at_a_time);                                                                                \
    enum verdict verdict = judged(kind, path);                                                                         \
    if (verdict == REFUSE) {                                                                                           \
        pthread_mutex_unlock(&one_at_a_time);                                                                          \
        return refused;                                                                                                \
    }                                                                                                                  \
    if (verdict == HALF_THEN_DIE && kind != WRITE) die();
#define UNLOCKED                                                                                                       \
    int kept = errno;                                                                                                  \
    pthread_mutex_unlock(&one_at_a_time);                                                                              \
    errno = kept;

/* Writing */

static ssize_t written(int descriptor, const struct iovec *parts, int count, off_t offset, int placed) {
    char path[PATH_MAX];
    if (armed.on) of_descriptor(descriptor, path);
    if (!ARMED_BELOW(path))
        return placed ? syscall(SYS_pwritev, descriptor, parts, count, offset, 0)
                      : syscall(SYS_writev, descriptor, parts, count);
    size_t size = 0;
    for (int part = 0; part < count; part++) size += parts[part].iov_len;
    char *content = malloc(size + 1), *end = content;
    for (int part = 0; part < count; part++) end = mempcpy(end, parts[part].iov_base, parts[part].iov_len);
    pthread_mutex_lock(&one_at_a_time);
    enum verdict verdict = judged(WRITE, path);
    ssize_t done = -1;
    if (verdict != REFUSE) {
        if (verdict != PASS) size /= 2;
        done = placed ? syscall(SYS_pwrite64, descriptor, content, size, offset)
                      : syscall(SYS_write, descriptor, content, size);
        if (verdict == HALF_THEN_DIE) die();
    }
    UNLOCKED
    free(content);
    return done;
}

ssize_t write(int descriptor, const void *data, size_t size) {
    struct iovec part = {(void *)data, size};
    return armed.on ? written(descriptor, &part, 1, 0, 0) : syscall(SYS_write, descriptor, data, size);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) { return written(descriptor, parts, count, 0, 0); }

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t offset) {
    struct iovec part = {(void *)data, size};
    return armed.on ? written(descriptor, &part, 1, offset, 1)
                    : syscall(SYS_pwrite64, descriptor, data, size, offset);
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset) {
    return pwrite64(descriptor, data, size, offset);
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
    return written(descriptor, parts, count, offset, 1);
}

/* The kernel's own copying is refused: whoever asks for it then reads and writes, which is counted. */
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *there, size_t size, unsigned flags) {
    if (!armed.on) return syscall(SYS_copy_file_range, from, at, to, there, size, flags);
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
    if (!armed.on) return syscall(SYS_sendfile, to, from, at, size);
    errno = ENOTSOCK; /* what an old kernel says to it, and Python understands */
    return -1;
}

ssize_t sendfile(int to, int from, off_t *at, size_t size) { return sendfile64(to, from, at, size); }

/* Syncing */

static int synced(int descriptor) {
    char path[PATH_MAX];
    if (armed.on) of_descriptor(descriptor, path);
    if (!ARMED_BELOW(path)) return 0;
    LOCKED(SYNC, path, -1)
    UNLOCKED
    return 0;
}

int fsync(int descriptor) { return synced(descriptor); }
int fdatasync(int descriptor) { return synced(descriptor); }

/* Opening, where that makes or empties a file */

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat state;
    int changes = flags & (O_CREAT | O_TRUNC) && (flags & O_TMPFILE) != O_TMPFILE;
    if (armed.on && changes) of_name(folder, name, path);
    if (!changes || !ARMED_BELOW(path)) return syscall(SYS_openat, folder, name, flags, mode);
    int there = !fstatat(folder, name, &state, AT_SYMLINK_NOFOLLOW);
    if (there && !(flags & O_TRUNC && state.st_size)) return syscall(SYS_openat, folder, name, flags, mode);
    LOCKED(CREATE, path, -1)
    int descriptor = syscall(SYS_openat, folder, name, flags, mode);
    UNLOCKED
    return descriptor;
}

#define MODE                                                                                                           \
    mode_t mode = 0;                                                                                                   \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                               \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode = va_arg(more, mode_t);                                                                                   \
        va_end(more);                                                                                                  \
    }

int open(const char *name, int flags, ...) { MODE return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE return opened(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE return opened(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE return opened(folder, name, flags, mode); }

/* Names */

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    char path[PATH_MAX], other[PATH_MAX];
    if (armed.on) of_name(from_folder, from, path), of_name(to_folder, to, other);
    if (!ARMED_BELOW(other)) return syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    LOCKED(RENAME, path, -1)
    int failed = syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    UNLOCKED
    return failed;
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    return renameat2(from_folder, from, to_folder, to, 0);
}

int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    if (armed.on) of_name(folder, name, path);
    if (!ARMED_BELOW(path) || faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW))
        return syscall(SYS_unlinkat, folder, name, flags);
    LOCKED(UNLINK, path, -1)
    int failed = syscall(SYS_unlinkat, folder, name, flags);
    UNLOCKED
    return failed;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    char path[PATH_MAX], other[PATH_MAX];
    if (armed.on) of_name(from_folder, from, path), of_name(to_folder, to, other);
    if (!ARMED_BELOW(other)) return syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    LOCKED(LINK, other, -1)
    int failed = syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    UNLOCKED
    return failed;
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int mkdirat(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    if (armed.on) of_name(folder, name, path);
    if (!ARMED_BELOW(path) || !faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW))
        return syscall(SYS_mkdirat, folder, name, mode);
    LOCKED(FOLDER, path, -1)
    int failed = syscall(SYS_mkdirat, folder, name, mode);
    UNLOCKED
    return failed;
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

int ftruncate64(int descriptor, off64_t size) {
    char path[PATH_MAX];
    if (armed.on) of_descriptor(descriptor, path);
    if (!ARMED_BELOW(path)) return syscall(SYS_ftruncate, descriptor, size);
    LOCKED(TRUNCATE, path, -1)
    int failed = syscall(SYS_ftruncate, descriptor, size);
    UNLOCKED
    return failed;
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }
