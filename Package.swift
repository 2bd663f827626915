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
    static let asn1 = product(name: "SwiftASN1", package: "swift-asn1")
    static let asyncAlgorithms = product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let customDump = product(name: "CustomDump", package: "swift-custom-dump")
    static let grpcCore = product(name: "GRPCCore", package: "grpc-swift-2")
    static let grpcTransport = product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport")
    static let hashTrees = product(name: "HashTreeCollections", package: "swift-collections")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let coreMetrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHPACK = product(name: "NIOHPACK", package: "swift-nio-http2")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTP2 = product(name: "NIOHTTP2", package: "swift-nio-http2")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let nioWebSocket = product(name: "NIOWebSocket", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let protobuf = product(name: "SwiftProtobuf", package: "swift-protobuf")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let x509 = product(name: "X509", package: "swift-certificates")
    static let yams = product(name: "Yams", package: "Yams")
}

let package = Package(
    name: "attache",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "attache", targets: ["attache"]),
        // For Benchmarks, a package of its own.
        .library(
            name: "AttacheEngine",
            targets: ["ControlPlane", "EnvoyTranslation", "KubernetesAPI", "ObjectStore", "RoutingGraph", "XDSModel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0", traits: []),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/grpc/grpc-swift-2", exact: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", exact: "2.9.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/pointfreeco/swift-custom-dump", exact: "1.7.3"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // Layer 0: what the world looks like.
        // Loads libcurl when it is first needed; the headers are those of Debian's libcurl4-openssl-dev.
        .target(name: "CCurl", publicHeadersPath: "."),
        .target(name: "HTTPTransport", dependencies: [.httpTypes], swiftSettings: strict),
        .target(
            name: "EnvoyAPI", dependencies: [.protobuf], exclude: ["Protos"], swiftSettings: generated),
        .target(name: "Conventions", swiftSettings: strict),
        .target(name: "DurableFiles", swiftSettings: strict),
        .target(name: "Rendezvous", swiftSettings: strict),
        .target(name: "Operations", dependencies: ["JSONText", .coreMetrics, .logging], swiftSettings: strict),
        .target(name: "JSONText", swiftSettings: strict),
        .target(name: "KubernetesAPI", dependencies: ["JSONText"], swiftSettings: strict),
        .target(name: "ContentHash", dependencies: [.crypto], swiftSettings: strict),
        .target(name: "RegexSyntax", swiftSettings: strict),
        .target(
            name: "ClusterAccess",
            dependencies: ["DurableFiles", "HTTPTransport", "KubernetesAPI", .subprocess, .systemPackage],
            swiftSettings: strict),
        .target(name: "TLSMaterial", dependencies: [.crypto, .cryptoExtras], swiftSettings: strict),

        // Layer 1: one module for each neighbour or duty.
        .target(name: "CurlTransport", dependencies: ["CCurl", "HTTPTransport", .httpTypes], swiftSettings: strict),
        .target(name: "EnvoyAdmin", dependencies: ["HTTPTransport", .httpTypes], swiftSettings: strict),
        .target(
            name: "EnvoyBootstrap", dependencies: ["Conventions", "DurableFiles"], swiftSettings: strict),

        .target(name: "Listening", dependencies: [.nioCore], swiftSettings: strict),
        .target(
            name: "PlainHTTP",
            dependencies: [
                "Listening", .httpTypes, .hummingbirdCore, .logging, .nioCore, .nioPosix, .serviceLifecycle,
            ],
            swiftSettings: strict),
        .target(name: "ObjectStore", dependencies: ["KubernetesAPI"], swiftSettings: strict),
        .target(
            name: "LeaderElection", dependencies: ["KubernetesAPI", "Rendezvous", .logging, .serviceLifecycle],
            swiftSettings: strict),
        .target(name: "XDSModel", dependencies: [.hashTrees], swiftSettings: strict),
        .target(name: "XDSMethods", dependencies: ["XDSModel"], swiftSettings: strict),
        .target(
            name: "DirectorySource",
            dependencies: ["DurableFiles", "KubernetesAPI", "ObjectStore", .nioCore, .nioPosix],
            swiftSettings: strict),

        .target(
            name: "KubernetesClient",
            dependencies: ["ClusterAccess", "HTTPTransport", "KubernetesAPI", .httpTypes], swiftSettings: strict),
        .target(
            name: "KubernetesSource",
            dependencies: ["HTTPTransport", "KubernetesAPI", "KubernetesClient", "ObjectStore"],
            swiftSettings: strict),
        .target(
            name: "Certificates",
            dependencies: ["DurableFiles", "KubernetesAPI", "TLSMaterial", .crypto, .cryptoExtras],
            swiftSettings: strict),

        // Layer 2: from objects to what is to be served; streams.
        .target(
            name: "RoutingGraph",
            dependencies: [
                "ContentHash", "Conventions", "KubernetesAPI", "ObjectStore", "RegexSyntax", "TLSMaterial",
            ],
            swiftSettings: strict),
        .target(
            name: "XDSServer",
            dependencies: [
                "DurableFiles", "EnvoyAPI", "Listening", "TLSMaterial", "XDSMethods", "XDSModel", .grpcCore,
                .grpcTransport,
                .nioCore,
                .nioPosix, .nioSSL, .nioTLS, .protobuf, .serviceLifecycle,
            ],
            swiftSettings: strict),
        .target(
            name: "XDSClient",
            dependencies: [
                "Conventions", "EnvoyAPI", "XDSMethods", "XDSModel", .grpcCore, .grpcTransport, .protobuf,
            ],
            swiftSettings: strict),

        // Layer 3: from what is to be served to Envoy's words.
        .target(
            name: "EnvoyTranslation",
            dependencies: [
                "ContentHash", "Conventions", "EnvoyAPI", "KubernetesAPI", "RoutingGraph", "XDSModel", .protobuf,
            ],
            swiftSettings: strict),

        .target(
            name: "ServeConfiguration",
            dependencies: ["Conventions", "EnvoyTranslation", "KubernetesAPI", "RoutingGraph"], swiftSettings: strict),

        .target(
            name: "StatusReport", dependencies: ["Conventions", "KubernetesAPI", "ObjectStore", "RoutingGraph"],
            swiftSettings: strict),

        // Layer 4: the loops.
        .target(
            name: "StatusWriter",
            dependencies: [
                "KubernetesAPI", "ObjectStore", "Rendezvous", "RoutingGraph", "StatusReport", .logging,
            ],
            swiftSettings: strict),
        .target(
            name: "ControlPlane",
            dependencies: [
                "EnvoyTranslation", "KubernetesAPI", "ObjectStore", "Operations", "RoutingGraph", "XDSModel",
                .asyncAlgorithms, .coreMetrics, .logging, .serviceLifecycle,
            ],
            swiftSettings: strict),
        .target(
            name: "EnvoyShutdown",
            dependencies: [
                "Conventions", "DurableFiles", "EnvoyAdmin", "HTTPTransport", "Listening", "Operations", "PlainHTTP",
                .coreMetrics, .httpTypes, .hummingbirdCore, .logging, .nioCore, .nioPosix, .serviceLifecycle,
                .unixSignals,
            ],
            swiftSettings: strict),

        .target(
            name: "ControlPlaneHTTP",
            dependencies: [
                "ControlPlane", "EnvoyAPI", "EnvoyTranslation", "KubernetesAPI", "Listening", "PlainHTTP",
                "RoutingGraph",
                "XDSModel", .httpTypes, .hummingbirdCore, .logging, .nioCore, .nioPosix, .protobuf,
                .serviceLifecycle,
            ],
            swiftSettings: strict),

        // Layer 5: composition only.
        .executableTarget(
            name: "attache",
            dependencies: [
                "Certificates", "ClusterAccess", "ControlPlane", "ControlPlaneHTTP", "Conventions", "CurlTransport",
                "DirectorySource", "DurableFiles", "EnvoyAPI", "EnvoyAdmin", "EnvoyBootstrap", "EnvoyShutdown",
                "EnvoyTranslation", "HTTPTransport", "KubernetesAPI", "KubernetesClient", "KubernetesSource",
                "LeaderElection", "ObjectStore", "Operations", "PlainHTTP", "RoutingGraph", "ServeConfiguration",
                "StatusReport",
                "StatusWriter", "XDSClient", "XDSMethods", "XDSModel", "XDSServer", .coreMetrics,
                .argumentParser, .logging, .protobuf, .serviceLifecycle, .unixSignals,
            ],
            swiftSettings: strict,
            linkerSettings: [
                // Without the table of symbols, which nobody loads from a program, a seventh of the binary.
                .unsafeFlags(
                    ["-Xlinker", "--gc-sections", "-Xlinker", "--no-export-dynamic"], .when(platforms: [.linux]))
            ]),

        // Tests, and what they share.
        .target(
            name: "TestKit",
            dependencies: [
                "Conventions", .asn1, .crypto, .cryptoExtras, .nioCore, .nioHTTP1, .nioHTTP2, .nioPosix, .nioSSL,
                .nioTLS,
                .nioWebSocket, .subprocess, .x509,
            ],
            path: "Tests/TestKit", swiftSettings: strict),
        .executableTarget(name: "drain-demo", dependencies: ["TestKit"], path: "Tests/Demo", swiftSettings: strict),
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: strict),
        .target(
            name: "RecordedLines", dependencies: [.logging], path: "Tests/RecordedLines", swiftSettings: strict),
        .target(
            name: "MessageKit", dependencies: ["KubernetesAPI"], path: "Tests/MessageKit", swiftSettings: strict),
        .target(
            name: "FuzzKit",
            dependencies: [
                "Certificates", "ClusterAccess", "ControlPlane", "Conventions", "KubernetesAPI", "KubernetesClient",
                "KubernetesSource", "MessageKit", "ObjectStore", "RegexSyntax", "RoutingGraph", "SeededRandom",
                "ServeConfiguration", "StatusReport", "TLSMaterial", .httpTypes,
            ],
            path: "Tests/FuzzKit", swiftSettings: strict),
        .executableTarget(
            name: "decoder-fuzz", dependencies: ["FuzzKit", .argumentParser], path: "Tests/Fuzz", swiftSettings: strict),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzKit", "TestKit"], swiftSettings: strict),
        .target(name: "BenchKit", dependencies: ["TestKit"], path: "Tests/BenchKit", swiftSettings: strict),
        .executableTarget(
            name: "drain-bench", dependencies: ["BenchKit", "TestKit"], path: "Tests/Bench", swiftSettings: strict),
        .executableTarget(
            name: "serve-bench",
            dependencies: ["BenchKit", "TestKit", .nioCore, .nioHPACK, .nioHTTP2, .nioPosix], path: "Tests/ServeBench",
            swiftSettings: strict),
        .testTarget(name: "DurableFilesTests", dependencies: ["DurableFiles", "TestKit"], swiftSettings: strict),
        .testTarget(
            name: "EnvoyAPITests", dependencies: ["EnvoyAPI", "TestKit", .protobuf],
            exclude: ["compare_with_upstream.py"],
            swiftSettings: strict),
        .testTarget(
            name: "EnvoyBootstrapTests",
            dependencies: [
                "Conventions", "DurableFiles", "EnvoyAPI", "EnvoyBootstrap", "TestKit", .protobuf, .subprocess,
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "BootstrapCommandTests",
            dependencies: ["Conventions", "EnvoyBootstrap", "TestKit", "attache", .argumentParser],
            swiftSettings: strict),
        .testTarget(
            name: "KubernetesAPITests", dependencies: ["SeededRandom", "KubernetesAPI", .yams], swiftSettings: strict),
        .testTarget(name: "ListeningTests", dependencies: ["Listening", .nioCore], swiftSettings: strict),
        .testTarget(
            name: "PlainHTTPTests",
            dependencies: [
                "Listening", "PlainHTTP", .httpTypes, .hummingbirdCore, .logging, .nioCore, .nioPosix,
                .serviceLifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "KubernetesWireTests",
            dependencies: ["KubernetesAPI", "KubernetesSource", "MessageKit", "ObjectStore", "SeededRandom"],
            swiftSettings: strict),
        .testTarget(
            name: "CertificatesTests",
            dependencies: [
                "Certificates", "DurableFiles", "KubernetesAPI", "TLSMaterial", "TestKit", .asn1, .crypto,
                .cryptoExtras,
                .x509,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CertgenCommandTests",
            dependencies: ["Certificates", "EnvoyTranslation", "ServeConfiguration", "attache", .argumentParser],
            swiftSettings: strict),
        .testTarget(
            name: "ClusterAccessTests",
            dependencies: ["ClusterAccess", "HTTPTransport", "KubernetesAPI", "SeededRandom", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "KubernetesClientTests",
            dependencies: [
                "ClusterAccess", "HTTPTransport", "KubernetesAPI", "KubernetesClient", "SeededRandom", .httpTypes,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "KubernetesSourceTests",
            dependencies: [
                "ClusterAccess", "HTTPTransport", "KubernetesAPI", "KubernetesClient", "KubernetesSource",
                "ObjectStore", "SeededRandom", .httpTypes,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "StatusReportTests",
            dependencies: ["KubernetesAPI", "ObjectStore", "RoutingGraph", "SeededRandom", "StatusReport"],
            swiftSettings: strict),
        .testTarget(
            name: "StatusWriterTests",
            dependencies: [
                "RecordedLines",
                "KubernetesAPI", "ObjectStore", "RoutingGraph", "StatusReport", "StatusWriter", .logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LeaderElectionTests",
            dependencies: [
                "RecordedLines", "KubernetesAPI", "LeaderElection", "SeededRandom", .logging, .serviceLifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ServeConfigurationTests",
            dependencies: ["EnvoyTranslation", "KubernetesAPI", "RoutingGraph", "ServeConfiguration"],
            swiftSettings: strict),
        .testTarget(name: "ContentHashTests", dependencies: ["ContentHash"], swiftSettings: strict),
        .testTarget(name: "RegexSyntaxTests", dependencies: ["RegexSyntax"], swiftSettings: strict),
        .testTarget(
            name: "TLSMaterialTests",
            dependencies: ["SeededRandom", "TLSMaterial", .asn1, .crypto, .cryptoExtras, .x509],
            swiftSettings: strict),
        .testTarget(
            name: "DirectorySourceTests",
            dependencies: [
                "SeededRandom", "DirectorySource", "DurableFiles", "KubernetesAPI", "ObjectStore", "TestKit", .nioCore,
                .nioPosix,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RoutingGraphTests",
            dependencies: ["SeededRandom", "KubernetesAPI", "ObjectStore", "RoutingGraph", .crypto],
            swiftSettings: strict),
        .testTarget(
            name: "EnvoyTranslationTests",
            dependencies: [
                "Conventions", "DurableFiles", "EnvoyAPI", "EnvoyTranslation", "KubernetesAPI", "RoutingGraph",
                "TestKit",
                "XDSModel", .protobuf,
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "ControlPlaneTests",
            dependencies: [
                "RecordedLines",
                "SeededRandom", "ControlPlane", "ControlPlaneHTTP", "EnvoyAPI", "EnvoyTranslation", "KubernetesAPI",
                "ObjectStore",
                "PlainHTTP", "RoutingGraph", "TestKit", "XDSModel", .httpTypes, .logging, .nioCore, .nioPosix,
                .protobuf,
                .serviceLifecycle,
            ],
            swiftSettings: strict),
        .testTarget(name: "XDSModelTests", dependencies: ["SeededRandom", "XDSModel"], swiftSettings: strict),
        .testTarget(
            name: "XDSServerTests",
            dependencies: [
                "Certificates", "EnvoyAPI", "TestKit", "XDSClient", "XDSMethods", "XDSModel", "XDSServer", .grpcCore,
                .grpcTransport, .logging, .nioCore, .nioEmbedded, .nioPosix, .nioSSL, .nioTLS, .protobuf,
                .serviceLifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "OracleTests",
            dependencies: [
                "SeededRandom", "ControlPlane", "EnvoyTranslation", "KubernetesAPI", "ObjectStore", "RoutingGraph",
                "TestKit",
                "XDSModel",
                "XDSServer", .serviceLifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ServeCommandTests",
            dependencies: [
                "DurableFiles", "EnvoyTranslation", "KubernetesAPI", "RoutingGraph", "ServeConfiguration", "TestKit",
                "XDSClient", "XDSModel", "attache", .argumentParser,
            ],
            swiftSettings: strict),
        .testTarget(name: "ClusterTests", dependencies: ["SeededRandom", "TestKit"], swiftSettings: strict),
        .testTarget(name: "ServeTests", dependencies: ["SeededRandom", "TestKit"], swiftSettings: strict),
        .testTarget(name: "TestKitTests", dependencies: ["TestKit"], swiftSettings: strict),
        .testTarget(
            name: "OperationsTests", dependencies: ["Operations", .coreMetrics, .logging], swiftSettings: strict),
        .testTarget(
            name: "CurlTransportTests",
            dependencies: [
                "CurlTransport", "HTTPTransport", "TestKit", .httpTypes, .nioCore, .nioHTTP1, .nioHTTP2, .nioPosix,
                .nioSSL, .nioTLS,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EnvoyAdminTests", dependencies: ["EnvoyAdmin", "HTTPTransport", .httpTypes], swiftSettings: strict),
        .testTarget(
            name: "EnvoyShutdownTests",
            dependencies: [
                "SeededRandom", "Conventions", "DurableFiles", "EnvoyAdmin", "EnvoyShutdown", "HTTPTransport",
                "Operations", "TestKit",
                .httpTypes, .nioCore,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["TestKit", "attache", .nioCore, .nioPosix], swiftSettings: strict),
        .testTarget(
            name: "ManifestTests",
            dependencies: [
                "Certificates", "ControlPlane", "Conventions", "DurableFiles", "EnvoyBootstrap", "EnvoyShutdown",
                "EnvoyTranslation", "KubernetesAPI", "KubernetesClient", "KubernetesSource", "ServeConfiguration",
                "StatusReport", "attache", .argumentParser, .customDump, .httpTypes, .subprocess, .yams,
            ],
            swiftSettings: strict),
    ]
)
