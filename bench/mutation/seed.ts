// Random tests draw the same cases in every run of the mutation test, so that a mutant that
// was killed once is killed again, and stop early: they are tried thousands of times.

import fc from 'fast-check';

fc.configureGlobal({ seed: 20_260_301, interruptAfterTimeLimit: 60 });
