import type { CmocListAnswer } from '@triad/collab';
import { call } from '../../api/client.ts';
import type { ChosenGroup } from './group-field.tsx';

/** Id of the group that was chosen, made first if it is new; null: none. Throws an ApiError. */
export async function groupIdOf(
  project: string,
  { groups, settings, methodVersion }: CmocListAnswer,
  chosen: ChosenGroup,
): Promise<string | null> {
  if (chosen.kind === 'group') return chosen.id;
  const title = chosen.title.trim();
  const known = groups.find((group) => group.title.toLowerCase() === title.toLowerCase());
  if (known !== undefined) return known.id;
  const id = crypto.randomUUID();
  await call(
    'changeMethod',
    { project },
    { version: methodVersion, settings, groups: [...groups, { id, title }] },
  );
  return id;
}
