/* Stands between Gradesk and the system and counts what is done to the files below one folder: it can end the process at
 * the n-th deed, let a deed fail, let the disk be full, and write down every deed with its bytes. Loaded by LD_PRELOAD;
 * told what to do by the battery_* functions, from within the process. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { WRITE = 1, CUT, SYNC, MAKE, RENAME, REMOVE, FOLDER, NOFOLDER, MARK };
enum { CHANGES = 1, READS = 2, OPENS = 4 };

static char root[PATH_MAX];
static size_t root_length;
static int paused, tracing = -1, kill_half, fail_error, fail_sticky, fail_mask, tripped;
static long counted, kill_at, fail_at, failable;
static long long room = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...)                                            \
    static type (*real)(__VA_ARGS__);                                    \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

struct head { uint32_t deed, length, other, zero; uint64_t who; int64_t at; uint64_t bytes; };

static int is_below(const char *path) {
    return root_length && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

static int named(int handle, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_below(path);
}

static int whole(int folder, const char *name, char *path) {
    if (!root_length) return 0;
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
    } else {
        char above[PATH_MAX];
        if (folder == AT_FDCWD) {
            if (!getcwd(above, sizeof above)) return 0;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(link, above, sizeof above - 1);
            if (length <= 0) return 0;
            above[length] = 0;
        }
        if (snprintf(path, PATH_MAX, "%s/%s", above, name) >= PATH_MAX) return 0;
    }
    return is_below(path);
}

static void put(const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    while (length) {
        ssize_t done = real(tracing, bytes, length);
        if (done <= 0) _exit(97);
        bytes = (const char *)bytes + done;
        length -= (size_t)done;
    }
}

static void note(int deed, const char *path, const char *other, uint64_t who, int64_t at, const void *bytes, uint64_t n) {
    if (tracing < 0) return;
    struct head head = {deed, strlen(path), other ? strlen(other) : 0, 0, who, at, n};
    pthread_mutex_lock(&lock);
    put(&head, sizeof head);
    put(path, head.length);
    if (other) put(other, head.other);
    if (deed == WRITE && n) put(bytes, n);
    pthread_mutex_unlock(&lock);
}

static uint64_t who_is(int handle) {
    struct stat found;
    return fstat(handle, &found) ? 0 : found.st_ino;
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Whether a deed goes on: 0, or the error it ends with. `half` becomes 1 where half of a write is done before the end. */
static int weigh(int mask, int *half) {
    if (paused) return 0;
    if (mask == CHANGES) {
        long now = __sync_add_and_fetch(&counted, 1);
        if (kill_at && now == kill_at) {
            if (half && kill_half) *half = 1;
            else die();
        }
    }
    if (fail_at && (fail_mask & mask)) {
        long now = __sync_add_and_fetch(&failable, 1);
        if (now == fail_at || (fail_sticky && now > fail_at)) {
            tripped = 1;
            return fail_error;
        }
    }
    return 0;
}

/* How many of the bytes still find room on the disk. */
static size_t fits(int handle, int64_t at, size_t length) {
    struct stat found;
    if (paused || room < 0 || fstat(handle, &found)) return length;
    long long grows = at + (long long)length - found.st_size;
    if (grows <= 0) return length;
    if (grows <= room) {
        room -= grows;
        return length;
    }
    tripped = 1;
    long long less = grows - room;
    room = 0;
    return (long long)length > less ? length - (size_t)less : 0;
}

static void give_back(long long size) {
    if (room >= 0 && size > 0) room += size;
}

void battery_watch(const char *path) { snprintf(root, sizeof root, "%s", path); root_length = strlen(root); }
void battery_trace(int handle) { tracing = handle; }
void battery_kill(long at, int half) { kill_at = at; kill_half = half; counted = 0; }
void battery_fail(long at, int error, int sticky, int mask) {
    fail_at = at; fail_error = error; fail_sticky = sticky; fail_mask = mask; failable = 0; tripped = 0;
}
void battery_room(long long bytes) { room = bytes; tripped = 0; }
long battery_counted(void) { return counted; }
long battery_failable(void) { return failable; }
int battery_tripped(void) { return tripped; }
void battery_mark(long number) { note(MARK, "", 0, 0, number, 0, 0); }
void battery_pause(int on) { paused = on; }
void battery_stop(void) { root_length = 0; tracing = -1; kill_at = fail_at = 0; room = -1; }

/* Ways out of this laptop that somebody asked for. */
static int sockets;
int battery_sockets(void) { return sockets; }
int socket(int family, int kind, int protocol) {
    REAL(int, socket, int, int, int);
    if (family != AF_UNIX && family != AF_NETLINK) sockets++;
    return real(family, kind, protocol);
}

static ssize_t written(int handle, const void *bytes, size_t length, int64_t at, int placed) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    char path[PATH_MAX];
    static ssize_t (*plain)(int, const void *, size_t);
    if (!plain) plain = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (!root_length || handle == tracing || !named(handle, path))
        return placed ? real(handle, bytes, length, at) : plain(handle, bytes, length);
    if (!placed) {
        at = lseek64(handle, 0, SEEK_CUR);
        if (fcntl(handle, F_GETFL) & O_APPEND) at = lseek64(handle, 0, SEEK_END);
    }
    int half = 0, error = weigh(CHANGES, &half);
    if (error) { errno = error; return -1; }
    size_t taken = fits(handle, at, length);
    if (!taken && length) { errno = ENOSPC; return -1; }
    if (half) {
        if (length > 1) real(handle, bytes, length / 2, at);
        die();
    }
    ssize_t done = placed ? real(handle, bytes, taken, at) : plain(handle, bytes, taken);
    if (done > 0) note(WRITE, path, 0, who_is(handle), at, bytes, (uint64_t)done);
    return done;
}

ssize_t write(int handle, const void *bytes, size_t length) { return written(handle, bytes, length, 0, 0); }
ssize_t pwrite(int handle, const void *bytes, size_t length, off_t at) { return written(handle, bytes, length, at, 1); }
ssize_t pwrite64(int handle, const void *bytes, size_t length, off64_t at) { return written(handle, bytes, length, at, 1); }

/* Python then falls back to reading and writing. */
ssize_t sendfile(int out, int in, off_t *at, size_t length) {
    REAL(ssize_t, sendfile, int, int, off_t *, size_t);
    char path[PATH_MAX];
    if (root_length && named(out, path)) { errno = ENOTSOCK; return -1; }
    return real(out, in, at, length);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t length) { return sendfile(out, in, (off_t *)at, length); }

#define READING(name, extra, given)                                          \
    REAL(ssize_t, name, int, void *, size_t extra);                          \
    char path[PATH_MAX];                                                     \
    if (fail_at && (fail_mask & READS) && root_length && named(handle, path)) { \
        int error = weigh(READS, 0);                                         \
        if (error) { errno = error; return -1; }                             \
    }                                                                        \
    return real(handle, bytes, length given)
#define COMMA ,
ssize_t read(int handle, void *bytes, size_t length) { READING(read, , ); }
ssize_t pread(int handle, void *bytes, size_t length, off_t at) { READING(pread, COMMA off_t, COMMA at); }
ssize_t pread64(int handle, void *bytes, size_t length, off64_t at) { READING(pread64, COMMA off64_t, COMMA at); }

static int cut(int handle, int64_t size) {
    REAL(int, ftruncate64, int, off64_t);
    char path[PATH_MAX];
    if (!root_length || !named(handle, path)) return real(handle, size);
    int error = weigh(CHANGES, 0);
    if (error) { errno = error; return -1; }
    struct stat before;
    fstat(handle, &before);
    int done = real(handle, size);
    if (!done) {
        give_back(before.st_size - size);
        note(CUT, path, 0, who_is(handle), size, 0, 0);
    }
    return done;
}
int ftruncate(int handle, off_t size) { return cut(handle, size); }
int ftruncate64(int handle, off64_t size) { return cut(handle, size); }

#define SYNCING(name)                                                        \
    REAL(int, name, int);                                                    \
    char path[PATH_MAX];                                                     \
    if (!root_length || !named(handle, path)) return real(handle);           \
    int error = weigh(CHANGES, 0);                                           \
    if (error) { errno = error; return -1; }                                 \
    note(SYNC, path, 0, who_is(handle), 0, 0, 0);                            \
    return 0 /* nothing here waits for the disk: what would be lost is worked out from the trace */
int fsync(int handle) { SYNCING(fsync); }
int fdatasync(int handle) { SYNCING(fdatasync); }

static int opened(int folder, const char *name, int flags, mode_t mode) {
    REAL(int, openat64, int, const char *, int, ...);
    char path[PATH_MAX];
    if (!whole(folder, name, path)) return real(folder, name, flags, mode);
    struct stat found;
    int is_new = (flags & O_CREAT) && stat(path, &found);
    int empties = (flags & O_TRUNC) && !is_new && !stat(path, &found) && found.st_size;
    int error = (is_new || empties) ? weigh(CHANGES, 0) : weigh(OPENS, 0);
    if (!error && is_new && !paused && room == 0) { error = ENOSPC; tripped = 1; }
    if (error) { errno = error; return -1; }
    int handle = real(folder, name, flags, mode);
    if (handle >= 0 && is_new) note(MAKE, path, 0, who_is(handle), 0, 0, 0);
    if (handle >= 0 && empties) {
        give_back(found.st_size);
        note(CUT, path, 0, who_is(handle), 0, 0, 0);
    }
    return handle;
}
#define MODE(flags)                                                          \
    mode_t mode = 0;                                                         \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {                                 \
        va_list more;                                                        \
        va_start(more, flags);                                               \
        mode = va_arg(more, mode_t);                                         \
        va_end(more);                                                        \
    }
int open(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags) return opened(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags) return opened(folder, name, flags, mode); }

static int renamed(int from, const char *one, int to, const char *other) {
    REAL(int, renameat, int, const char *, int, const char *);
    char path[PATH_MAX], second[PATH_MAX];
    int mine = whole(from, one, path), theirs = whole(to, other, second);
    if (!mine && !theirs) return real(from, one, to, other);
    int error = weigh(CHANGES, 0);
    if (error) { errno = error; return -1; }
    struct stat gone;
    long long size = stat(second, &gone) ? 0 : gone.st_size;
    int done = real(from, one, to, other);
    if (!done) { give_back(size); note(RENAME, path, second, 0, 0, 0, 0); }
    return done;
}
int rename(const char *one, const char *other) { return renamed(AT_FDCWD, one, AT_FDCWD, other); }
int renameat(int from, const char *one, int to, const char *other) { return renamed(from, one, to, other); }

static int removed(int folder, const char *name, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    char path[PATH_MAX];
    if (!whole(folder, name, path)) return real(folder, name, flags);
    struct stat gone;
    if (stat(path, &gone)) return real(folder, name, flags);
    int error = weigh(CHANGES, 0);
    if (error) { errno = error; return -1; }
    int done = real(folder, name, flags);
    if (!done) { give_back(gone.st_size); note(flags & AT_REMOVEDIR ? NOFOLDER : REMOVE, path, 0, 0, 0, 0, 0); }
    return done;
}
int unlink(const char *name) { return removed(AT_FDCWD, name, 0); }
int unlinkat(int folder, const char *name, int flags) { return removed(folder, name, flags); }
int rmdir(const char *name) { return removed(AT_FDCWD, name, AT_REMOVEDIR); }

static int founded(int folder, const char *name, mode_t mode) {
    REAL(int, mkdirat, int, const char *, mode_t);
    char path[PATH_MAX];
    if (!whole(folder, name, path)) return real(folder, name, mode);
    struct stat there;
    if (!stat(path, &there)) return real(folder, name, mode);
    int error = weigh(CHANGES, 0);
    if (error) { errno = error; return -1; }
    int done = real(folder, name, mode);
    if (!done) note(FOLDER, path, 0, 0, 0, 0, 0);
    return done;
}
int mkdir(const char *name, mode_t mode) { return founded(AT_FDCWD, name, mode); }
int mkdirat(int folder, const char *name, mode_t mode) { return founded(folder, name, mode); }

#define FREE(name, type)                                                     \
    REAL(int, name, const char *, type *);                                   \
    int done = real(path, found);                                            \
    if (!done && !paused && room >= 0 && is_below(path)) found->f_bavail = found->f_bfree = (fsblkcnt_t)(room / (long long)found->f_frsize); \
    return done
int statvfs(const char *path, struct statvfs *found) { FREE(statvfs, struct statvfs); }
int statvfs64(const char *path, struct statvfs64 *found) { FREE(statvfs64, struct statvfs64); }
