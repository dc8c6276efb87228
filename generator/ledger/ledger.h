/*
 * The ledger (ledger.lua) of one policy: the append-only list of what was
 * published, and what follows from it for a given day.
 *
 *     policy   { id = "privacy", title = "…", sealed = true }
 *     revision { effective = "平成30年12月1日", change = "一部変更" }
 *     text     { of = "2018-12-01", lang = "ja", blob = "…", provenance = "copy" }
 *     approval { blob = "…", by = "理事会", on = "…" }
 *     cancel   { of = "2030-04-01", on = "…", reason = "…" }
 *
 *   policy    id, title; sealed = true begins the proof (ledger/verify.h)
 *   revision  effective, change; decided, summary, reason, retrain, order
 *   text      of (a revision's key), lang ("ja", "easy", "en", "zh-Hans", …),
 *             blob, provenance (original, copy, reconstructed)
 *   approval  blob, by, on; recorder (who entered it, as git knows them); to ("publish",
 *             "withdraw", "cancel"; publish where it is left out), of (what of)
 *   cancel    of; on (the day it was decided: before the revision's), reason
 *
 * A revision is named by its key: its effective day, and "-2", "-3", … for a
 * further one on the same day. Two entries for one day need an order: a 正誤
 * (an erratum comes after what it corrects), two different `decided` days, or a
 * field `order` (1, 2, …); otherwise it is a fault. One that was cancelled needs
 * none. Two errata of one day stand in the order of the file. Keys follow the
 * order of the file alone, so that a later entry never changes the key, and the
 * URL, of an earlier one.
 *
 * The text of a revision is frozen beside the ledger: revisions/<key>.md for
 * "ja", revisions/<key>.<lang>.md for others.
 *
 * Days in a ledger must be exact and lie within their era.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "base/report.h"
#include "base/wareki.h"
#include "ledger/repository.h"

/* Each revision's page lists those before it, so that a site grows by the square. */
enum { LEDGER_REVISION_LIMIT = 1000 };

typedef enum {
  CHANGE_CREATED,   /* 作成 */
  CHANGE_PARTIAL,   /* 一部変更 */
  CHANGE_FULL,      /* 全部変更 */
  CHANGE_ERRATUM,   /* 正誤 */
  CHANGE_WITHDRAWN, /* 廃止 */
} ChangeKind;

typedef enum {
  PROVENANCE_ORIGINAL,
  PROVENANCE_COPY,
  PROVENANCE_RECONSTRUCTED,
} Provenance;

typedef enum {
  STATE_SCHEDULED,  /* 施行予定 */
  STATE_IN_FORCE,   /* 現行 */
  STATE_SUPERSEDED, /* 旧版 */
  STATE_CANCELLED,  /* 取消 */
} RevisionState;

/* A language form of a revision: its pinned text. Where a later `text` entry
 * names the same revision and language, the newest stands here. */
typedef struct {
  char *lang; /* "ja", "easy", "en", … */
  char *blob; /* git blob id, 40 hex digits */
  Provenance provenance;
  char *path;     /* of the frozen file, relative to the site's folder */
  int line;       /* of its entry in the ledger */
  guint sequence; /* which entry of the file (from 0) first named this revision and language */
} Edition;

typedef struct {
  char *key;  /* "2018-12-01", "2018-12-01-2" */
  int number; /* 第n版, from 1 in order of effect; errata count, cancelled ones (0) do not */
  Day effective;
  Day decided; /* no day where not known */
  ChangeKind change;
  char *summary; /* NULL where none was given; likewise reason */
  char *reason;
  bool retrain;
  bool cancelled;
  char *cancel_reason;   /* NULL where none */
  guint cancel_sequence; /* which entry of the file (from 0) cancelled it */
  Day cancelled_on;      /* no day where not told */
  GPtrArray *editions;   /* of Edition, "ja" first, then by lang */
  int line;              /* of its entry */
  guint sequence;        /* which entry of the file (from 0) it is */
  gint64 order;          /* among revisions of its day; 0 where not given */
} Revision;

/* What was approved: that a text be published, the policy be withdrawn, a revision be
 * cancelled. */
typedef enum { ACT_PUBLISH, ACT_WITHDRAW, ACT_CANCEL } ApprovalAct;

/* That somebody resolved it. It comes before it is done. */
typedef struct {
  char *blob; /* the text; of a withdrawal or cancellation, the one that would no longer hold */
  char *by;
  Day on;
  ApprovalAct act;
  char *of;       /* the revision's key, of a withdrawal or cancellation; else NULL */
  char *recorder; /* "Name <mail>"; NULL where not given */
  int line;
  guint sequence; /* which entry of the file (from 0) it is */
} Approval;

typedef struct {
  char *id;
  char *title;
  char *path; /* of ledger.lua, relative to the site's folder */
  bool sealed;
  guint entries;        /* how many entries the file holds */
  char *hash;           /* SHA-256 of the file's exact bytes, hex */
  char *proof;          /* SHA-256 over what the entries say, hex; see ledger/receipt.h */
  GPtrArray *revisions; /* of Revision, in order of effect (then of publication) */
  GPtrArray *replaced;  /* of Edition: texts in whose place a later entry put another */
  GPtrArray *approvals; /* of Approval, in the order of the file */
} Ledger;

/* Reads the ledger at `path` below the site's folder `root`.
 * NULL where something was reported as an error. */
Ledger *ledger_read(const char *root, const char *path, Report *report);

/* The same from the bytes of a ledger that is, or will be, at `path`. */
Ledger *ledger_parse(const char *bytes, gsize size, const char *path, Report *report);
void ledger_free(Ledger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledger, ledger_free)

/* The revision in force on a day: the latest effective not after that day, less
 * cancelled ones; NULL before the first. A 廃止 is a revision like others: see
 * its `change`. */
const Revision *ledger_in_force(const Ledger *ledger, Day day);

const Revision *ledger_find(const Ledger *ledger, const char *key);

/* The key that the next revision of that day gets. The caller frees it. */
char *ledger_next_key(const Ledger *ledger, Day effective);

/* The revision whose entry stands last in the file; NULL where there is none. */
const Revision *ledger_newest(const Ledger *ledger);

/* Where a text is frozen, relative to the site's folder. The caller frees it. */
char *ledger_frozen_path(const Ledger *ledger, const char *key, const char *lang);

RevisionState revision_state(const Ledger *ledger, const Revision *revision, Day day);

/* The revision that takes effect next after a day; NULL where none is scheduled. */
const Revision *ledger_scheduled(const Ledger *ledger, Day day);

/* The day after `day` on which something changes by itself (a scheduled
 * revision takes effect); no day where nothing is scheduled. */
Day ledger_next_change(const Ledger *ledger, Day day);

/* The edition in a language; NULL where there is none. */
const Edition *revision_edition(const Revision *revision, const char *lang);

/* The exact bytes of an edition: from its frozen file where that gives the blob
 * id, for then they are proved and the object store is not asked; else from the
 * store, held against the id too. Reports TEXT_MISSING (in neither), TEXT_ALTERED
 * (the file's bytes are not the blob's). A frozen file that is altered is reported
 * even where the object store still has the blob, and the true bytes are
 * returned then; one that is missing is a warning
 * (TEXT_NOT_FROZEN), for only the file keeps the blob from being cleared away.
 * The caller frees them; they end in an uncounted NUL. Thread-safe. */
char *edition_bytes(const Edition *edition, const Ledger *ledger, const char *root,
                    Repository *repository, gsize *size, Report *report);

/* Whether this may be the language of an edition: a language tag in the manner of BCP 47,
 * or "easy". It becomes part of a URL and of files' names. */
bool lang_is_good(const char *lang);

/* 作成, 一部変更, … ; "created", … for machines. Static. */
const char *change_name_ja(ChangeKind change);
const char *change_name(ChangeKind change);
const char *provenance_name(Provenance provenance);
const char *act_name(ApprovalAct act);

/* Whether it may ask staff to be trained anew: an erratum changes nothing that they were
 * taught, and of what is withdrawn there is nothing left to teach. */
bool change_can_retrain(ChangeKind change);

/* The other way, a kind of change in either language; false where it is none. */
bool change_named(const char *word, ChangeKind *change);
bool provenance_named(const char *word, Provenance *provenance);
const char *revision_state_name(RevisionState state);

#endif
