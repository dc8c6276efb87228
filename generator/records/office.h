/*
 * What the bodies about accounts share. Inside this room alone.
 */
#ifndef RECORDS_OFFICE_H
#define RECORDS_OFFICE_H

#include "records/account.h"
#include "records/database.h"

/* The account, not ended; reports RECORD_UNKNOWN. */
bool account_standing(Store *store, const char *id, Report *report);

/* The event that something of it was changed, which tells what and not to which value. */
bool account_tell(Store *store, const Act *act, const char *id, const char *what, Report *report);

#endif
