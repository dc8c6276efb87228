/*
 * A comparison (新旧対照表) of two texts: left 改正後, right 改正前.
 *
 * Blocks are aligned: equal ones drop out by hash, the rest are matched by
 * clause id first and by likeness second, in one monotone alignment; a
 * renumbered clause is the same clause, a moved one is said to be moved. Inside
 * a changed pair the changed words are marked on both sides.
 */
#ifndef COMPARE_COMPARISON_H
#define COMPARE_COMPARISON_H

#include "markup/blocks.h"

typedef enum {
  ROW_SAME,       /* unchanged, shown because it heads or was asked for */
  ROW_CHANGED,    /* words changed */
  ROW_RENUMBERED, /* only the number changed */
  ROW_ADDED,      /* right: （新設） */
  ROW_REMOVED,    /* left: （削る） */
  ROW_MOVED_HERE, /* stands here now; on the right: from where */
  ROW_MOVED_AWAY, /* stood here; on the left: to where */
  ROW_OMITTED,    /* a run of unchanged blocks: （略） on both sides */
} RowKind;

/* A run of text in a cell; marked where it differs from the other side. */
typedef struct {
  const char *text; /* not escaped; borrowed from the comparison */
  gsize length;
  bool marked;
} Span;

typedef struct {
  guint count;
  const Span *spans;
} Cell;

typedef struct {
  RowKind kind;
  BlockKind block;
  int level;
  const char *clause; /* id to link to: of the new side, else of the old */
  guint change;       /* running number of the change it belongs to, from 1; 0: none */
  guint blocks;       /* ROW_OMITTED: how many blocks it stands for */
  Cell now;           /* 改正後 */
  Cell before;        /* 改正前 */
} Row;

/* One change in words, for the list above the table and for impact. */
typedef struct {
  RowKind kind;       /* CHANGED, RENUMBERED, ADDED, REMOVED, MOVED_HERE */
  const char *clause; /* id */
  const char *title;  /* the clause's heading or first words, with its number */
} Change;

typedef struct Comparison Comparison;

typedef struct {
  bool all; /* print unchanged blocks instead of （略） */
} CompareOptions;

/* Both sides are borrowed for the comparison's life. Never NULL. */
Comparison *comparison_new(const Blocks *now, const Blocks *before, const CompareOptions *options);
void comparison_free(Comparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Comparison, comparison_free)

guint comparison_row_count(const Comparison *comparison);
const Row *comparison_row(const Comparison *comparison, guint index);
guint comparison_change_count(const Comparison *comparison);
const Change *comparison_change(const Comparison *comparison, guint index);

/* The words that the table shows; a theme gives them in its language. */
typedef struct {
  const char *now, *before;             /* 改正後, 改正前 */
  const char *added, *removed, *omitted; /* （新設）, （削る）, （略） */
  const char *moved_here, *moved_away;  /* （移動） */
  const char *mark_start, *mark_end;    /* heard, not seen: 変更ここから, 変更ここまで */
} CompareWords;

/* Writes the table's `<tr>` rows in XML syntax (thead not among them): each
 * changed run in <ins> or <del> with the heard words in a visually hidden span;
 * a change's first row has id="c1", "c2", …; cells carry data-label for phones. */
void comparison_html(const Comparison *comparison, const CompareWords *words, GString *out);

#endif
