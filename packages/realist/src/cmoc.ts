import type { CmocPartId, EvidenceId } from './ids.ts';
import type { Role } from './role.ts';
import { CORE_ROLES, ROLES } from './role.ts';
import type { Bearing } from './sketch.ts';

/*
 * A context-mechanism-outcome configuration as the team writes it: one causal explanation, its parts, and
 * the quotes for and against it. Holds the team's own words alone; quotes are named by id.
 */

/** Everything of a CMOC that a version freezes. */
export type CmocContent = {
  readonly title: string;
  readonly sentence: Sentence;
  /** In their order: see {@link compareCmocParts}. */
  readonly parts: readonly CmocPart[];
  readonly narrative: string;
  readonly evidence: readonly Evidence[];
};

/**
 * A sentence in free text of which words can be marked. Order and joints vary, and a missing mark is a
 * warning, never an error. Pieces that follow on one another have different roles; none is empty.
 */
export type Sentence = readonly SentencePiece[];
export type SentencePiece = { readonly text: string; readonly role: MarkRole | null };

/** What words of a sentence, and parts, can be. */
export type MarkRole = Exclude<Role, 'undecided'>;
export const MARK_ROLES: readonly MarkRole[] = ['C', 'M', 'O', 'I', 'A'];

export function isMarkRole(value: unknown): value is MarkRole {
  return typeof value === 'string' && (MARK_ROLES as readonly string[]).includes(value);
}

/** A context, mechanism or outcome (or intervention, actor) of a CMOC, in the team's words. */
export type CmocPart = {
  readonly id: CmocPartId;
  readonly role: MarkRole;
  /** Position among the parts; gaps and ties are legal (ties: by id). */
  readonly order: number;
  /** The part as a whole; empty where a mechanism is told as resource and reasoning. */
  readonly text: string;
  /** No quote states it: the analyst supplies it, by retroduction. */
  readonly inferred: boolean;
  /** Of a mechanism; null of any other part. */
  readonly mechanism: MechanismFacts | null;
  /** Of an outcome; null of any other part. */
  readonly outcome: OutcomeFacts | null;
};

export type MechanismFacts = {
  /** Told as one, or as what the programme offers and how people respond to it. */
  readonly form: MechanismForm;
  readonly resource: string;
  readonly reasoning: string;
  readonly effect: MechanismEffect;
};
export type MechanismForm = 'whole' | 'resource-and-reasoning';
export const MECHANISM_FORMS: readonly MechanismForm[] = ['whole', 'resource-and-reasoning'];
export type MechanismEffect = 'helping' | 'hindering';
export const MECHANISM_EFFECTS: readonly MechanismEffect[] = ['helping', 'hindering'];

export type OutcomeFacts = {
  /** For whom it is an outcome: child, peer, service, staff, community …; empty: not said. */
  readonly forWhom: string;
  readonly sign: OutcomeSign | null;
  readonly horizon: OutcomeHorizon | null;
};
/** No change is an outcome, too. */
export type OutcomeSign = 'intended' | 'unintended' | 'no-change';
export const OUTCOME_SIGNS: readonly OutcomeSign[] = ['intended', 'unintended', 'no-change'];
export type OutcomeHorizon = 'proximal' | 'distal';
export const OUTCOME_HORIZONS: readonly OutcomeHorizon[] = ['proximal', 'distal'];

/**
 * The link from a quote, an agreed span, to a CMOC. One quote may serve several CMOCs, in other roles, and
 * one CMOC several times.
 */
export type Evidence = {
  readonly id: EvidenceId;
  readonly quote: QuoteReference;
  /** The part that it is evidence for; null: for the CMOC as a whole. */
  readonly part: CmocPartId | null;
  /** Its role in this CMOC, whatever its span's was; null where it plays none, as a caveat may. */
  readonly role: MarkRole | null;
  readonly bearing: Bearing;
  /** Null: not said yet. */
  readonly standing: Standing | null;
  readonly footing: Footing | null;
  readonly order: number;
};

/** An agreed span of a transcript's consensus; the words are never copied. */
export type QuoteReference = { readonly transcript: string; readonly span: string };

/** Whether somebody saw it happen, expects it, or lets it be understood. */
export type Standing = 'observed' | 'anticipated' | 'implied';
export const STANDINGS: readonly Standing[] = ['observed', 'anticipated', 'implied'];

/** Whether it was volunteered, or is what somebody made of what the interviewer put to them. */
export type Footing = 'volunteered' | 'agreed' | 'corrected' | 'added';
export const FOOTINGS: readonly Footing[] = ['volunteered', 'agreed', 'corrected', 'added'];

/** By role, then as they were ordered, then by id. */
export function compareCmocParts(
  a: Pick<CmocPart, 'role' | 'order' | 'id'>,
  b: Pick<CmocPart, 'role' | 'order' | 'id'>,
): number {
  return (
    ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.order - b.order || (a.id < b.id ? -1 : 1)
  );
}

/** The sentence as plain text. */
export function sentenceText(sentence: Sentence): string {
  return sentence.map(({ text }) => text).join('');
}

/** Which of C, M and O no words of the sentence are marked as: a warning, never an error. */
export function missingMarks(sentence: Sentence): readonly MarkRole[] {
  const marked = new Set(
    sentence.flatMap(({ text, role }) => (text.trim() === '' || role === null ? [] : [role])),
  );
  return (['C', 'M', 'O'] as const).filter((role) => !marked.has(role));
}

/** A role that a CMOC gives to something, and to what. */
export type UsedRole = {
  readonly role: MarkRole;
  readonly by: readonly ('sentence' | 'parts' | 'quotes')[];
};

/** The roles that a CMOC gives to words of its sentence, to parts and to quotes; in their order. */
export function usedRoles({
  sentence,
  parts,
  evidence,
}: Pick<CmocContent, 'sentence' | 'parts' | 'evidence'>): readonly UsedRole[] {
  const given = { sentence, parts, quotes: evidence };
  return MARK_ROLES.flatMap((role) => {
    const by = (['sentence', 'parts', 'quotes'] as const).filter((what) =>
      given[what].some((each) => each.role === role),
    );
    return by.length === 0 ? [] : [{ role, by }];
  });
}

/** Those of them that a project that has only these roles beyond C, M and O does not code with. */
export function rolesNotOffered(
  content: Pick<CmocContent, 'sentence' | 'parts' | 'evidence'>,
  beyond: readonly MarkRole[],
): readonly UsedRole[] {
  return usedRoles(content).filter(
    ({ role }) => !CORE_ROLES.includes(role) && !beyond.includes(role),
  );
}
