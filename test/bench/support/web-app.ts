import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const WEB = fileURLToPath(new URL('../../../apps/web', import.meta.url));
const VITE = fileURLToPath(
  new URL('../../../apps/web/node_modules/vite/bin/vite.js', import.meta.url),
);

/** Builds the web app as it stands into a folder; with its functions' own names where they are to be read. */
export async function buildWebApp(folder: string, readable: boolean): Promise<void> {
  const options = readable ? ['--minify', 'false'] : [];
  await promisify(execFile)(
    process.execPath,
    [VITE, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error', ...options],
    { cwd: WEB, timeout: 60_000 },
  );
}
