import { storeConformance } from '../src/conformance/index.ts';
import { openMongodb } from '../src/index.ts';
import { describeMongodb } from './mongodb-store.ts';

describeMongodb((fixture) => {
  storeConformance(
    'MongoDB',
    async () => {
      const { uri, drop } = fixture.makeDatabase();
      let store = await openMongodb({ uri });
      return {
        store,
        async reopen() {
          await store.close();
          store = await openMongodb({ uri });
          return store;
        },
        async dispose() {
          await store.close();
          await drop();
        },
      };
    },
    { timeoutMs: 60_000 },
  );
});
