import Testing

@testable import FileStores
