// Manifests, the first stage: YAML text in, valid manifests or all of its problems out.
//
// One definition of the language (Language/) drives the checker, the JSON Schema, the formatter's
// key order and the reference, so they cannot disagree. A new key goes into a file of
// Language/Sections/, a rule that compares values into Rules/, its code into Checking/. The stage is
// pure: it is given file names and bytes, contacts nothing, and never executes or expands anything in
// a manifest; the operator's connections file is read here too, with the environment as a parameter.
