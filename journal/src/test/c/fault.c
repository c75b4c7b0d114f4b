/*
 * Fails the n-th call of a kind, or that and all later ones, on files under one folder: what a disk does that
 * has had enough. Loaded before libc (LD_PRELOAD). Steered by opening names under "/agentbridge-fault/", and at the start of the program
 * by such a name, without that folder, in AGENTBRIDGE_FAULT:
 *
 *     arm/KIND/N/ERRNO/MODE/FOLDER   from now on the N-th call of KIND (write, force, open, rename, truncate, read) under /FOLDER
 *                                    fails with ERRNO; MODE "once" or "on" (all later ones too), or of reads "at": the page with
 *                                    byte N of each file cannot be read, like a bad sector. FOLDER may be a file, too
 *     count                          stop failing; the number of calls of each kind since is written to the file named by
 *                                    AGENTBRIDGE_FAULT_COUNTS, one line
 *
 * gcc -shared -fPIC -O2 -o fault.so fault.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE, FORCE, OPEN, RENAME, TRUNCATE, READ, KINDS };
static const char *const names[KINDS] = {"write", "force", "open", "rename", "truncate", "read"};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long calls[KINDS];
static int armed = -1, error, sticky, placed;
static long nth;
static char folder[PATH_MAX + 1];

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static int concerns(const char *path) {
    size_t length = strlen(folder);
    return length > 0 && strncmp(path, folder, length) == 0;
}

static int concerns_file(int fd) {
    char link[64], path[PATH_MAX];
    if (folder[0] == 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return concerns(path);
}

/* Counts a call; whether it is to fail; then errno is set. */
static int strikes(enum kind kind) {
    pthread_mutex_lock(&lock);
    long call = ++calls[kind];
    int fail = armed == (int) kind && !placed && (sticky ? call >= nth : call == nth);
    pthread_mutex_unlock(&lock);
    if (fail) errno = error;
    return fail;
}

static int fails(enum kind kind, const char *path) { return concerns(path) && strikes(kind); }

static int fails_on(enum kind kind, int fd) { return concerns_file(fd) && strikes(kind); }

/* Of so many bytes those that can be read, as the system does: up to the bad page; -1 if none, then errno is set. */
static ssize_t readable(int fd, off64_t at, size_t size) {
    if (!concerns_file(fd)) return size;
    if (strikes(READ)) return -1;
    off64_t bad = nth & ~4095L;
    if (armed != READ || !placed || at + (off64_t) size <= bad || at >= bad + 4096) return size;
    if (at < bad) return bad - at;
    errno = error;
    return -1;
}

static void obey(const char *command) {
    char kind[16], mode[8], where[PATH_MAX];
    long n;
    int number;
    pthread_mutex_lock(&lock);
    if (sscanf(command, "arm/%15[^/]/%ld/%d/%7[^/]/%4095s", kind, &n, &number, mode, where) == 5) {
        armed = -1;
        for (int i = 0; i < KINDS; i++) {
            calls[i] = 0;
            if (strcmp(kind, names[i]) == 0) armed = i;
        }
        nth = n;
        error = number;
        sticky = strcmp(mode, "on") == 0;
        placed = strcmp(mode, "at") == 0;
        snprintf(folder, sizeof folder, "/%s", where);
    } else {
        folder[0] = 0;
        const char *counts = getenv("AGENTBRIDGE_FAULT_COUNTS");
        FILE *file = counts ? fopen(counts, "w") : NULL;
        if (file) {
            for (int i = 0; i < KINDS; i++) fprintf(file, "%s %ld ", names[i], calls[i]);
            fclose(file);
        }
    }
    pthread_mutex_unlock(&lock);
}

static int steer(const char *path) {
    static const char prefix[] = "/agentbridge-fault/";
    if (strncmp(path, prefix, sizeof prefix - 1) != 0) return 0;
    obey(path + sizeof prefix - 1);
    errno = ENOENT;
    return 1;
}

__attribute__((constructor)) static void begin(void) {
    const char *command = getenv("AGENTBRIDGE_FAULT");
    if (command) obey(command);
}

static int opening(const char *path) {
    return steer(path) || fails(OPEN, path);
}

#define OPENER(name)                                                  \
    int name(const char *path, int flags, ...) {                     \
        va_list more;                                                 \
        va_start(more, flags);                                        \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                 \
        if (opening(path)) return -1;                          \
        return ((int (*)(const char *, int, ...)) real(#name))(path, flags, mode); \
    }
OPENER(open)
OPENER(open64)

#define WRITER(type, name, parameters, arguments, fd)                 \
    type name parameters {                                            \
        if (fails_on(WRITE, fd)) return -1;                           \
        return ((type (*) parameters) real(#name)) arguments;         \
    }
WRITER(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size), fd)
WRITER(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at), fd)
WRITER(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at), fd)
WRITER(ssize_t, writev, (int fd, const struct iovec *data, int count), (fd, data, count), fd)

ssize_t read(int fd, void *data, size_t size) {
    ssize_t length = readable(fd, folder[0] ? lseek64(fd, 0, SEEK_CUR) : 0, size);
    return length < 0 ? -1 : ((ssize_t (*)(int, void *, size_t)) real("read"))(fd, data, length);
}

#define READER(name, type)                                            \
    ssize_t name(int fd, void *data, size_t size, type at) {          \
        ssize_t length = readable(fd, at, size);                      \
        return length < 0 ? -1 : ((ssize_t (*)(int, void *, size_t, type)) real(#name))(fd, data, length, at); \
    }
READER(pread, off_t)
READER(pread64, off64_t)

int fsync(int fd) { return fails_on(FORCE, fd) ? -1 : ((int (*)(int)) real("fsync"))(fd); }
int fdatasync(int fd) { return fails_on(FORCE, fd) ? -1 : ((int (*)(int)) real("fdatasync"))(fd); }

int rename(const char *from, const char *to) {
    return fails(RENAME, from) ? -1 : ((int (*)(const char *, const char *)) real("rename"))(from, to);
}

#define TRUNCATER(name, type)                                         \
    int name(int fd, type length) {                                   \
        return fails_on(TRUNCATE, fd) ? -1 : ((int (*)(int, type)) real(#name))(fd, length); \
    }
TRUNCATER(ftruncate, off_t)
TRUNCATER(ftruncate64, off64_t)
