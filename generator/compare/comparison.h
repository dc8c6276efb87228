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

/* A run of text in a cell; marked where it differs from the other side. The
 * unmarked text of both cells of a row is the same. */
typedef struct {
  const char *text; /* not escaped, not terminated; lives as long as the comparison */
  gsize length;     /* bytes, never 0 */
  bool marked;
  bool number; /* the block's enumerator, "1、" */
} Span;

typedef struct {
  BlockKind block; /* of this side's block */
  int level;       /* likewise */
  guint count;     /* 0: this side has no block here, or it is omitted */
  const Span *spans;
} Cell;

/* A row is one block, facing its counterpart, or a run of blocks folded into
 * one: the unchanged ones (ROW_OMITTED), those of which only the numbers changed,
 * as ministries print them (「③～⑤（略）」 facing 「②～④（略）」), and those that
 * moved with their heading and stayed the same. The cells of a folded row hold
 * the numbers alone, or the title of the one clause that it stands for, or
 * nothing. With the option `all` no row is folded. */
typedef struct {
  RowKind kind;
  BlockKind block;    /* of the new side, else of the old */
  int level;          /* likewise */
  const char *clause; /* id to link to: of the new side, else of the old */
  guint change;       /* running number of the change it belongs to, from 1; 0: none */
  bool first;         /* of its change: where a link to the change leads */
  bool folded;        /* the text is （略） */
  guint blocks;       /* how many blocks it stands for: 1, or more where folded */
  const char *place;  /* MOVED_*: number and title of its clause on the other side; else "" */
  guint other;        /* MOVED_*: index of the row where the other side stands; its own
                       * where that has no row of its own */
  Cell now;           /* 改正後 */
  Cell before;        /* 改正前 */
} Row;

/* One change in words, for the list above the table and for impact: all that
 * happened to one clause, in the order of the table. A clause is ADDED, REMOVED
 * or MOVED_HERE as a whole, RENUMBERED where nothing but numbers changed in it,
 * else CHANGED. A change of form without a change of words (a paragraph made a
 * heading) is no change. */
typedef struct {
  RowKind kind;       /* CHANGED, RENUMBERED, ADDED, REMOVED, MOVED_HERE */
  const char *clause; /* id; of the old text where the clause is REMOVED */
  const char *title;  /* the clause's heading or first words, with its number */
} Change;

typedef struct Comparison Comparison;

typedef struct {
  bool all; /* print unchanged blocks instead of （略） */
} CompareOptions;

/* What comparisons share: ICU's word breaker, which is costly to open, and
 * buffers. One thread uses it at a time: each worker owns one. It need not
 * outlive its comparisons. Never NULL; should ICU lack its data, words are told
 * apart by script alone. */
typedef struct Comparer Comparer;

Comparer *comparer_new(void);
void comparer_free(Comparer *comparer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Comparer, comparer_free)

/* Both sides are borrowed for the comparison's life. `options` may be NULL.
 * Never NULL, and never slow: time is bounded by the texts' length (see align.h
 * and words.h), whatever they hold. */
Comparison *comparison_new(Comparer *comparer, const Blocks *now, const Blocks *before,
                           const CompareOptions *options);

/* The same over arrays of blocks, which are borrowed likewise. */
Comparison *comparison_of(Comparer *comparer, const Block *now, guint now_count,
                          const Block *before, guint before_count, const CompareOptions *options);
void comparison_free(Comparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Comparison, comparison_free)

guint comparison_row_count(const Comparison *comparison);
const Row *comparison_row(const Comparison *comparison, guint index);
guint comparison_change_count(const Comparison *comparison);
const Change *comparison_change(const Comparison *comparison, guint index);

/* The words that the table shows; a theme gives them in its language. */
typedef struct {
  const char *now, *before;              /* 改正後, 改正前 */
  const char *added, *removed, *omitted; /* （新設）, （削る）, （略） */
  const char *moved_here, *moved_away; /* （移動）; the other place's title follows, as a link */
  const char *mark_start, *mark_end;   /* heard, not seen: 変更ここから, 変更ここまで */
  const char *anchor; /* before each id, where a page has several tables; NULL: nothing */
} CompareWords;

/* Writes the table's `<tr>` rows in XML syntax (thead not among them), all text
 * escaped:
 *
 *   <tr id="c1" class="changed" data-clause="purpose">
 *     <td data-label="改正後" class="paragraph">…<ins><span class="heard">変更ここから</span>
 *       …<span class="heard">変更ここまで</span></ins></td>
 *     <td data-label="改正前" class="paragraph">…<del>…</del></td></tr>
 *
 * A row's class is same, changed, renumbered, added, removed, moved-here,
 * moved-away or omitted; a cell's is heading level-2, paragraph, item depth-1,
 * row or code, or `none` where it holds only one of the words. Numbers stand in
 * <span class="number">, the words in <span class="word">. Headings are no
 * h-elements. A change's first row has id="c1", "c2", …; rows of what has moved
 * have one too ("row-17") and link to each other. */
void comparison_html(const Comparison *comparison, const CompareWords *words, GString *out);

#endif
