/* Stands before the C library where a program asks for a name or speaks to another machine, in any language that it is
   written in: tests/test_no_lookups.py loads this first (LD_PRELOAD). Each such call is a line of the file LOOKUPS, and
   fails; what is this machine's own passes. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void tell(const char *what, const char *whom) {
    char line[512];
    const char *path = getenv("LOOKUPS");
    int length = snprintf(line, sizeof line, "%s %s\n", what, whom ? whom : "?");
    int file = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file >= 0 && write(file, line, length < (int)sizeof line ? length : (int)sizeof line - 1) < 0) _exit(97);
    if (file >= 0) close(file);
}

static int own_name(const char *name) {
    return !name || !strcmp(name, "localhost") || !strncmp(name, "127.", 4) || !strcmp(name, "::1");
}

static int own_address(const struct sockaddr *address, char *shown, socklen_t size) {
    if (!address) return 1;
    if (address->sa_family == AF_INET) {
        const struct in_addr *there = &((const struct sockaddr_in *)address)->sin_addr;
        inet_ntop(AF_INET, there, shown, size);
        return (ntohl(there->s_addr) >> 24) == 127 || !there->s_addr;
    }
    if (address->sa_family == AF_INET6) {
        const struct in6_addr *there = &((const struct sockaddr_in6 *)address)->sin6_addr;
        inet_ntop(AF_INET6, there, shown, size);
        return IN6_IS_ADDR_LOOPBACK(there) || IN6_IS_ADDR_UNSPECIFIED(there);
    }
    return 1;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) = dlsym(RTLD_NEXT, "getaddrinfo");
    if (own_name(name)) return real(name, service, hints, found);
    tell("name", name);
    return EAI_FAIL;
}

struct hostent *gethostbyname(const char *name) {
    tell("name", name);
    return NULL;
}

int gethostbyname_r(const char *name, struct hostent *a, char *b, size_t c, struct hostent **found, int *error) {
    (void)a, (void)b, (void)c;
    tell("name", name);
    *found = NULL;
    return *error = HOST_NOT_FOUND;
}

int connect(int socket, const struct sockaddr *address, socklen_t length) {
    char shown[INET6_ADDRSTRLEN] = "";
    int (*real)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "connect");
    if (own_address(address, shown, sizeof shown)) return real(socket, address, length);
    tell("address", shown);
    errno = ENETUNREACH;
    return -1;
}

ssize_t sendto(int socket, const void *sent, size_t size, int flags, const struct sockaddr *address, socklen_t length) {
    char shown[INET6_ADDRSTRLEN] = "";
    ssize_t (*real)(int, const void *, size_t, int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "sendto");
    if (own_address(address, shown, sizeof shown)) return real(socket, sent, size, flags, address, length);
    tell("address", shown);
    errno = ENETUNREACH;
    return -1;
}
