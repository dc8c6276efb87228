/*
 * Files and folders: reading with a bound, writing whole or not at all,
 * walking in a fixed order.
 *
 * Paths are bytes in the file system's encoding, which is taken to be UTF-8.
 * Every walk is sorted by bytes, so that nothing depends on the disk's order.
 */
#ifndef BASE_FILES_H
#define BASE_FILES_H

#include "base/report.h"

/* What tells one state of a file from another without reading it. */
typedef struct {
  gint64 size;
  gint64 mtime_ns; /* of the last change, nanoseconds since 1970 */
  guint64 inode;
  gint64 ctime_ns; /* of the last change of any kind, which nobody can set back; 0: not asked */
} FileStamp;

/* Fills *stamp from stat(2), links followed; false (nothing reported) where
 * the file is not there or is no regular file. */
bool file_stamp(const char *path, FileStamp *stamp);
bool file_stamp_equal(const FileStamp *a, const FileStamp *b);

/* Reads a whole file of at most `limit` bytes (0: no bound); the result ends
 * in NUL (not counted in *length) and is the caller's. `named` is how
 * diagnostics call the file; NULL for `path`.
 * Reports FILE_MISSING, FILE_NOT_PLAIN, FILE_UNREADABLE, FILE_TOO_LARGE. */
char *file_read(const char *path, const char *named, gsize limit, gsize *length, Report *report);

/* Writes a file whole: to a temporary name beside it, flushed to the disk, then
 * renamed over it. For single files; a build's pages go through the outbox.
 * Missing folders are made. Reports as file_report_unwritable() does. */
bool file_write(const char *path, const char *bytes, gsize length, Report *report);

/* The same over a file that must still be as it was `seen` (NULL: not there at all), asked
 * again just before the new one takes its place. Where it is another: false, *changed set,
 * nothing written and nothing reported. It keeps the file's mode; a file that nobody may
 * write to is reported as one that cannot be written. */
bool file_write_over(const char *path, const FileStamp *seen, const char *bytes, gsize length,
                     bool *changed, Report *report);

/* Reports that `path` could not be written, by errno: DISK_FULL, DISK_READ_ONLY,
 * FOLDER_IS_FILE, else FILE_UNWRITABLE. */
void file_report_unwritable(const char *path, int error, Report *report);

/* Makes a folder and those above it; true if it is there in the end. */
bool folder_make(const char *path, Report *report);

/* Removes a folder with all in it, never following links. */
bool folder_remove(const char *path, Report *report);

/* One file found by a walk. */
typedef struct {
  char *path;      /* relative to the walk's root, '/' between parts */
  FileStamp stamp; /* of the file itself */
} FoundFile;

/* All regular files below `root` whose names end in `suffix` (NULL: all), by
 * bytes of their path. Names that begin with '.' are passed over, with all
 * below them. A link is followed only where it stays inside `root`; one that
 * leads out is reported (LINK_LEADS_OUT) and passed over, one that leads
 * nowhere likewise (LINK_LEADS_NOWHERE); one that leads round in a circle is passed
 * over. `named` is put before paths in diagnostics. A missing root gives an empty list.
 * Free with g_ptr_array_unref(). */
GPtrArray *files_walk(const char *root, const char *named, const char *suffix, Report *report);

#endif
