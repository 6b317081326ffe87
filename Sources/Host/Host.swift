// Host: the machine under the process.
//
// Files, clocks, environment, signals, child processes, terminals, and the lanes on which blocking
// calls run. It gives Swift names and typed errors to what the operating system offers and decides
// nothing. Nothing outside Host and the services calls the C library.
