import Testing

@testable import ListFiles
