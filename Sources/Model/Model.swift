// Model: the nouns that the stages hand to each other, and nothing else.
//
// It is given values and holds them true: a point id is always canonical, an object's keys are
// always sorted and unique. It reads no file, opens no connection, knows no clock and imports
// nothing. Reading Points/, Manifest/, Connections/ and Problems/ is reading what Plumb is about.
