// CLI: words on a terminal.
//
// Arguments/ turns argv into values by one definition of the commands, from which help, completions
// and did-you-mean come too. Commands/ is one short file per command: read what Inputs/ finds, call a
// stage or the engine, hand the result to a view, return an exit code. Views/ renders text, JSON and
// markdown; Streams/ carries it, with colours and progress. Decisions are not made here.
