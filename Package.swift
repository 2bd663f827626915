// swift-tools-version: 6.2
// One stage is one target; a target imports only what its line names, and the build refuses anything else
// (`make check` builds with --explicit-target-dependency-import-check error).

import PackageDescription

/// Every hand-written target: Swift 6 mode, warnings are errors, imports carry access levels, memory safety is strict.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

/// Generated code is compiled as it comes.
let generated: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

/// Shorthand for the products of other packages.
extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let customDump = product(name: "CustomDump", package: "swift-custom-dump")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let coreMetrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTP2 = product(name: "NIOHTTP2", package: "swift-nio-http2")
    static let nioWebSocket = product(name: "NIOWebSocket", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let protobuf = product(name: "SwiftProtobuf", package: "swift-protobuf")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}

let package = Package(
    name: "attache",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "attache", targets: ["attache"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/pointfreeco/swift-custom-dump", exact: "1.7.3"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // Layer 0: what the world looks like.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "HTTPTransport", dependencies: [.httpTypes], swiftSettings: strict),
        .target(
            name: "EnvoyAPI", dependencies: [.protobuf], exclude: ["Protos"], swiftSettings: generated),
        .target(name: "Conventions", swiftSettings: strict),
        .target(name: "DurableFiles", swiftSettings: strict),
        .target(name: "Operations", dependencies: [.coreMetrics, .logging], swiftSettings: strict),

        // Layer 1: one module for each neighbour or duty.
        .target(name: "CurlTransport", dependencies: ["CCurl", "HTTPTransport", .httpTypes], swiftSettings: strict),
        .target(name: "EnvoyAdmin", dependencies: ["HTTPTransport", .httpTypes], swiftSettings: strict),
        .target(
            name: "EnvoyBootstrap", dependencies: ["Conventions", "DurableFiles", "EnvoyAPI", .protobuf],
            swiftSettings: strict),

        // Layer 2: the drain.
        .target(
            name: "EnvoyShutdown",
            dependencies: [
                "Conventions", "DurableFiles", "EnvoyAdmin", "HTTPTransport", "Operations",
                .coreMetrics, .httpTypes, .hummingbirdCore, .logging, .nioCore, .nioPosix, .serviceLifecycle,
                .unixSignals,
            ],
            swiftSettings: strict),

        // Layer 3: composition only.
        .executableTarget(
            name: "attache",
            dependencies: [
                "Conventions", "CurlTransport", "DurableFiles", "EnvoyAdmin", "EnvoyBootstrap", "EnvoyShutdown",
                "HTTPTransport",
                "Operations", .argumentParser, .logging, .serviceLifecycle,
            ],
            swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-Xlinker", "--gc-sections"], .when(platforms: [.linux]))]),

        // Tests, and what they share.
        .target(
            name: "TestKit",
            dependencies: [
                "Conventions", .nioCore, .nioHTTP1, .nioHTTP2, .nioPosix, .nioWebSocket, .subprocess,
            ],
            path: "Tests/TestKit", swiftSettings: strict),
        .executableTarget(name: "drain-demo", dependencies: ["TestKit"], path: "Tests/Demo", swiftSettings: strict),
        .executableTarget(name: "drain-bench", dependencies: ["TestKit"], path: "Tests/Bench", swiftSettings: strict),
        .testTarget(name: "DurableFilesTests", dependencies: ["DurableFiles", "TestKit"], swiftSettings: strict),
        .testTarget(
            name: "EnvoyAPITests", dependencies: ["TestKit"], exclude: ["compare_with_upstream.py"],
            swiftSettings: strict),
        .testTarget(
            name: "EnvoyBootstrapTests",
            dependencies: ["Conventions", "DurableFiles", "EnvoyBootstrap", "TestKit", .subprocess],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "BootstrapCommandTests",
            dependencies: ["Conventions", "EnvoyBootstrap", "TestKit", "attache", .argumentParser],
            swiftSettings: strict),
        .testTarget(name: "TestKitTests", dependencies: ["TestKit"], swiftSettings: strict),
        .testTarget(
            name: "OperationsTests", dependencies: ["Operations", .coreMetrics, .logging], swiftSettings: strict),
        .testTarget(
            name: "CurlTransportTests",
            dependencies: ["CurlTransport", "HTTPTransport", "TestKit", .httpTypes, .nioCore, .nioPosix],
            swiftSettings: strict),
        .testTarget(
            name: "EnvoyAdminTests", dependencies: ["EnvoyAdmin", "HTTPTransport", .httpTypes], swiftSettings: strict),
        .testTarget(
            name: "EnvoyShutdownTests",
            dependencies: [
                "Conventions", "DurableFiles", "EnvoyAdmin", "EnvoyShutdown", "HTTPTransport", "Operations", "TestKit",
                .httpTypes, .nioCore,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["TestKit", "attache", .nioCore, .nioPosix], swiftSettings: strict),
        .testTarget(
            name: "ManifestTests",
            dependencies: [
                "attache", "Conventions", "DurableFiles", "EnvoyBootstrap", "EnvoyShutdown",
                .argumentParser, .customDump, .subprocess, .yams,
            ],
            swiftSettings: strict),
    ]
)
