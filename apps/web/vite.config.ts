import react from '@vitejs/plugin-react';
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/** The workspace's own modules do nothing when loaded, so what a page does not use can be left out. */
const WORKSPACE = /\/packages\/(?:collab|realist|transcripts)\//;

const WORKER = 'service-worker';
/** Larger than this an app is not put on devices ahead; bytes. */
const MOST_APP_BYTES = 8 * 1024 * 1024;

export default defineConfig({
  plugins: [react(), exactlyOneYjs(), filesOfTheWorker()],
  resolve: { dedupe: ['yjs', 'react', 'react-dom', 'prosemirror-model', 'prosemirror-state'] },
  build: {
    outDir: 'dist',
    target: 'es2024',
    sourcemap: true,
    /* Nothing as a data: address: the content security policy allows the server's own files alone. */
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: 'index.html', [WORKER]: 'src/worker/service-worker.ts' },
      output: {
        // It must stand at the top, under a name that does not change, to serve every page.
        entryFileNames: ({ name }) =>
          name === WORKER ? `${WORKER}.js` : 'assets/[name]-[hash].js',
      },
      treeshake: { moduleSideEffects: (id: string) => !WORKSPACE.test(id) },
    },
  },
});

/**
 * Two copies of yjs in one bundle fail silently (`instanceof` checks go wrong and updates are
 * dropped), so a build that bundles none where documents are opened, or more than one, is refused.
 */
function exactlyOneYjs(): Plugin {
  return {
    name: 'triad-exactly-one-yjs',
    generateBundle(_options, bundle) {
      const copies = new Set<string>();
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of Object.keys(output.modules)) {
          /* Its one built file, or the folder of its sources: each is a copy of its own. */
          const copy = /^.*\/node_modules\/yjs\/(?:src(?=\/)|dist\/[^/?]+)/.exec(id);
          if (copy !== null) copies.add(copy[0]);
        }
      }
      if (copies.size !== 1) {
        this.error(
          `the bundle must hold exactly one yjs, and holds: ${[...copies].join(', ') || 'none'}`,
        );
      }
    },
  };
}

/**
 * Tells the service worker which files make up this build: all code and styles, and the faces that
 * pages in English use. Others come as they are used.
 */
function filesOfTheWorker(): Plugin {
  return {
    name: 'triad-files-of-the-worker',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[`${WORKER}.js`];
        const page = bundle['index.html'];
        if (worker?.type !== 'chunk' || page?.type !== 'asset') {
          this.error('the build has no service worker, or no page');
        }
        if (worker.imports.length + worker.dynamicImports.length > 0) {
          this.error('the service worker must stand alone');
        }
        const files = Object.keys(bundle)
          .filter((file) => /\.(?:js|css|svg)$|-latin-\d+-\w+-[^/]+\.woff2$/.test(file))
          .filter((file) => file.startsWith('assets/'))
          .sort();
        const bytes = files.reduce((sum, file) => {
          const output = bundle[file];
          const content = output?.type === 'chunk' ? output.code : (output?.source ?? '');
          return sum + content.length;
        }, 0);
        if (bytes > MOST_APP_BYTES) this.error(`the app is ${bytes} bytes, too much for devices`);
        const hash = createHash('sha256')
          .update(files.join())
          .update(page.source)
          .update(worker.code);
        const build = JSON.stringify({ version: hash.digest('hex').slice(0, 16), files });
        if (!worker.code.includes('__TRIAD_BUILD__')) this.error('the worker asks for no files');
        worker.code = worker.code.replaceAll('__TRIAD_BUILD__', build);
      },
    },
  };
}
