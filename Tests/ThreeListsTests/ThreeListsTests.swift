import Testing

@testable import ThreeLists
