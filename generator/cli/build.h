/*
 * What the commands that build have in common.
 */
#ifndef CLI_BUILD_H
#define CLI_BUILD_H

#include "cli/command.h"
#include "pages/build.h"

/* The options of a build as the command line has them; strings are borrowed. */
BuildOptions build_options(const Invocation *in);

/* Brings what was built online, where site.lua tells how (pages/deploy.h). */
void deploy_built(Invocation *in, const BuildResult *result);

/* One line on what was built. */
void print_built(const Invocation *in, const BuildResult *result);

#endif
