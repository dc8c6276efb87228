/*
 * What is installed with the program and read when it runs: the default theme, the rules
 * of what a policy is expected to say.
 *
 * It is looked for beside the program first, so that a checkout uses its own, then in the
 * share folder of the program's own prefix, then in that of the prefix for which it was
 * compiled. installed.c alone knows that prefix.
 */
#ifndef BASE_INSTALLED_H
#define BASE_INSTALLED_H

/* The folder that is `in_tree` in a checkout ("generator/rules") and `shared` in the share
 * folder ("rules"), known by a file that it holds. NULL (nothing reported) where there is
 * none. The caller frees it. */
char *installed_folder(const char *in_tree, const char *shared, const char *file);

/* Where `shared` is in the end looked for, to be told where it is missing. The caller
 * frees it. */
char *installed_place(const char *shared);

/* Where a program that belongs to this one is: beside it in a checkout, in libexec/kaitei
 * of its prefix where it is installed. Whether it is there shows when it is run. The
 * caller frees it. */
char *installed_program(const char *name);

/* The file by whose size and time one sees that the program is another than last time.
 * `kaitei` and `kaitei-office` are made of the same parts, and say the same one. The
 * caller frees it. */
char *installed_mark(void);

#endif
