/*
 * Going online from the screen: the site is built, then the command of site.lua is run
 * (pages/deploy.h), in a thread of its own, while the screen goes on answering.
 *
 * One at a time. Whoever publishes while one runs is served by a second run after it, for
 * the first may have read the site before; a second press of the button is not.
 *
 * Nothing of it is kept but what pages/deploy.h notes: after a new start the screen tells
 * from that whether the site is online.
 */
#ifndef SERVE_DEPLOYMENT_H
#define SERVE_DEPLOYMENT_H

#include "pages/build.h"

typedef struct Deployment Deployment;

typedef enum {
  DEPLOYMENT_NONE,     /* not since this program was started */
  DEPLOYMENT_BUILDING, /* the site is made */
  DEPLOYMENT_RUNNING,  /* the command runs */
  DEPLOYMENT_BUILT,    /* made; site.lua names no command */
  DEPLOYMENT_DONE,     /* 公開済み */
  DEPLOYMENT_FAILED,   /* the site could not be made, or the command failed */
  DEPLOYMENT_STOPPED,  /* by deployment_stop() */
} DeploymentPhase;

/* How it stands at a moment. */
typedef struct {
  DeploymentPhase phase;
  bool again;     /* another run follows */
  char *output;   /* what the command has written: UTF-8, the last of it where it is long */
  Report *report; /* what was found; of the last run */
  gint64 seconds; /* since it was begun */
} DeploymentView;

/* Builds by `build`, which sees to it that no other thread builds at the same time.
 * `options` must outlive it. */
typedef bool (*DeploymentBuild)(gpointer data, BuildResult *result, Report *report);
Deployment *deployment_new(const BuildOptions *options, DeploymentBuild build, gpointer data);

/* Ends what runs, and waits for its end. */
void deployment_free(Deployment *deployment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Deployment, deployment_free)

/* Begins. Where one runs already that goes on alone; with `changed`, for what is
 * published has changed, another run follows it. */
void deployment_start(Deployment *deployment, bool changed);

/* Tells the command, and all that it has started, to end (SIGTERM, then SIGKILL), and
 * lets no other run follow. The site's making is not broken off: it is short. */
void deployment_stop(Deployment *deployment);

DeploymentView deployment_look(Deployment *deployment);
void deployment_view_clear(DeploymentView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DeploymentView, deployment_view_clear)

bool deployment_is_running(const DeploymentView *view);

/* "none", "building", "running", "built", "done", "failed", "stopped". Static. */
const char *deployment_phase_name(DeploymentPhase phase);

#endif
