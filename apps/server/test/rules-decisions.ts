import { code } from './agreement-stage.ts';
import { importForm, shortInterview } from './http-harness.ts';
import type { Team } from './rules-team.ts';

/** A transcript of the team's owner, alone in a closed round, with places that nobody has decided. */
export type ToDecide = {
  readonly transcript: string;
  /** Their one sketch. */
  readonly sketch: string;
  /** What a command names of the next place. */
  next(): { readonly text: string; readonly spans: readonly string[]; readonly why: string };
};

const PLACES = 120;
const DUE = { at: '2999-01-01T12:00:00Z', zone: 'Europe/London' };

export async function makeToDecide({ owner, project }: Team): Promise<ToDecide> {
  const turns = Array.from({ length: PLACES }, (_, at) => ({
    speaker: 's1',
    start: at,
    end: at + 1,
    text: `In week ${at}. there was nobody`,
  }));
  const { id: transcript } = await owner.get(
    'importTranscript',
    { project },
    importForm(shortInterview({ turns })),
  );
  const { id: round } = await owner.get(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: '',
      transcripts: [transcript],
      coders: [owner.member],
      due: DUE,
      ownEarlier: false,
    },
  );
  const marks = turns.map((_, at) => ({ words: `week ${at}.`, role: 'C' as const }));
  const sketch = { restatement: '', parts: [{ role: 'C' as const, of: [0] }] };
  const { sketches } = await code(owner, transcript, round, marks, [sketch]);
  await owner.get('setRoundDone', { project, round }, { done: true });
  const { rounds } = await owner.get('readProject', { project });
  const version = rounds.find(({ id }) => id === round)?.version;
  await owner.get('closeRound', { project, round }, { version, transcripts: null });
  const view = await owner.get('readAdjudication', { transcript });
  const places = view.groups.values();
  return {
    transcript,
    sketch: sketches[0] ?? '',
    next() {
      const { value } = places.next();
      if (value === undefined) throw new Error('no place is left to decide');
      return { text: view.transcript.result?.text ?? '', spans: value.spans, why: '' };
    },
  };
}

export const NONE = { outcome: { kind: 'none' } };

/** A decision of the owner's on the next place. */
export async function decided({ owner }: Team, { transcript, next }: ToDecide) {
  const place = next();
  const { id: decision } = await owner.get('decide', { transcript }, { ...place, ...NONE });
  return { params: { transcript, decision }, place };
}
