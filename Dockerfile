# The image of every command:  docker build -t attache:0.1.0 .
#
# Both images are arguments, for mirrors and for other releases of Debian:
#   docker build --build-arg BUILD_IMAGE=swift:6.3-bookworm --build-arg RUN_IMAGE=debian:bookworm-slim -t attache:0.1.0 .
# They have to be of one release of Debian, because the binary takes libc and libcurl from the second.
ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUN_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4-openssl-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
# Packages are a layer of their own: a change of our sources does not fetch them again.
COPY Package.* ./
RUN swift package resolve
COPY Sources Sources
# Not built, but the package names them.
COPY Tests Tests
# Swift's own libraries go into the binary, symbols do not; the rest makes it smaller. `make release` does the same.
RUN swift build -c release --product attache --static-swift-stdlib -Xswiftc -Osize -Xswiftc -use-ld=lld \
        -Xlinker --icf=safe -Xlinker -z -Xlinker pack-relative-relocs -Xlinker -s \
    && cp .build/release/attache /attache

FROM ${RUN_IMAGE}
# What the binary links beyond libc, and nothing else: libstdc++ is part of Swift's runtime, zlib of gRPC; libcurl speaks
# to Envoy and Kubernetes, and is loaded when that is first to be done. Authorities are for HTTPS beyond the cluster's
# own.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libcurl4 libstdc++6 zlib1g \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /attache /bin/attache
# Pods written for Contour find the command they know.
RUN ln -s attache /bin/contour
# Nobody, as in the manifests; what follows is done as that user.
USER 65534:65534
# An image that lacks a library, or whose libc is too old, is never finished.
RUN libraries="$(ldd /bin/attache /lib/*/libcurl.so.4)" \
    && ! echo "$libraries" | grep "not found" \
    && /bin/attache version \
    && /bin/contour version
ENTRYPOINT ["/bin/attache"]
