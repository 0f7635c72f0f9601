import { randomBytes, randomUUID } from 'node:crypto';
import type { MethodSettings, proposeBody } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { CmocContent, Evidence } from '@triad/realist';
import { rolesNotOffered, sentenceText } from '@triad/realist';
import type { z } from 'zod';
import { announceCmoc } from '../cmocs/announce-cmocs.ts';
import { contentOf } from '../cmocs/contents.ts';
import type { CmocContents } from '../cmocs/contents.ts';
import { refuseTooLarge } from '../cmocs/make-cmoc.ts';
import { shownCmoc, withCmocs } from '../cmocs/with-cmocs.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { methodOf } from '../method/settings.ts';
import type { Membership } from '../projects/membership.ts';
import { quoteKey, wordsOfQuotes } from '../quotes/quotes.ts';
import { refuse } from '../refusal.ts';
import { saltedHash } from './salted-hash.ts';
import { announceSignOffs } from './announce-sign-offs.ts';
import { isUpForSignOff } from './standing.ts';
import { latestVersion, presentMembers } from './versions.ts';

/** UTF-16 units of a title and a sentence that are put to sign-off. */
const TITLE_MOST = 1_000;

/**
 * Freezes what the draft says as the next version, to be signed by every member. It is shown by its last
 * write, the record of the CMOC. Refuses with `cmocs/retired`, `sign-offs/draft-moved` where the draft says
 * something else than the lead saw, `sign-offs/nothing-said`, `sign-offs/no-change`,
 * `sign-offs/too-many-versions`, `cmocs/too-large`, `sign-offs/too-long`, or `sign-offs/role-off` where the
 * draft has a role that the settings of the method leave out.
 * @throws StorageError `storage/conflict` where the lead saw another version of the CMOC
 */
export function proposeCmoc(
  context: Context,
  me: Membership,
  { id }: Row<CmocBody>,
  { version, sha256, note }: z.infer<typeof proposeBody>,
): Promise<Row<CmocBody>> {
  const { tables } = context;
  return withCmocs(context, me.project.id, async (project) => {
    const row = asSeen(await shownCmoc(context, id), version);
    const contents = await contentOf(context, row);
    await refuseNothingNew(context, contents, sha256);
    refuseRolesOff(contents.content, methodOf(project).settings);
    const number = row.body.versions + 1;
    // What a crash left of one that was never shown.
    const left = await tables.cmocVersions.one('place', `${id}/${number}`);
    if (left !== null) await tables.cmocVersions.remove(left.id);
    const salt = randomBytes(16).toString('hex');
    await tables.cmocVersions.insert(randomUUID(), {
      project: project.id,
      cmoc: id,
      number,
      content: contents.content,
      sha256,
      salt,
      quotes: await hashQuotes(context, project.id, contents.content.evidence, salt),
      by: me.member.id,
      at: now(context),
      note,
      quorum: methodOf(project).settings.quorum,
      signers: [...(await presentMembers(context, project.id)).keys()],
      remindedAt: null,
    });
    const changed = await tables.cmocs.update(row, { ...row.body, versions: number });
    announceCmoc(context, changed);
    announceSignOffs(context, changed);
    return changed;
  });
}

async function refuseNothingNew(
  context: Context,
  { row, content, sha256 }: CmocContents,
  seen: string,
): Promise<void> {
  if (row.body.life !== 'living') throw refuse('cmocs/retired');
  if (sha256 !== seen) throw refuse('sign-offs/draft-moved');
  const sentence = sentenceText(content.sentence);
  if (sentence.trim() === '') throw refuse('sign-offs/nothing-said');
  if (sentence.length > LIMITS.noteUtf16 || content.title.length > TITLE_MOST) {
    throw refuse('sign-offs/too-long', TITLE_MOST, LIMITS.noteUtf16);
  }
  refuseTooLarge(content);
  const latest = await latestVersion(context, row);
  const isUp = latest !== null && isUpForSignOff(row, latest.body.number);
  if (isUp && latest.body.sha256 === sha256) throw refuse('sign-offs/no-change');
  if (row.body.versions >= LIMITS.cmocVersions) {
    throw refuse('sign-offs/too-many-versions', LIMITS.cmocVersions);
  }
}

/** What a team signs is told by the roles that its methods text names. */
function refuseRolesOff(content: CmocContent, { roles }: MethodSettings): void {
  const off = rolesNotOffered(content, roles);
  if (off.length > 0) throw refuse('sign-offs/role-off', off);
}

/** Of their words as they stand now, by evidence. */
async function hashQuotes(
  context: Context,
  project: string,
  evidence: readonly Evidence[],
  salt: string,
): Promise<Readonly<Record<string, string>>> {
  const words = await wordsOfQuotes(
    context,
    project,
    evidence.map(({ quote }) => quote),
  );
  return Object.fromEntries(
    evidence.flatMap(({ id, quote }) => {
      const found = words.get(quoteKey(quote)) ?? null;
      return found === null ? [] : [[id, saltedHash(salt, found)] as const];
    }),
  );
}
