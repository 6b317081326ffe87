// FileStores: vector stores in folders of this machine.
//
// A folder with a metadata.json, or the bare path of a store. It resolves versions and pins files; it
// does not know what is in them.
