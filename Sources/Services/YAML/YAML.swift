// YAML: text to nodes that know their place, over libyaml.
//
// It is given bytes and limits and returns documents of nodes, each with line and column, and every
// problem of the text itself: syntax, encoding, duplicate keys, too deep, too large, alias bombs.
// It knows nothing of manifests and builds no value of any schema.
