import Testing

@testable import Dedupe
