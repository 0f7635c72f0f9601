import type { CmocContent } from '@triad/realist';
import { cmocFields, writeCmoc } from '@triad/collab';
import { Client } from '../../apps/server/test/http-harness.ts';
import { writeDocument } from '../paper/code-excerpts.ts';
import type { Person } from './person.ts';

/** Makes a CMOC and writes its draft over the document protocol, as a lead's page does; answers its id. */
export async function draftCmoc(
  lead: Person,
  project: string,
  content: Omit<CmocContent, 'narrative'>,
): Promise<string> {
  const { id } = await lead.call('createCmoc', { project }, { title: '', group: null });
  await rewriteCmoc(lead, project, id, content);
  return id;
}

/** In the place of what the draft says. */
export async function rewriteCmoc(
  lead: Person,
  project: string,
  cmoc: string,
  content: Omit<CmocContent, 'narrative'>,
): Promise<void> {
  const { document } = await lead.call('readCmoc', { project, cmoc });
  await writeDocument(await clientOf(lead), document, (doc) => {
    const { title, sentence, parts, evidence } = cmocFields(doc);
    doc.transact(() => {
      title.delete(0, title.length);
      sentence.delete(0, sentence.length);
      for (const [id] of parts) parts.delete(id);
      for (const [id] of evidence) evidence.delete(id);
      writeCmoc(doc, { ...content, narrative: '' });
    });
  });
}

/** Who may do what this person may, without a page. */
async function clientOf(person: Person): Promise<Client> {
  const client = new Client(person.at(''));
  const [session] = await person.context.cookies();
  client.cookie = session === undefined ? null : `${session.name}=${session.value}`;
  return client;
}
