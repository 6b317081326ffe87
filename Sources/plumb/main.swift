import CLI

// Everything is in CLI; this file only gives it a process.
await Plumb.main()
