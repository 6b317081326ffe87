// JSONDocuments: one file that is one JSON document and holds rows.
//
// A list of row objects, on its own or as the one list of rows inside an object ("rows", "data",
// "documents", …), or an object of columns ("ids", "embeddings", "documents", "metadatas"), as Chroma's
// clients export them. Read member by member, under the same names as JSON Lines; it never holds the
// document. Nodes of LlamaIndex and LlamaCloud are a format of their own and left to it.
