import Testing

@testable import Desired
