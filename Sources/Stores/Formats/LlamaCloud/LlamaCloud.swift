// LlamaCloud: nodes as LlamaCloud and LlamaIndex export them, in one JSON file.
//
// A list of nodes, a list of results with a node each, or an object with its results under
// "retrieval_nodes". A node's id, text and metadata ("extra_info" in the service's answers) are the
// row's; its embedding is the vector, where it has one, which the service's answers have not: such rows
// are read and said to need embedding. What LlamaParse gives back is pages and is refused.
