import { readCmoc, readCmocMemos } from '@triad/collab';
import type { WordsOutside } from '@triad/collab';
import type { CmocContent } from '@triad/realist';
import { sentenceText } from '@triad/realist';
import * as Y from 'yjs';
import type { Context } from '../context.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';

type Places =
  | 'cmocs'
  | 'groups'
  | 'cmocVersions'
  | 'signOffs'
  | 'lineages'
  | 'reviewLinks'
  | 'reviewReplies';

/** What the team, and outside reviewers, wrote about CMOCs: quotes are in none of it. Every lead may see all. */
export async function textsOfCmocs(
  { documents, tables }: Pick<Context, 'documents' | 'tables'>,
  { id, body }: Row<ProjectBody>,
): Promise<Readonly<Record<Places & keyof WordsOutside, readonly string[]>>> {
  const cmocs: string[] = [];
  for (const row of await tables.cmocs.find('project', id)) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, (await documents.copy({ kind: 'cmoc', cmoc: row.id })).bytes);
    const { retiredBy } = row.body;
    cmocs.push(
      joined(
        wordsOf(readCmoc(doc)),
        ...readCmocMemos(doc).map(({ text }) => text),
        retiredBy !== null && 'why' in retiredBy ? retiredBy.why : '',
      ),
    );
    doc.destroy();
  }
  const [versions, signOffs, lineages, links, replies] = await Promise.all([
    tables.cmocVersions.find('project', id),
    tables.signOffs.find('project', id),
    tables.lineages.find('project', id),
    tables.reviewLinks.find('project', id),
    tables.reviewReplies.find('project', id),
  ]);
  return {
    cmocs,
    groups: (body.method?.groups ?? []).map(({ title }) => title),
    cmocVersions: versions.map((row) => joined(wordsOf(row.body.content), row.body.note)),
    signOffs: signOffs.map(({ body: said }) =>
      joined(
        ...[said, ...said.earlier].flatMap(({ text, ended }) => [
          text,
          ended?.how === 'went-on' ? ended.reason : '',
        ]),
      ),
    ),
    lineages: lineages.map(({ body: { memo, children, undone } }) =>
      joined(memo, undone?.why ?? '', ...children.map(({ content }) => wordsOf(content))),
    ),
    reviewLinks: links.map(({ body: { note, items } }) =>
      joined(note, ...items.flatMap(({ title, sentence }) => [title, sentence])),
    ),
    reviewReplies: replies.map(({ body: { text, earlier } }) =>
      joined(text, ...earlier.map((before) => before.text)),
    ),
  };
}

function wordsOf({ title, sentence, parts, narrative }: CmocContent): string {
  return joined(
    title,
    sentenceText(sentence),
    narrative,
    ...parts.flatMap(({ text, mechanism, outcome }) => [
      text,
      mechanism?.resource ?? '',
      mechanism?.reasoning ?? '',
      outcome?.forWhom ?? '',
    ]),
  );
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
