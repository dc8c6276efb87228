/*
 * Where an address written in a page or a style sheet leads, as a browser reads
 * it (WHATWG URL): control characters before it dropped, tabs and line breaks
 * ignored anywhere, a backslash as good as a slash. Spaces are ignored too, for
 * an XML parser hands over as a space what was a line break in an attribute.
 */
#ifndef PAGES_ADDRESS_KIND_H
#define PAGES_ADDRESS_KIND_H

#include <stdbool.h>

typedef enum {
  ADDRESS_HERE,      /* relative */
  ADDRESS_ELSEWHERE, /* https: and http:, //host */
  ADDRESS_DATA,
  ADDRESS_WRITE, /* mailto:, tel: */
  ADDRESS_OTHER, /* javascript: and all that is not known */
} AddressKind;

/* The kind; `https` (may be NULL) tells whether it begins with https:. */
AddressKind address_kind(const char *address, bool *https);

#endif
