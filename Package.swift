// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: warnings are errors, and each unsafe use is spelled out where it happens.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

/// The targets that plan are optimised in debug builds too, with their assertions kept: planning a
/// county week takes fifty times as long otherwise, and the tests plan by the thousand.
let fast: [SwiftSetting] =
  strict + [
    .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))
  ]

let package = Package(
  name: "sandan",
  products: [
    .executable(name: "sandan", targets: ["sandan"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
    .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
  ],
  targets: [
    .target(
      name: "CGLPK",
      linkerSettings: [.linkedLibrary("glpk")]),
    .target(
      name: "CPackage",
      linkerSettings: [.linkedLibrary("zip"), .linkedLibrary("expat")]),
    .target(
      name: "CWorkbook",
      linkerSettings: [.linkedLibrary("xlsxwriter")]),
    .target(name: "ThreeLists", swiftSettings: fast),
    .target(
      name: "ListFiles",
      dependencies: [
        "CPackage", "CWorkbook", "ThreeLists", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: fast),
    .target(
      name: "Ledger",
      dependencies: [
        "ThreeLists", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: fast),
    .target(name: "Optimization", dependencies: ["CGLPK"], swiftSettings: fast),
    .target(
      name: "Matching",
      dependencies: [
        "ThreeLists", "Optimization", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: fast),
    .target(
      name: "Reports",
      dependencies: [
        "ThreeLists", "Matching", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: fast),
    .executableTarget(
      name: "sandan",
      dependencies: [
        "ThreeLists", "ListFiles", "Ledger", "Optimization", "Matching", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: fast),
    // What scripts/bench measures beside its peers.
    .executableTarget(
      name: "corebench", dependencies: ["ThreeLists", "ListFiles", "Optimization", "Matching"],
      swiftSettings: fast),
    .testTarget(name: "ThreeListsTests", dependencies: ["ThreeLists"], swiftSettings: strict),
    .target(
      name: "CLibraryWorkbook", path: "Tests/CLibraryWorkbook",
      linkerSettings: [.linkedLibrary("xlsxwriter")]),
    .testTarget(
      name: "ListFilesTests", dependencies: ["CLibraryWorkbook", "ListFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerTests", dependencies: ["Ledger", "ThreeLists", "Matching"],
      swiftSettings: strict),
    .testTarget(name: "OptimizationTests", dependencies: ["Optimization"], swiftSettings: strict),
    .testTarget(name: "MatchingTests", dependencies: ["Matching"], swiftSettings: strict),
    .testTarget(name: "ReportsTests", dependencies: ["Reports"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["sandan", "ThreeLists", "ListFiles", "Ledger", "Matching", "Reports"],
      swiftSettings: strict),
  ]
)
