# kaitei — `make help` lists what there is to make.
# Everything compiled lies under $(B): build/ for use, build/asan/ and build/fuzz/ for the deep tests.

ifeq ($(origin CC),default)
CC      := gcc
endif
B       ?= build
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
PKGS    := glib-2.0 libcmark libgit2 lua5.4 libxml-2.0 icu-uc icu-i18n jansson libmicrohttpd libqpdf libqrencode sqlite3 libsodium
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wformat=2
DEFINES := -Igenerator -D_GNU_SOURCE

# pkg-config is asked once, and only after the set-up has run: the first use replaces the variable.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := -Wl,--as-needed $$(shell pkg-config --libs $(PKGS)) -lm -pthread)$(PKG_LIBS)
COMPILE    = $(SAY)$(CC) -std=c17 $(DEFINES) $(CPPFLAGS) $(CFLAGS) $(WARN) -pthread $(PKG_CFLAGS) -MMD -MP

SAY        = $(if $V,,@echo '  cc $@';)

SOURCES := $(sort $(wildcard generator/*/*.c))
ROOMS   := $(patsubst generator/%.c,$B/obj/%.o,$(filter-out generator/cli/main.c generator/cli/elsewhere.c,$(SOURCES)))
UNIT    := $(patsubst tests/unit/%.c,$B/tests/%,$(sort $(wildcard tests/unit/*.c)))
SCRIPTS := $(sort $(wildcard tests/cli/*.sh tests/browser/*.mjs))
BENCH   := $(patsubst tests/bench/%.c,$B/bench/%,$(sort $(wildcard tests/bench/*.c)))
FUZZ    := $(patsubst tests/fuzz/%.c,$B/fuzz/%,$(sort $(wildcard tests/fuzz/*.c)))
# Tests wait (for disks, browsers, moments) about as long as they compute.
JOBS    ?= $(shell echo $$((2 * $$(nproc))))

# What the tests see: the program under test, where build products lie, and the seed of all chance.
export KAITEI      := $(CURDIR)/$B/kaitei
export KAITEI_B    := $(CURDIR)/$B
export KAITEI_SEED ?= 1

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all site test test-deep check install arrows tidy bench accept fuzz clean help setup setup-% FORCE

all: $B/kaitei ## compile only: build/kaitei

site: $B/kaitei ## set up, compile, and build the site into _site/public/
	$B/kaitei build

test: setup-test ## set up, then run every test once, with fixed seeds
	@$(MAKE) --no-print-directory check

test-deep: setup-deep ## sanitizers over the whole suite, fresh seeds, soak, fuzzing: about an hour
	@.make/test-deep

# In the variant $(B).
check: $B/kaitei $(UNIT) ## the tests, or with T=FILE one, where `make setup-test` has been run
	@prove --exec .make/run-test --jobs $(JOBS) --failures $(or $T,$(UNIT) $(SCRIPTS) $(MORE_TESTS))

install: $B/kaitei ## install under $(DESTDIR)$(PREFIX)
	install -D -m 755 $B/kaitei $(DESTDIR)$(PREFIX)/bin/kaitei
	install -D -m 755 $B/kaitei-office $(DESTDIR)$(PREFIX)/libexec/kaitei/kaitei-office
	install -D -m 644 generator/cli/kaitei.1 $(DESTDIR)$(PREFIX)/share/man/man1/kaitei.1
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/user
	sed 's,@PREFIX@,$(PREFIX),' generator/cli/kaitei@.service > $(DESTDIR)$(PREFIX)/lib/systemd/user/kaitei@.service
	sed 's,@PREFIX@,$(PREFIX),' generator/cli/kaitei-serve@.service > $(DESTDIR)$(PREFIX)/lib/systemd/user/kaitei-serve@.service
	install -m 644 generator/cli/kaitei@.timer $(DESTDIR)$(PREFIX)/lib/systemd/user/
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/doc/kaitei generator/serve/proxy/Caddyfile generator/serve/proxy/nginx.conf
	install -D -m 644 generator/cli/kaitei.desktop $(DESTDIR)$(PREFIX)/share/applications/kaitei.desktop
	install -D -m 644 themes/default/assets/icon.svg $(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps/kaitei.svg
	cd themes && find . -type f -exec install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/kaitei/themes/{} \;
	cd generator/rules && find . -type f -exec install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/kaitei/rules/{} \;

arrows: $B/kaitei ## prove that every room reaches only the rooms that it may
	@.make/arrows . $B/obj

tidy: setup-tidy ## clang-tidy, layout and cppcheck over all C code
	@CFLAGS="$(PKG_CFLAGS)" .make/tidy

bench: $B/kaitei $(BENCH) ## kaitei beside its floor and Hugo: time, memory, files
	@status=0; tests/bench/run || status=$$?; tests/bench/papers || status=$$?; \
	tests/bench/training || status=$$?; tests/bench/serve || status=$$?; tests/bench/records || status=$$?; exit $$status

accept: setup-test ## show each golden difference, and ask whether it is right
	@.make/accept

fuzz: setup-deep ## fuzz every reader of input, FUZZ_TIME seconds each (60), as many at once as there are processors
	@.make/fuzz

clean: ## remove build/ and _site/
	rm -rf build _site

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

# ---- how things are made ----

setup:
	@.make/setup site

setup-%:
	@.make/setup site $*

# Two programs: kaitei itself starts kaitei-office for what needs further libraries (cli/elsewhere.c).
$B/kaitei: $B/obj/cli/main.o $B/obj/cli/elsewhere.o $B/libkaitei.a | $B/kaitei-office
$B/kaitei-office: $B/obj/cli/main.o $B/libkaitei.a
$B/kaitei $B/kaitei-office:
	$(SAY)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

# The archive is made anew, so that a deleted file leaves nothing behind.
$B/libkaitei.a: $(ROOMS) $B/rooms
	@rm -f $@
	@$(AR) rcs $@ $(ROOMS)

$B/obj/%.o: generator/%.c $B/flags | setup
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# The one file that looks for what is installed: another PREFIX makes it alone anew.
$B/obj/base/installed.o: private DEFINES += -DKAITEI_DATADIR='"$(PREFIX)/share/kaitei"'
$B/obj/base/installed.o: $B/prefix

$B/tests/%: tests/unit/%.c $B/libkaitei.a $B/flags
	@mkdir -p $(@D)
	$(COMPILE) $(LDFLAGS) -o $@ $< $B/libkaitei.a $(PKG_LIBS)

$B/bench/%: tests/bench/%.c $B/libkaitei.a $B/flags
	@mkdir -p $(@D)
	$(COMPILE) $(LDFLAGS) -o $@ $< $B/libkaitei.a $(PKG_LIBS)

$B/fuzz/%: tests/fuzz/%.c $B/libkaitei.a $B/flags
	@mkdir -p $(@D)
	$(COMPILE) -fsanitize=fuzzer $(LDFLAGS) -o $@ $< $B/libkaitei.a $(PKG_LIBS)

fuzzers: $(FUZZ)

# Files that change only when their words do: other flags or other sources make things anew.
$B/flags: WORDS = $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(DEFINES) $(WARN)
$B/rooms: WORDS = $(ROOMS)
$B/prefix: WORDS = $(PREFIX)
$B/flags $B/rooms $B/prefix: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(WORDS))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(WORDS))' > $@

-include $(patsubst generator/%.c,$B/obj/%.d,$(SOURCES)) $(addsuffix .d,$(UNIT) $(BENCH) $(FUZZ))
