import Testing

@testable import Local
