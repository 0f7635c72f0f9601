import { halfDone } from './half-done.ts';

/* What is half-done in the data folder of the one argument, as JSON: for a folder that another process alone sees. */

process.stdout.write(JSON.stringify(await halfDone(process.argv[2] ?? '')));
