import type { Context } from '../context.ts';

/** Of all members, also of those who were removed: their work stays. Of two with one name each gets a number. */
export async function namesIn(
  { tables }: Pick<Context, 'tables'>,
  project: string,
): Promise<Readonly<Record<string, string>>> {
  const names: Record<string, string> = {};
  const seen = new Map<string, number>();
  for (const { id, body } of await tables.members.find('project', project)) {
    const name = (await tables.accounts.get(body.account))?.body.name ?? id;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    names[id] = times === 1 ? name : `${name} (${times})`;
  }
  return names;
}
