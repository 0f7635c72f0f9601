import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { WORKSPACE } from './workspace.ts';

/** As much of a compose file as the tests look at. */
export type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

export type Service = {
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly image?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly restart: string;
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly networks?:
    | readonly string[]
    | Readonly<Record<string, { readonly aliases?: readonly string[] }>>;
};

export function readCompose(name: string): Compose {
  return parse(readFileSync(join(WORKSPACE, 'docker', name), 'utf8'), { merge: true }) as Compose;
}

/** Its environment where nothing is set: `${NAME:-otherwise}`. What has to be set is left as it stands. */
export function environmentOf({ environment = {} }: Service): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );
}

/** The services that are Triad servers. */
export function triadServices({ services }: Compose): readonly (readonly [string, Service])[] {
  return Object.entries(services).filter(([, { build }]) => build !== undefined);
}

/** The networks of a service, with its other names there. */
export function networksOf({ networks = [] }: Service): ReadonlyMap<string, readonly string[]> {
  return Array.isArray(networks)
    ? new Map(networks.map((name) => [name, []]))
    : new Map(Object.entries(networks).map(([name, { aliases = [] }]) => [name, aliases]));
}
