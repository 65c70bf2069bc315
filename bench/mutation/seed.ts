// Random tests draw the same cases in every run of the mutation test: a mutant that was
// killed once is killed again.

import fc from 'fast-check';

fc.configureGlobal({ seed: 20_260_301 });
