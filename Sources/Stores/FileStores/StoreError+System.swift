internal import Catalogs
internal import Host

extension StoreError {
  init(_ error: SystemError, in folder: String) {
    self.init(.unreadable, in: folder, "\(error); check the path and its permissions")
  }
}
