import type { CandidateAnswer, QuoteAnswer } from '@triad/collab';
import type {
  CmocContent,
  CmocPart,
  CmocPartId,
  Evidence,
  EvidenceId,
  MarkRole,
  Sentence,
} from '@triad/realist';

/* Contents of CMOCs and candidates, in as few words as a test needs. */

/** A sentence with its marks written in it: `When [C:rain], [O:wet]`. */
export function sentence(text: string): Sentence {
  return text
    .split(/(\[[CMOIA]:[^\]]*\])/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const marked = /^\[([CMOIA]):(.*)\]$/.exec(piece);
      return marked === null
        ? { text: piece, role: null }
        : { text: marked[2] ?? '', role: marked[1] as MarkRole };
    });
}

export function part(
  id: string,
  role: MarkRole,
  text: string,
  more: Partial<CmocPart> = {},
): CmocPart {
  return {
    id: id as CmocPartId,
    role,
    order: 1,
    text,
    inferred: false,
    mechanism:
      role === 'M' ? { form: 'whole', resource: '', reasoning: '', effect: 'helping' } : null,
    outcome: role === 'O' ? { forWhom: '', sign: null, horizon: null } : null,
    ...more,
  };
}

export function piece(id: string, span: string, more: Partial<Evidence> = {}): Evidence {
  return {
    id: id as EvidenceId,
    quote: { transcript: 't', span },
    part: null,
    role: null,
    bearing: 'supports',
    standing: null,
    footing: null,
    order: 1,
    ...more,
  };
}

export function content(more: Partial<CmocContent> = {}): CmocContent {
  return { title: '', sentence: [], parts: [], narrative: '', evidence: [], ...more };
}

export function quote(
  span: string,
  participant: string | null,
  more: Partial<QuoteAnswer> = {},
): QuoteAnswer {
  return {
    transcript: 't',
    span,
    role: 'M',
    round: null,
    decision: null,
    state: 'shown',
    words: `words of ${span}`,
    range: [0, 5],
    turn: null,
    startSeconds: null,
    speaker: participant ?? 'INT',
    participant,
    kind: participant === null ? 'interviewer' : 'participant',
    coders: [],
    ...more,
  };
}

/** Its quoted parts by role and place: `C:p1 M:p2`; `M~words` is inferred. */
export function candidate(
  id: string,
  parts: string,
  more: Partial<CandidateAnswer> = {},
): CandidateAnswer {
  return {
    id,
    version: 1,
    transcript: 't',
    round: 'r',
    from: 'sketches',
    sketches: [],
    support: 2,
    parts: parts
      .split(' ')
      .filter((each) => each !== '')
      .map((each) => {
        const [role, rest] = [each[0] as 'C' | 'M' | 'O', each.slice(2)];
        return each[1] === '~'
          ? { kind: 'inferred', role, member: 'ana', words: rest }
          : {
              kind: 'quoted',
              role,
              place: rest,
              decision: 'd',
              quotes: [quote(rest, '#1')],
              contested: false,
            };
      }),
    why: { kind: 'closeness', places: 2, lengthUtf16: 100 },
    restatements: [],
    bearings: [],
    elsewhere: [],
    state: 'open',
    cmoc: null,
    settled: null,
    outdated: false,
    ...more,
  };
}
