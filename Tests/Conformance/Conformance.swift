// Conformance: what every target must do, written once and run against each of them.
