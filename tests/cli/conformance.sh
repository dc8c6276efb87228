#!/bin/sh
# `kaitei render` beside markdown-it with markdown-it-cjk-friendly, on random Japanese texts.
exec node tests/conformance/cjk.mjs
