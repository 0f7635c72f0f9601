import { readFileSync } from 'node:fs';
import { Checked } from './checked.ts';
import type {
  DemoBlindRound,
  DemoCoding,
  DemoComment,
  DemoMember,
  DemoParticipant,
  DemoStatement,
  DemoStudy,
  DemoTranscript,
} from './demo-study.ts';
import { DEMO_MEMBER_ROLES } from './demo-study.ts';
import { readCoding } from './read-coding.ts';
import type { CodingTargets } from './read-coding.ts';
import { readComment } from './read-comment.ts';
import { readTurns } from './read-turns.ts';
import { refuseRepeats } from './refuse-repeats.ts';

export type * from './demo-study.ts';

/**
 * Reads the demo study from the files beside this module: `study.json` and `transcripts/`. The
 * files change together and by hand, so everything in them is checked: that each id is unique,
 * each reference leads somewhere, and each quote stands in the turn that it names.
 *
 * @throws Error that begins with the exact place of what is wrong, for example
 *   `study.json codings[3].spans[12]`, and holds no words of a transcript.
 */
export function loadDemoStudy(): DemoStudy {
  const json: unknown = JSON.parse(readFileSync(new URL('study.json', import.meta.url), 'utf8'));
  return readStudy(new Checked(json, 'study.json '), (path) =>
    readFileSync(new URL(path, import.meta.url)),
  );
}

/**
 * The same from a parsed `study.json` and a way to read the files that it names.
 *
 * @throws as {@link loadDemoStudy}
 */
export function readStudy(source: Checked, readFile: (path: string) => Uint8Array): DemoStudy {
  const list = (name: string) => source.field(name).items();
  const members = list('members').map(readMember);
  const participants = list('participants').map(readParticipant);
  const statements = list('statements').map(readStatement);
  const pseudonyms = participants.map((each) => each.pseudonym);
  const transcripts = list('transcripts').map((each) => readTranscript(each, pseudonyms, readFile));
  const targets = {
    coders: members.filter((each) => each.roles.includes('coder')).map((each) => each.id),
    statements: statements.map((each) => each.id),
    turns: new Map(transcripts.map((each) => [each.id, each.turns])),
  };
  const codings = list('codings').map((each) => readCoding(each, targets));
  const blindRound = readBlindRound(source.field('blindRound'), codings, targets);
  const comments: DemoComment[] = [];
  for (const each of list('comments')) {
    const about = {
      members: members.map(({ id }) => id),
      transcripts: transcripts.map(({ id }) => id),
      turns: targets.turns,
      codings,
    };
    comments.push(readComment(each, { ...about, earlier: comments }));
  }

  const spans = codings.flatMap((each) => each.spans.map((span) => span.id));
  const sketches = codings.flatMap((each) => each.sketches.map((sketch) => sketch.id));
  const layers = codings.map((each) => `${each.transcript}/${each.member}`);
  refuseRepeats(
    source.field('members'),
    members.map((each) => each.id),
  );
  refuseRepeats(source.field('participants'), pseudonyms);
  refuseRepeats(source.field('statements'), targets.statements);
  refuseRepeats(
    source.field('transcripts'),
    transcripts.map((each) => each.id),
  );
  refuseRepeats(source.field('codings'), layers);
  refuseRepeats(source.field('codings'), [...spans, ...sketches]);
  refuseRepeats(
    source.field('comments'),
    comments.map((each) => each.id),
  );
  refuseLooseParts(source.field('codings'), codings);

  return {
    title: source.field('title').text(),
    description: source.field('description').text(),
    members,
    participants,
    statements,
    transcripts,
    codings,
    blindRound,
    comments,
  };
}

function readMember(source: Checked): DemoMember {
  source.onlyFields(['id', 'name', 'email', 'roles']);
  const email = source.field('email');
  if (!/^[a-z.]+@example\.org$/u.test(email.text()))
    email.fail('an example.org address is needed.');
  return {
    id: source.field('id').text(),
    name: source.field('name').text(),
    email: email.text(),
    roles: source
      .field('roles')
      .items()
      .map((role) => role.oneOf(DEMO_MEMBER_ROLES)),
  };
}

function readParticipant(source: Checked): DemoParticipant {
  source.onlyFields(['pseudonym', 'kind', 'note']);
  return {
    pseudonym: source.field('pseudonym').text(),
    kind: source.field('kind').text(),
    note: source.field('note').text(),
  };
}

function readStatement(source: Checked): DemoStatement {
  source.onlyFields(['id', 'title', 'sentence']);
  return {
    id: source.field('id').text(),
    title: source.field('title').text(),
    sentence: source.field('sentence').text(),
  };
}

function readTranscript(
  source: Checked,
  pseudonyms: readonly string[],
  readFile: (path: string) => Uint8Array,
): DemoTranscript {
  source.onlyFields(['id', 'title', 'participant', 'file', 'interviewer']);
  const file = source.field('file').text();
  const participant = source.field('participant').oneOf(pseudonyms);
  const interviewer = source.field('interviewer').text();
  const bytes = readFile(file);
  const turns = readTurns(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file);
  const stranger = turns.findIndex(({ speaker }) => ![interviewer, participant].includes(speaker));
  if (stranger >= 0) source.fail(`turn ${stranger} of ${file} has another speaker.`);
  return {
    id: source.field('id').text(),
    title: source.field('title').text(),
    participant,
    interviewer,
    fileName: file.slice(file.lastIndexOf('/') + 1),
    bytes,
    turns,
  };
}

/** Nobody is waited for in a closed round: each of its transcripts is coded to the end by every coder. */
function readBlindRound(
  source: Checked,
  codings: readonly DemoCoding[],
  { coders, turns }: Pick<CodingTargets, 'coders' | 'turns'>,
): DemoBlindRound {
  source.onlyFields(['title', 'transcripts']);
  const transcripts = source
    .field('transcripts')
    .items()
    .map((each) => each.oneOf([...turns.keys()]));
  const complete = codings.filter(({ state }) => state === 'complete');
  for (const transcript of transcripts) {
    const done = complete.filter((each) => each.transcript === transcript);
    const waiting = coders.find((coder) => !done.some(({ member }) => member === coder));
    if (waiting !== undefined) source.fail(`${waiting} has not coded ${transcript} to its end.`);
  }
  return { title: source.field('title').text(), transcripts };
}

/** A part names spans of the same member alone, on the transcript that it says. */
function refuseLooseParts(source: Checked, codings: readonly DemoCoding[]): void {
  const places = new Set(
    codings.flatMap(({ member, transcript, spans }) =>
      spans.map((span) => `${member} ${transcript} ${span.id}`),
    ),
  );
  for (const { member, transcript, sketches } of codings) {
    for (const { id, parts } of sketches) {
      for (const { filledBy } of parts) {
        if (filledBy.kind === 'inferred') continue;
        const loose = filledBy.spans.find(
          ({ span, elsewhere }) => !places.has(`${member} ${elsewhere ?? transcript} ${span}`),
        );
        if (loose !== undefined)
          source.fail(`sketch ${id}: ${member} has no span ${loose.span} there.`);
      }
    }
  }
}
