// TestSupport: what several suites need: peers that are started and stopped by process id, golden files, temporary folders.
