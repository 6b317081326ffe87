import Testing

@testable import FAISS
