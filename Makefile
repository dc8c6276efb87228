# kaitei — see `make help`.
CC      ?= gcc
PKGS    := glib-2.0 libcmark libgit2 lua5.4 libxml-2.0 icu-uc icu-i18n jansson libmicrohttpd
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wformat=2
CPPFLAGS += -Igenerator -D_GNU_SOURCE
SOURCES := $(sort $(wildcard generator/*/*.c))
OBJECTS := $(SOURCES:generator/%.c=build/obj/%.o)

build/kaitei: $(OBJECTS)
	$(CC) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs $(PKGS)) -lm -pthread

build/obj/%.o: generator/%.c
	@mkdir -p $(@D)
	$(CC) -std=c17 $(CPPFLAGS) $(CFLAGS) $(WARN) $(shell pkg-config --cflags $(PKGS)) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)
