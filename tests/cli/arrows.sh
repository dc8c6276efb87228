#!/bin/sh
# The house stands; and `make arrows` sees each way of breaking it.
. tests/lib.sh

ok "the tree keeps its arrows" .make/arrows . "$(dirname "$KAITEI")/obj"

# broken NAME FILE LINE MESSAGE: a copy of the house with LINE added to FILE is refused.
broken()
{
  rm -rf "$SCRATCH/tree"
  mkdir -p "$SCRATCH/tree"
  cp -R generator "$SCRATCH/tree/"
  mkdir -p "$(dirname "$SCRATCH/tree/generator/$2")"
  printf '%s\n' "$3" >>"$SCRATCH/tree/generator/$2"
  exits "$1" 1 .make/arrows "$SCRATCH/tree"
  like "$1: says so" "$out" "$4"
}

broken "an arrow the wrong way" base/x.h '#include "ledger/ledger.h"' \
  '^generator/base/x.h:1: base must not include ledger'
broken "a room that is not named" compare/x.c '#  include "theme/theme.h"' 'compare must not include theme'
broken "a header away from home" theme/x.c '#include <git2.h>' 'git2.h does not live in theme'
broken "a header below a folder" pages/x.c '#include <git2/oid.h>' 'git2/oid.h does not live in pages'
broken "Lua beyond its two rooms" ledger/x.c '#include <lauxlib.h>' 'lauxlib.h does not live in ledger'
broken "a macro for a header" pages/x.c '#include SECRET' 'not written out'
broken "a way round by dots" pages/x.c '#include "../records/events.h"' 'path with dots'
broken "a room unknown to the table" attic/x.c 'int x;' 'does not know: attic'
broken "pages to records" pages/x.c '#include "records/events.h"' '^reaches what it must not: pages -> records'

# By a chain: each step alone would be one fault, the wall is named besides.
mkdir -p "$SCRATCH/chain/generator/pages" "$SCRATCH/chain/generator/theme"
echo '#include "theme/x.h"' >"$SCRATCH/chain/generator/pages/x.c"
echo '#include "records/x.h"' >"$SCRATCH/chain/generator/theme/x.h"
exits "a chain to records" 1 .make/arrows "$SCRATCH/chain"
like "the chain is shown" "$out" 'pages -> theme -> records'

# A declaration by hand instead of an include is found in the compiled rooms.
mkdir -p "$SCRATCH/hand/generator" "$SCRATCH/hand/obj/pages" "$SCRATCH/hand/obj/records"
printf 'int events_open(void); int x(void); int x(void) { return events_open(); }\n' >"$SCRATCH/x.c"
printf 'int events_open(void); int events_open(void) { return 1; }\n' >"$SCRATCH/events.c"
ok "compile one room" "${CC:-gcc}" -c -o "$SCRATCH/hand/obj/pages/x.o" "$SCRATCH/x.c"
ok "compile the other" "${CC:-gcc}" -c -o "$SCRATCH/hand/obj/records/events.o" "$SCRATCH/events.c"
exits "a declaration by hand" 1 .make/arrows "$SCRATCH/hand" "$SCRATCH/hand/obj"
like "the symbol is named" "$out" 'pages must not use records \(events_open\)'

done_testing
