import { knownCmocs } from '../cmocs/summaries.ts';
import { withCmocs } from '../cmocs/with-cmocs.ts';
import type { Context } from '../context.ts';
import { fromNow, HOUR_MS, now } from '../context.ts';
import { refuse } from '../refusal.ts';
import { announceSignOffs } from './announce-sign-offs.ts';
import { countsOf, isUpForSignOff } from './standing.ts';

/**
 * Reminds those who have not signed what is up for sign-off, of each CMOC once an hour at most: an event to
 * them alone, and an instant beside the counts, since nothing lives in an event. Refuses with
 * `sign-offs/nobody-outstanding`, or `sign-offs/reminded` where all of it was less than an hour ago.
 */
export function remindSigners(
  context: Context,
  project: string,
  cmocs: readonly string[],
): Promise<void> {
  const { tables } = context;
  return withCmocs(context, project, async () => {
    const wanted = new Set(cmocs);
    const known = await knownCmocs(context, project);
    const outstanding = known.cmocs.flatMap(({ row, latest, signOffs }) => {
      if (!wanted.has(row.id) || row.body.life !== 'living' || latest === null) return [];
      if (!isUpForSignOff(row, latest.body.number)) return [];
      const { outstanding: members } = countsOf(latest, signOffs, known.present);
      return members.length === 0 ? [] : [{ row, latest, members: new Set(members) }];
    });
    if (outstanding.length === 0) throw refuse('sign-offs/nobody-outstanding');
    const hourAgo = fromNow(context, -HOUR_MS);
    const due = outstanding.filter(({ latest }) => (latest.body.remindedAt ?? '') <= hourAgo);
    if (due.length === 0) throw refuse('sign-offs/reminded');
    for (const { row, latest, members } of due) {
      await tables.cmocVersions.update(latest, { ...latest.body, remindedAt: now(context) });
      const unheardBy = [...known.present.values()]
        .filter(({ id }) => !members.has(id))
        .map(({ body }) => body.account);
      announceSignOffs(context, row, { unheardBy });
    }
  });
}
