# SPDX-License-Identifier: GPL-2.0
#
# IP network multipathing: the kernel module and its tool. `make help`.
#
# Inside of kbuild only the module is built: Kbuild is read in place of this.

KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
export PREFIX DESTDIR V

module_sources := $(wildcard Kbuild kmod/*.[ch] kmod/compat/* include/uapi/linux/*.h)
lab := tests/vm/lab

all: modules tools

# The version of the kernel that KDIR asks for, as packages are named.
version = $(or $(patsubst /lib/modules/%/build,%,$(filter \
	/lib/modules/%/build,$(KDIR))),$(shell uname -r))

$(KDIR)/Makefile:
	@echo "There are no kernel headers in $(KDIR)." >&2
	@echo "Install them:  apt install linux-headers-$(version)" >&2
	@echo "or name others: make KDIR=/lib/modules/VERSION/build" >&2
	@false

modules modules_install: $(KDIR)/Makefile
	$(MAKE) -C $(KDIR) M=$(CURDIR) $@ \
		$(if $(DESTDIR),INSTALL_MOD_PATH=$(DESTDIR))

tools:
	$(MAKE) -C tools/ipmpadm

tools_install:
	$(MAKE) -C tools/ipmpadm install

install: modules_install tools_install

# The module for a kernel of the lab, built aside so that several can be had. Debian's
# are built with all warnings, of sparse as well: tests/style reads them.
warned := 6.1 6.12

build/%/ipmp.ko: $(module_sources) build/%.kernel
	rm -rf build/$*
	mkdir -p build/$*
	cp -r Kbuild kmod include build/$*/
	find build/$* -name '*.o' -o -name '.*.cmd' | xargs -r rm
	$(lab) make $* build/$* -s $(if $(filter $*,$(warned)),W=1 C=2) \
		> build/$*/log 2>&1 || { cat build/$*/log >&2; false; }

# Which kernel that is changes when Debian has a newer one.
.PRECIOUS: build/%.kernel
build/%.kernel: FORCE
	@mkdir -p build
	@$(lab) kdir $* > $@.now
	@cmp -s $@.now $@ || cp $@.now $@
	@rm $@.now

FORCE:

check: deps
	tests/check

check-debug: deps
	tests/check-debug

check-kernels: deps
	tests/check 7

check-long: deps
	tests/check lab long

fuzz:
	@tests/fuzz/deps
	$(MAKE) -C tests/fuzz

demo: deps
	tests/demo/demo

bench: deps
	tests/bench/bench

deps:
	@tests/deps

clean:
	$(MAKE) -C tools/ipmpadm clean
	$(MAKE) -C tests/unit clean
	rm -rf build
	find . -path ./.git -prune -o \( -name '*.o' -o -name '*.ko' -o \
		-name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' -o \
		-name 'modules.order' -o -name 'Module.symvers' \) -print0 | \
		xargs -0 rm -f

help:
	@echo 'make                  the module and the tool'
	@echo 'make modules|tools    one of them'
	@echo 'make install          both, and make tools_install the tool alone'
	@echo 'make modules_install  the module'
	@echo 'make check            all tests that should pass before every commit'
	@echo 'make check-debug      the guest tests on a kernel with KASAN and lockdep'
	@echo 'make check-kernels    the guest tests on the newest kernel'
	@echo 'make check-long       what takes too long for every commit, and the lab itself'
	@echo 'make fuzz             a million inputs for the reader of hostname files'
	@echo 'make bench            figures, side by side with bonding'
	@echo 'make demo             see it live in a virtual machine'
	@echo 'make clean'
	@echo
	@echo 'KDIR=DIR     headers of the kernel to build for'
	@echo 'DESTDIR=DIR  install below DIR    PREFIX=DIR  for the tool: /usr/local'
	@echo 'V=1  show commands    W=1  more warnings    C=2  run sparse'

.PHONY: all modules modules_install tools tools_install install check \
	check-debug check-kernels check-long fuzz demo bench deps clean help
