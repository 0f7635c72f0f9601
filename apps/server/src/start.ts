import { startWithSettings } from './process-settings.ts';
import { refuseOtherNode } from './node-version.ts';

/*
 * `pnpm start`: the one command. Checks the Node that runs it, builds the web app if it changed,
 * serves, and prints one address.
 */

refuseOtherNode();
startWithSettings();
const { startCommand } = await import('./cli/start.ts');
await startCommand();
