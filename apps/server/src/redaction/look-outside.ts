import { listStatements } from '@triad/collab';
import type { WordsOutside } from '@triad/collab';
import * as Y from 'yjs';
import type { Context } from '../context.ts';
import type { RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { factsOf, mayFollow } from '../rounds/facts.ts';
import { reasonsOf } from '../rounds/reasons.ts';
import { textsOfCmocs } from './look-in-cmocs.ts';

type Texts = Readonly<Record<keyof WordsOutside, readonly string[]>>;

/**
 * What people wrote in the project beside a transcript, which a redaction of it leaves as it is; of
 * what this lead may see, who may see all of it but the reasons of a round that binds them.
 */
export async function textsOutside(
  { documents, tables }: Pick<Context, 'documents' | 'tables'>,
  { project, member }: Membership,
  transcript: string,
  rows: readonly Row<RoundBody>[],
  own: ReadonlySet<string>,
): Promise<Texts> {
  const { id, body } = project;
  const rounds = rows.map((row) => factsOf(row));
  const readable = rounds.filter((round) => mayFollow(rounds, round, member));
  const reasons = await Promise.all(readable.map((round) => reasonsOf({ tables }, round.id)));
  const participants = await tables.participants.find('project', id);
  const invites = await tables.invites.find('project', id);
  const transcripts = await tables.transcripts.find('listed', id);
  const theory = new Y.Doc();
  Y.applyUpdate(theory, (await documents.copy({ kind: 'theory', project: id })).bytes);
  return {
    project: [`${body.title}\n${body.description}`],
    statements: listStatements(theory).map(({ title, sentence }) => `${title}\n${sentence}`),
    rounds: rows.map((row) => row.body.title),
    reasons: reasons
      .flatMap((each) => [...each])
      .filter(([reopening]) => !own.has(reopening))
      .map(([, reason]) => reason),
    participants: participants.map((row) => `${row.body.pseudonym}\n${row.body.description}`),
    invites: invites.map((row) => row.body.note),
    transcripts: transcripts
      .filter((row) => row.id !== transcript)
      .map((row) =>
        [row.body.title, row.body.fileName, ...row.body.speakers.map(({ name }) => name)].join(
          '\n',
        ),
      ),
    ...(await textsOfCmocs({ documents, tables }, project)),
  };
}
