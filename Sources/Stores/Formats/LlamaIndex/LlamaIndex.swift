// LlamaIndex: folders as StorageContext.persist() leaves them, from 0.7 on.
//
// Rows are the vectors of the vector store, in its order: of the simple store (JSON) or of FAISS, whose
// rows index_store.json or id_map.json give to nodes. Ids are node ids; text and metadata are the
// node's in docstore.json. Where several vector indexes share a store, each is a collection. Documents,
// images and graphs are no rows. Of the JSON files only places are kept, never what is in them; the
// index store alone is held as a whole. Python in an old id_map.json is read as data and never run.
