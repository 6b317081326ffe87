// EngineTests: the laws, over generated stores, manifests and live states, through the reconciler and
// a real local target in this process. What needs a process is in EndToEndTests.
