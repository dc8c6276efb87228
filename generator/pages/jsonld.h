/*
 * JSON-LD (schema.org) for `<script type="application/ld+json">`.
 *
 * Keys are sorted, so that the same facts give the same bytes. '<', '>' and '&'
 * are written \u003c, \u003e, \u0026: the text can neither end the script
 * element nor break the page as XML, and is put into the page unescaped.
 *
 * Strings are borrowed and UTF-8; NULL leaves a property out. Addresses should
 * be absolute; where the site has no base_url, leave them out. Days are ISO.
 */
#ifndef PAGES_JSONLD_H
#define PAGES_JSONLD_H

#include <stdbool.h>

/* https://schema.org/Organization */
typedef struct {
  const char *name;
  const char *url;
  const char *telephone;
  const char *fax;
  const char *email;
  const char *postal;  /* code */
  const char *address; /* the rest, in one line */
} JsonldOrganisation;

/* https://schema.org/DigitalDocument: one edition of one revision */
typedef struct {
  const char *name;
  const char *url;           /* of this page, that is its permalink */
  const char *part_of;       /* address of the policy that it is a revision of */
  const char *lang;          /* BCP 47: "ja", "en", … */
  const char *version;       /* "第9版" or "9" */
  const char *status;        /* creativeWorkStatus: in force, scheduled, superseded, … */
  const char *decided;       /* dateCreated */
  const char *published;     /* datePublished; the day of effect where no other is known */
  const char *from, *until;  /* in force: temporalCoverage; until, the last day, NULL: open */
  const char *summary;       /* what changed: abstract */
  const char *previous;      /* address of the revision before: isBasedOn */
  const char *original;      /* address of the text that this one translates */
  const char *source;        /* address of the exact Markdown bytes */
  const char *source_sha256; /* in hex */
  const JsonldOrganisation *publisher; /* NULL: none */
} JsonldDocument;

/* The caller frees both. */
char *jsonld_organisation(const JsonldOrganisation *organisation);
char *jsonld_document(const JsonldDocument *document);

#endif
