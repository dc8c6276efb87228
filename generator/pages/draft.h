/*
 * A draft: the working text of a policy in one language, policy.md or
 * policy.<lang>.md, with what can be said of it before it is published.
 */
#ifndef PAGES_DRAFT_H
#define PAGES_DRAFT_H

#include "markup/document.h"
#include "pages/site.h"

typedef struct {
  char *path; /* "content/privacy/policy.md" */
  char *bytes;
  gsize size;
  char *blob;
  Document *document;
} Draft;

/* The path of the working text. The caller frees it. */
char *draft_path(const PolicySource *policy, const char *lang);

/* Reads and parses it; all that is at fault in it is reported. NULL where it cannot be
 * read or is at fault. */
Draft *draft_read(const char *root, const PolicySource *policy, const char *lang, Report *report);

/* The same of any text; takes `bytes` over. `path` is how it is called. */
Draft *draft_of(const char *path, char *bytes, gsize size, Report *report);
void draft_free(Draft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Draft, draft_free)

/* The text of an edition that was published, as a draft; what is at fault in it is not
 * said. NULL where its bytes cannot be had (reported). */
Draft *draft_of_edition(const Edition *edition, const Ledger *ledger, const char *root,
                        Repository *repository, Report *report);

/* The revision with a text that a new one of this day would follow: in force on that
 * day, or the nearest before it that has a text. NULL where there is none. */
const Revision *draft_base(const Ledger *ledger, Day day);

/* Reports every clause id of `base` that the draft has no longer, and where it stood:
 * PUBLISH_ID_GONE for one that was written in the source, unless `allowed`
 * (PUBLISH_ID_REMOVED then); PUBLISH_ID_AUTOMATIC for one made from a heading. False
 * where one of them is an error. */
bool draft_check_ids(const Draft *draft, const Draft *base, bool allowed, Report *report);

/* Reports every clause id that the draft adds to `base` (NULL: to nothing) and that the
 * scheduled text `later` lacks, so that it would be gone on that one's day:
 * PUBLISH_ID_NOT_LATER, unless `allowed` (PUBLISH_ID_SHORT_LIVED then). False where one of
 * them is an error. */
bool draft_check_later(const Draft *draft, const Draft *base, const Draft *later, bool allowed,
                       Report *report);

/* The sentence with which the text begins that `kaitei new` writes. Whoever makes the text
 * their own takes it away. */
#define DRAFT_SAMPLE "これは見本の文章です。"

/* False, and PUBLISH_SAMPLE reported, where the draft still says that it is a sample. */
bool draft_check_sample(const Draft *draft, Report *report);

/* The approval of these very bytes that counts (approval.h); NULL where there is none. */
const Approval *draft_approval(const Ledger *ledger, const char *blob);

/* The revision of this text that was cancelled last, where `approval` (NULL: none) was
 * recorded before: it is one of what was then taken back. NULL where there is none. */
const Revision *draft_undone(const Ledger *ledger, const char *blob, const Approval *approval);

/* The newest approval of another text that no publication has followed; NULL where
 * there is none. Where draft_approval() finds none either, the draft's is void. */
const Approval *draft_void_approval(const Ledger *ledger, const char *blob);

#endif
