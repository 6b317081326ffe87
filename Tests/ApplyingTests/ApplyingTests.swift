import Testing

@testable import Applying
