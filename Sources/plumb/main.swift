import CLI

// Everything is in CLI; this file only gives it a process.
Plumb.main()
