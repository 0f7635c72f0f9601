import type { ComponentType, ReactNode } from 'react';
import { use } from 'react';
import { call } from '../api/client.ts';

/**
 * The code of a page could not be fetched: for want of a connection, or, where the server answers
 * (`isOld`), because it has another build by now.
 */
export class NoCode extends Error {
  override readonly name = 'NoCode';
  readonly isOld: boolean;

  constructor(isOld: boolean, cause: unknown) {
    super('the code of this page is not there', { cause });
    this.isOld = isOld;
  }
}

/** What the router takes for a page whose code comes when it is asked for. */
export type LazyPage = ((props: object) => ReactNode) & {
  readonly preload: () => Promise<void> | undefined;
};

/**
 * A page in a file of its own. Code that did not come is asked for again the next time, and the page
 * is never loaded anew for it, as the router's own way does: that would throw away what is not saved.
 */
export function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
): LazyPage {
  let Loaded: ComponentType | null = null;
  let loading: Promise<void> | null = null;
  const preload = (): Promise<void> | undefined => {
    if (Loaded !== null) return undefined;
    loading ??= fetchCode(load).then(
      (module) => {
        Loaded = module[name];
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  function Page(props: object): ReactNode {
    const coming = preload();
    if (coming !== undefined) use(coming);
    return Loaded === null ? null : <Loaded {...props} />;
  }
  return Object.assign(Page, { preload });
}

async function fetchCode<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    // It may be back by now, or never again: the server says which.
    const isReached = await call('readSession', {}).then(
      () => true,
      () => false,
    );
    if (!isReached) throw new NoCode(false, null);
    return load().catch((error: unknown) => {
      throw new NoCode(true, error);
    });
  }
}
