import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/** The workspace's own modules do nothing when loaded, so what a page does not use can be left out. */
const WORKSPACE = /\/packages\/(?:collab|realist|transcripts)\//;

export default defineConfig({
  plugins: [react(), exactlyOneYjs()],
  resolve: { dedupe: ['yjs', 'react', 'react-dom', 'prosemirror-model', 'prosemirror-state'] },
  build: {
    outDir: 'dist',
    target: 'es2024',
    sourcemap: true,
    /* Nothing as a data: address: the content security policy allows the server's own files alone. */
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
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
