/*
 * The small site that `new` writes.
 */
#ifndef CLI_STARTER_H
#define CLI_STARTER_H

/* One file. In `text`, {day} stands for the day in the Japanese calendar, {iso}
 * for it in ISO's form. */
typedef struct {
  const char *path;
  const char *text;
} StarterFile;

/* All files; ends in {0}. Nothing is published in it: a text of nobody's that is
 * in force would be untrue, and the first publication is done as every later one. */
const StarterFile *starter_files(void);

#endif
