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

#endif
