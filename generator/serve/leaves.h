/*
 * The papers that are made of the records: slips, certificates, the record of group sessions,
 * lists of who has been trained, the yearly file for an inspection. Each function writes what its
 * template sees (themes/default/print/) and gives the page as HTML; the server prints it in its
 * worker (print/worker.h), a command with a browser of its own.
 *
 * They read nothing: what they show is handed in, so that they may run outside the store's thread.
 */
#ifndef SERVE_LEAVES_H
#define SERVE_LEAVES_H

#include "enrolment/yearly.h"
#include "print/leaf.h"

/* What all of them are made with: borrowed. A Stage belongs to one thread. */
typedef struct {
  const Theme *theme; /* themes/default, under the site's own */
  Stage *stage;
  const Site *site;
  Day today;
  const char *timezone;
} Leaves;

/* A slip with which one person signs in. */
typedef struct {
  char *name, *number, *site;
  char *code; /* 12 characters: secret */
} LeafSlip;

/* `address` is where staff reach the server ("https://kenshu.example.jp/"). The QR code leads to its
 * /s, with the code behind the #. NULL where something was reported; so are all of these. */
GString *leaf_slips(const Leaves *leaves, const LeafSlip *slips, guint count, const char *address,
                    Day ends, Report *report);

/* A certificate. */
typedef struct {
  char *id;
  char *holder;
  char *title; /* of the module */
  int year;
  Day done;
  const char *how; /* "screen", "paper", "session" */
  char *
    based; /* the policy's text: 「個人情報の保護について」平成30年12月1日施行（第9版）; may be NULL */
  char *address; /* that the QR code leads to, with the statement behind the # */
  char *shown;   /* the same without it, to be read */
} LeafCertificate;

GString *leaf_certificate(const Leaves *leaves, const LeafCertificate *certificate, Report *report);

/* 研修記録簿: the sessions of `yearly` (all, or the one of this id). */
GString *leaf_gatherings(const Leaves *leaves, const Yearly *yearly, const char *id,
                         Report *report);

/* Who has been trained and who has not: counts and results of `yearly`. */
GString *leaf_standing(const Leaves *leaves, const Yearly *yearly, Report *report);

/* The yearly file for an inspection. */
GString *leaf_yearly(const Leaves *leaves, const Yearly *yearly, Report *report);

/* "令和8年度（2026年度）". The caller frees it. */
char *leaf_year(const Leaves *leaves, int year);

#endif
