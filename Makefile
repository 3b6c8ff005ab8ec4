# Everything starts here: `make demo` and `make test` need nothing before them but Swift 6.3.
MODEL ?= tagger-3l
PREFIX ?= /usr/local

.PHONY: help setup build demo test bench install clean

help:
	@echo "make demo      install what is needed, build, run the main job, say what to open"
	@echo "make test      lint, build with the import check, run every test"
	@echo "make bench     measure rates on this machine"
	@echo "make install   put thresher, its manual, completions and model under $(PREFIX)"

setup:
	@scripts/setup

build: setup
	swift build -c release --product thresher

demo: build
	@MODEL=$(MODEL) scripts/demo

test: setup
	@scripts/check

bench: setup
	swift run --package-path Benchmarks -c release benchmarks

install: build
	@scripts/install $(DESTDIR)$(PREFIX)

clean:
	swift package clean
