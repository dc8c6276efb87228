/* For tests and benches: a client's end of a Unix socket. */
#ifndef SOCKET_TESTING_H
#define SOCKET_TESTING_H

#include <glib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* -1 where nobody listens. */
static inline int socket_connect(const char *path)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  g_strlcpy(address.sun_path, path, sizeof address.sun_path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
    return fd;
  close(fd);
  return -1;
}

/* As much of it as the other end takes: it may have hung up. */
static inline void socket_write(int fd, const char *bytes, gsize size)
{
  while (size > 0) {
    ssize_t wrote = send(fd, bytes, size, MSG_NOSIGNAL);
    if (wrote <= 0)
      return;
    bytes += wrote;
    size -= (gsize)wrote;
  }
}

#endif
