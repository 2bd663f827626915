// swift-tools-version: 6.2
// What the engine costs, in process: `make bench` builds and runs it. No other package needs what is here.

import PackageDescription

/// The identity SwiftPM gives the package above, by which its `package` declarations are ours too: the name of its
/// directory, with what no identifier holds as underscores.
let directory = Context.packageDirectory.split(separator: "/").dropLast().last ?? ""
let identity = directory.lowercased().enumerated().map { place, character in
    character.isLetter || (character.isNumber && place > 0) ? String(character) : "_"
}.joined()

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

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "attache", path: ".."),
        // Of the version that the package above names.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    ],
    targets: [
        .target(name: "CAllocations"),
        .executableTarget(
            name: "engine-bench",
            dependencies: [
                "CAllocations",
                .product(name: "AttacheEngine", package: "attache"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            packageAccess: false,
            swiftSettings: strict + [.unsafeFlags(["-package-name", identity])]),
    ]
)
