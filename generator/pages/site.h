/*
 * A site: what site.lua says of the organisation, and which sources there are.
 *
 *     site {
 *       name = "…", short = "…",
 *       postal = "…", address = "…", tel = "…", fax = "…", hours = "…", email = "…",
 *       lang = "ja", timezone = "Asia/Tokyo",
 *       base_url = "https://…/",     -- where it is online; needed for absolute links
 *       training_url = "https://…/", -- where staff take the training: `kaitei serve` (a host of its own)
 *       key_colour = "#115a36",
 *       about = { { policy = "privacy", text = "…" } }, -- one plain sentence on a policy
 *       two_persons = true,          -- nobody alone: pages/approval.h
 *       deploy = { "rsync", "-a", "_site/public/", "example.org:www/" }, -- pages/deploy.h
 *       menu = { { title = "…", href = "accessibility/" } },
 *       places = {                   -- where notices hang: pages/posting.h
 *         { name = "玄関", policy = "privacy", part = "users", paper = "notice", size = "A3" },
 *       },
 *     }
 *
 * Nothing of a site changes after site_read(); threads share it.
 */
#ifndef PAGES_SITE_H
#define PAGES_SITE_H

#include "base/files.h"
#include "ledger/ledger.h"
#include "ledger/public_keys.h"

/* An entry of the menu; href is below the site's root ("accessibility/"). */
typedef struct {
  char *title;
  char *href;
} MenuItem;

/* What the organisation says of a policy in one sentence, for the home page. */
typedef struct {
  char *policy;
  char *text;
} About;

/* A place where a notice hangs. */
typedef struct {
  char *name;   /* "玄関" */
  char *policy; /* id */
  char *part;   /* id of the part that hangs there; NULL: the whole policy */
  char *paper;  /* "notice", "large-print" or "poster" */
  char *size;   /* "A4" or "A3" */
} PostingPlace;

/* A plain page: content/pages/a/b.md is published at a/b/. */
typedef struct {
  char *source; /* relative to the site's folder */
  char *url;    /* "a/b/" */
} PageSource;

/* A policy's folder below content/, with its ledger. */
typedef struct {
  char *folder; /* "content/privacy" */
  Ledger *ledger;
} PolicySource;
void policy_source_free(gpointer policy);

typedef struct {
  char *root;
  char *name, *short_name;
  char *postal, *address, *tel, *fax, *hours, *email; /* NULL where not given */
  char *lang;
  char *timezone;
  char *base_url;     /* ends in '/'; NULL where not given */
  char *training_url; /* "https://kenshu.example.jp", without a slash; NULL where not given */
  char *key_colour;
  bool two_persons;
  char **deploy;       /* NULL where not given */
  int line;            /* of site { … } in site.lua; 0 where that is at fault */
  GPtrArray *menu;     /* of MenuItem */
  GPtrArray *about;    /* of About */
  GPtrArray *places;   /* of PostingPlace, as they are written */
  GPtrArray *pages;    /* of PageSource, by source */
  GPtrArray *policies; /* of PolicySource, by folder */
  GPtrArray *modules;  /* folders of modules (training/module.h), "quizzes/2026-privacy", sorted */
  GPtrArray *drafts;   /* working texts, policy.md and policy.LANG.md, of char *, by path */
  const Committer *committer; /* borrowed: of whoever visits; NULL: as git knows them */
  GPtrArray *unread;          /* names of folders whose ledger is at fault, of char * */
  GPtrArray *keys; /* of PublicKey: by which certificates are checked; empty: no page for it */
} Site;

/* Before the path of a module's file among the sources: they lie beside content/. */
#define SITE_QUIZZES "../quizzes/"

/* All files below content/ of the site at `root`, and those of its modules, by path below
 * content/ ("../quizzes/2026-privacy/quiz.md"): of FoundFile. Free with g_ptr_array_unref(). */
GPtrArray *site_sources(const char *root, Report *report);

/* Reads site.lua and every ledger among the sources. What is at fault is
 * reported, and what can be used is still returned, so that one run reports all:
 * whoever delivers anything asks the report first. NULL where there is no site.lua. */
Site *site_read(const char *root, const GPtrArray *sources, Report *report);
void site_free(Site *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Site, site_free)

/* Whether an address is a page of a policy whose ledger is at fault: it may well
 * be there once that is mended. */
bool site_is_unread(const Site *site, const char *address);

/* The address of a server as browsers write an Origin: "https://kenshu.example.jp" for
 * "https://Kenshu.example.jp/". https, or http on this machine (localhost, 127.0.0.1); a whole host, without
 * a path, for cookies named __Host- are of one. NULL: SITE_TRAINING_URL. The caller frees it. */
char *training_address(const char *given, Place place, Report *report);

/* A hash of what other sources put around every page: the policies in the menu. */
guint64 site_frame_hash(const Site *site);

/* The policy of this id; NULL where there is none, or no id. */
const PolicySource *site_policy(const Site *site, const char *id);

/* The sentence on a policy; NULL where site.lua gives none. */
const char *site_about(const Site *site, const char *policy);

/* Names that no page or policy may take, since kaitei's own pages stand there. */
bool site_name_reserved(const char *name);

#endif
