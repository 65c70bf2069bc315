// Preloaded into the simulator that the demo starts. In: the standard input, held open by
// the parent. Out: an exit when the parent is gone, however it went.
// Never here: anything else; the simulator knows nothing of the demo.

process.stdin.once('end', () => process.exit(0));
process.stdin.resume();
