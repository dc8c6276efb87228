/*
 * Which block of one text is which block of the other.
 *
 * 1. Equal blocks drop out: equal beginnings and ends first, then the longest
 *    common subsequence of block hashes (lcs.h). A block that occurs more than
 *    once ("以上") is only matched so within the clause of the same id, lest a
 *    new clause borrow its sentences from another.
 * 2. In each gap that remains, blocks that open a clause are matched by its id,
 *    so that a clause stays itself however its number and its words change.
 * 3. In what remains between those, blocks are matched by likeness (likeness.h),
 *    in the one rising order that gives the greatest sum.
 * 4. Of blocks left over on both sides, those of a clause that is on both sides
 *    but elsewhere, and those of exactly the same words, have moved.
 * 5. A single block left over on each side at one place of one clause was
 *    rewritten: the two face each other, however unlike they are.
 *
 * Pairings rise in both texts, but for those of step 4, which are marked. Swapping the sides gives the same pairings: the work is always done from
 * the same side. Time: step 1 is bounded by lcs.h; step 3 looks, in a gap too
 * large to try every pair, along a band about the diagonal, so wide that the
 * steps taken stay under ALIGN_EFFORT.
 */
#ifndef COMPARE_ALIGN_H
#define COMPARE_ALIGN_H

#include "markup/blocks.h"

enum { ALIGN_EFFORT = 20 * 1000 * 1000 };

typedef struct {
  gint32 other; /* index of the counterpart, -1 where there is none */
  bool moved;
} Pairing;

/* Buffers that are used again from call to call; one thread at a time. */
typedef struct Aligner Aligner;

Aligner *aligner_new(void);
void aligner_free(Aligner *aligner);

/* Fills one pairing a block for each side. */
void aligner_run(Aligner *aligner, const Block *now, guint now_count, Pairing *now_pairs,
                 const Block *before, guint before_count, Pairing *before_pairs);

#endif
