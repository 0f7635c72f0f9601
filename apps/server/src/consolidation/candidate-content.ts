import type { CandidateAnswer, MethodSettings, QuoteAnswer } from '@triad/collab';
import type {
  Bearing,
  CmocContent,
  CmocPart,
  CmocPartId,
  Evidence,
  EvidenceId,
  MarkRole,
  Role,
  Sentence,
} from '@triad/realist';
import { hashedId } from '../hashed-id.ts';
import { isMarkRole, restatementSkeleton } from '@triad/realist';

/**
 * The draft that a candidate becomes. Words are the coders' own or none: what no quote states they
 * supplied, and nobody has put the rest into words yet. Ids follow from the candidate's, so that what a
 * crash cut is not there twice when it is done again.
 */
export function candidateContent(
  candidate: CandidateAnswer,
  settings: Pick<MethodSettings, 'mechanism' | 'form' | 'inferred'>,
): CmocContent {
  const parts: CmocPart[] = [];
  const evidence: Evidence[] = [];
  const bearing = bearingOf(candidate.bearings);
  const seen = new Set<string>();
  const addPart = (role: MarkRole, told: string, from: string): CmocPart => {
    const id = hashedId(candidate.id, 'part', role, from) as CmocPartId;
    const there = parts.find((part) => part.id === id);
    // Two sketches of one coder may infer the same.
    if (there !== undefined) return there;
    const part: CmocPart = {
      id,
      role,
      order: parts.length,
      text: told,
      inferred: told !== '',
      mechanism: role === 'M' ? mechanismOf(told === '' ? settings.mechanism : 'whole') : null,
      outcome: role === 'O' ? { forWhom: '', sign: null, horizon: null } : null,
    };
    parts.push(part);
    return part;
  };
  const addQuotes = (quotes: readonly QuoteAnswer[], role: Role, part: CmocPart | null): void => {
    for (const { transcript, span } of quotes) {
      const key = `${span} ${role}`;
      if (seen.has(key)) continue;
      seen.add(key);
      evidence.push({
        id: hashedId(candidate.id, 'evidence', role, span) as EvidenceId,
        quote: { transcript, span },
        part: part?.id ?? null,
        role: isMarkRole(role) ? role : null,
        bearing,
        standing: null,
        footing: null,
        order: evidence.length,
      });
    }
  };
  for (const part of candidate.parts) {
    if (part.kind === 'inferred') {
      // Of a part that is undecided nobody can say what it would be.
      if (!settings.inferred || !isMarkRole(part.role)) continue;
      addPart(part.role, part.words, `${part.member} ${part.words}`);
    } else {
      const quotes = part.quotes.filter(({ state }) => state !== 'gone');
      if (quotes.length === 0) continue;
      const made = isMarkRole(part.role) ? addPart(part.role, '', part.place) : null;
      addQuotes(quotes, part.role, made);
    }
  }
  for (const { role, quotes } of candidate.elsewhere) {
    const agreed = quotes.filter(({ state }) => state !== 'gone');
    if (agreed.length === 0) continue;
    const there = parts.find((part) => part.role === role && !part.inferred) ?? null;
    addQuotes(agreed, role, there ?? (isMarkRole(role) ? addPart(role, '', 'elsewhere') : null));
  }
  return {
    title: '',
    sentence: sentenceOf(candidate.restatements, settings.form),
    parts,
    narrative: '',
    evidence,
  };
}

/** Words that nobody divided into resource and reasoning stay whole. */
function mechanismOf(form: MethodSettings['mechanism']): CmocPart['mechanism'] {
  return { form, resource: '', reasoning: '', effect: 'helping' };
}

/** That of the sketches, if all that state one state the same. */
function bearingOf(bearings: CandidateAnswer['bearings']): Bearing {
  const stated = new Set(bearings.map(({ bearing }) => bearing));
  const [only = 'supports'] = stated;
  return stated.size === 1 ? only : 'supports';
}

/** As the longest of its restatements says it, to be marked by who knows which words are what. */
function sentenceOf(
  restatements: CandidateAnswer['restatements'],
  form: MethodSettings['form'],
): Sentence {
  const longest = restatements.reduce(
    (most, { text }) => (text.length > most.length ? text : most),
    '',
  );
  const text = longest === '' ? restatementSkeleton(form) : longest;
  return text === '' ? [] : [{ text, role: null }];
}
