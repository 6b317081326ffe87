// EndToEndTests: the laws, held against the built program as a process that is killed, stopped,
// started twice and given damaged files. What needs no process is in EngineTests.
