#include "serve/confine.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights that this header may not know yet, by their version of Landlock. */
#define ACCESS_REFER (1ULL << 13)    /* 2: renaming from one folder into another */
#define ACCESS_TRUNCATE (1ULL << 14) /* 3 */

/* There are no functions of the C library for these. */
static int landlock_version(void)
{
  return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static const guint64 read_rights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const guint64 write_rights = LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE;
static const guint64 change_rights =
  LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
  LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM | ACCESS_REFER;

/* All that this kernel can deny. */
static guint64 known_rights(int version)
{
  guint64 all = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  return all | (version >= 2 ? ACCESS_REFER : 0) | (version >= 3 ? ACCESS_TRUNCATE : 0);
}

static guint64 rights_of(guint may)
{
  return (may & CONFINE_READ ? read_rights : 0) |
         (may & CONFINE_RUN ? LANDLOCK_ACCESS_FS_EXECUTE : 0) |
         (may & CONFINE_WRITE ? write_rights : 0) | (may & CONFINE_CHANGE ? change_rights : 0);
}

static bool allow(int ruleset, const ConfinePlace *place, guint64 known)
{
  static const guint64 of_files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
                                  LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE;
  struct stat stat;
  int fd = open(place->path, O_PATH | O_CLOEXEC);
  if (fd < 0)
    return true;
  guint64 rights = rights_of(place->may) & known;
  /* The kernel refuses a folder's rights for a file. */
  if (fstat(fd, &stat) == 0 && !S_ISDIR(stat.st_mode))
    rights &= of_files;
  const struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
  /* The kernel refuses a rule that allows nothing. */
  bool good = rights == 0 ||
              syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close(fd);
  return good;
}

bool confine(const ConfinePlace *places)
{
  int version = landlock_version();
  if (version < 1)
    return false;
  guint64 known = known_rights(version);
  const struct landlock_ruleset_attr attributes = {.handled_access_fs = known};
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  bool good = ruleset >= 0;
  for (const ConfinePlace *place = places; good && place->path != NULL; place++)
    good = allow(ruleset, place, known);
  /* Without this a program with special rights could be started to get out. */
  good = good && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  if (ruleset >= 0)
    close(ruleset);
  return good;
}
