/*
 * The small site that `new` writes.
 */
#ifndef CLI_STARTER_H
#define CLI_STARTER_H

/* One file. In `text`, {day} stands for the day in the Japanese calendar, {iso}
 * for it in ISO's form, {blob} for the policy's git blob id; so does {iso} in
 * `path`. */
typedef struct {
  const char *path;
  const char *text;
} StarterFile;

/* All files but the policy's text; ends in {0}. */
const StarterFile *starter_files(void);

/* The policy's text: written as policy.md, and frozen as the first revision. */
const char *starter_policy(void);

#endif
