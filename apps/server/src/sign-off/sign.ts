import { randomUUID } from 'node:crypto';
import type { endObjectionBody, signOffBody } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { z } from 'zod';
import { shownCmoc, withCmocs } from '../cmocs/with-cmocs.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { CmocBody, SignOffBody } from '../data/cmoc-records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import type { MemberBody } from '../data/records.ts';
import { memberMay } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { announceSignOffs } from './announce-sign-offs.ts';
import { isUpForSignOff } from './standing.ts';
import { latestVersion } from './versions.ts';

type Needs = Pick<Context, 'tables' | 'announce' | 'locks' | 'clock'>;

/**
 * A member's own word on one exact version, named by id and hash. What they said of it before is kept.
 * Refuses with `cmocs/retired`, `sign-offs/other-version` where another version is up for sign-off, or none,
 * and `sign-offs/too-many`.
 * @throws StorageError `storage/conflict` where their sign-off is not what they saw
 */
export function signOff(
  context: Needs,
  { id, body: { project } }: Row<CmocBody>,
  member: string,
  { of, sha256, version, verdict, text }: z.infer<typeof signOffBody>,
): Promise<Row<CmocBody>> {
  const { tables } = context;
  return withCmocs(context, project, async () => {
    const cmoc = await shownCmoc(context, id);
    if (cmoc.body.life !== 'living') throw refuse('cmocs/retired');
    const latest = await latestVersion(context, cmoc);
    if (
      latest?.id !== of ||
      latest.body.sha256 !== sha256 ||
      !isUpForSignOff(cmoc, latest.body.number)
    ) {
      throw refuse('sign-offs/other-version');
    }
    const before = await tables.signOffs.one('once', `${of}/${member}`);
    if ((before?.version ?? 0) !== version) {
      throw new StorageError('storage/conflict', `${of} was signed meanwhile by ${member}`);
    }
    const said = { verdict, text, at: now(context), ended: null };
    if (before === null) {
      const body = { project, cmoc: id, of, member, ...said, earlier: [] };
      await tables.signOffs.insert(randomUUID(), body);
    } else {
      if (before.body.earlier.length >= LIMITS.rulings) {
        throw refuse('sign-offs/too-many', LIMITS.rulings);
      }
      await tables.signOffs.update(before, {
        ...before.body,
        ...said,
        earlier: [...before.body.earlier, earlierOf(before.body)],
      });
    }
    announceSignOffs(context, cmoc);
    return cmoc;
  });
}

function earlierOf({ verdict, text, at, ended }: SignOffBody): SignOffBody['earlier'][number] {
  return { verdict, text, at, ended };
}

/**
 * Ends an open objection: its author withdraws it, or a lead goes on in spite of it and says why. It stays
 * in the record. Refuses with `sign-offs/no-objection`, `sign-offs/not-yours`, `sign-offs/reason-needed`,
 * `sign-offs/other-version`, `cmocs/retired`, `rules/not-allowed`.
 * @throws StorageError `storage/conflict` where the sign-off is not what they saw
 */
export function endObjection(
  context: Needs,
  { id, body: { project } }: Row<CmocBody>,
  objection: string,
  member: Row<MemberBody>,
  { version, how, reason }: z.infer<typeof endObjectionBody>,
): Promise<Row<CmocBody>> {
  const { tables } = context;
  return withCmocs(context, project, async () => {
    const cmoc = await shownCmoc(context, id);
    const row = await tables.signOffs.get(objection);
    if (row === null) throw refuse('rules/unknown');
    if (cmoc.body.life !== 'living') throw refuse('cmocs/retired');
    const latest = await latestVersion(context, cmoc);
    if (latest?.id !== row.body.of || !isUpForSignOff(cmoc, latest.body.number)) {
      throw refuse('sign-offs/other-version');
    }
    const seen = asSeen(row, version);
    if (row.body.verdict !== 'object' || row.body.ended !== null) {
      throw refuse('sign-offs/no-objection');
    }
    const at = now(context);
    if (how === 'withdrawn') {
      if (row.body.member !== member.id) throw refuse('sign-offs/not-yours');
      await tables.signOffs.update(seen, { ...row.body, ended: { how, at } });
    } else {
      if (!memberMay(member, 'sign-off.change')) throw refuse('rules/not-allowed');
      if (reason === '') throw refuse('sign-offs/reason-needed');
      await tables.signOffs.update(seen, {
        ...row.body,
        ended: { how, by: member.id, reason, at },
      });
    }
    announceSignOffs(context, cmoc);
    return cmoc;
  });
}
