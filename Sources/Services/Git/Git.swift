// Git: what a repository says, over libgit2.
//
// Local repositories are read in the process: revisions resolved, trees walked, blobs read, trees
// compared. Reading executes nothing: no hook, no filter, no program named by any configuration,
// and no configuration of the user or the machine is looked at. The network (clone, fetch,
// ls-remote) runs in a child process with a hard deadline, because a silent server must never hold
// a thread of ours. It never writes to a work tree that it did not make.
