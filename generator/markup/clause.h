/*
 * Clauses: found in the finished tree, with their ids, titles and hashes.
 */
#ifndef MARKUP_CLAUSE_H
#define MARKUP_CLAUSE_H

#include "markup/parse.h"

void clauses_find(Parse *parse);

#endif
