/* Where `kaitei serve` listens: this machine alone. */
#include "serve/gate.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

typedef union {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
  struct sockaddr_un path;
} Address;

static bool read_port(const char *text, guint16 *port)
{
  guint64 number = 0;
  bool good = g_ascii_string_to_unsigned(text, 10, 0, 65535, &number, NULL);
  *port = htons((guint16)number);
  return good;
}

/* The address and its size; 0 where it is none of this machine's own. */
static socklen_t read_address(const char *text, Address *address)
{
  const char *colon = strrchr(text, ':');
  *address = (Address){0};
  if (text[0] == '/') {
    address->path.sun_family = AF_UNIX;
    gsize size = g_strlcpy(address->path.sun_path, text, sizeof address->path.sun_path);
    return size < sizeof address->path.sun_path ? sizeof address->path : 0;
  }
  g_autofree char *host = colon != NULL ? g_strndup(text, (gsize)(colon - text)) : NULL;
  if (host == NULL)
    return 0;
  if (strcmp(host, "[::1]") == 0 && read_port(colon + 1, &address->six.sin6_port)) {
    address->six.sin6_family = AF_INET6;
    address->six.sin6_addr = in6addr_loopback;
    return sizeof address->six;
  }
  /* All of 127.0.0.0/8 is this machine. */
  if (inet_pton(AF_INET, host, &address->four.sin_addr) == 1 &&
      ntohl(address->four.sin_addr.s_addr) >> 24 == 127 &&
      read_port(colon + 1, &address->four.sin_port)) {
    address->four.sin_family = AF_INET;
    return sizeof address->four;
  }
  return 0;
}

/* A socket's file that nobody listens behind is one that a killed server has left. */
static void take_away_stale(const Address *address, socklen_t size)
{
  struct stat stat;
  if (address->any.sa_family != AF_UNIX || lstat(address->path.sun_path, &stat) != 0 ||
      !S_ISSOCK(stat.st_mode))
    return;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (connect(fd, &address->any, size) != 0 && errno == ECONNREFUSED)
    unlink(address->path.sun_path);
  close(fd);
}

static int listen_on(const Address *address, socklen_t size)
{
  int yes = 1;
  int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return -1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  /* The proxy is another user, of the socket's group: nobody else may ask. */
  mode_t old = umask(0117);
  bool good = bind(fd, &address->any, size) == 0 && listen(fd, BACKLOG) == 0;
  int error = errno;
  umask(old);
  if (good)
    return fd;
  close(fd);
  errno = error;
  return -1;
}

int gate_listen(const char *text, Report *report)
{
  Address address;
  socklen_t size = read_address(text, &address);
  if (size == 0) {
    report_add(report, DIAG_SERVE_NOT_LOOPBACK, place_none(), text, NULL);
    return -1;
  }
  take_away_stale(&address, size);
  int fd = listen_on(&address, size);
  if (fd < 0)
    report_add(report, DIAG_SERVE_LISTEN_FAILED, place_none(), text, g_strerror(errno), NULL);
  return fd;
}
