/*
 * From events to tables: what is worked out of the events (schema_derived) is written here and
 * nowhere else, so that the tables can be made anew. Inside this room alone.
 */
#ifndef RECORDS_PROJECT_H
#define RECORDS_PROJECT_H

#include "records/database.h"
#include "records/event.h"

/* Brings the tables into step with an event. A kind that no table tells of changes nothing. False
 * where the database refused (reported). */
bool event_project(Store *store, const Event *event, json_t *body, Report *report);

/* What one correction does; see correction.h. False where something was reported, RECORD_FIELD
 * among it. */
bool project_correction(Store *store, const Event *event, json_t *body, Report *report);

/* Fields of a body. "" and 0 where they are not there. */
const char *body_text(const json_t *body, const char *field);
gint64 body_number(const json_t *body, const char *field);
bool body_flag(const json_t *body, const char *field);

/* The canonical text of a field. The caller frees it. */
char *body_json(const json_t *body, const char *field);

#endif
