import { ROLES } from '@triad/realist';
import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { prose, uuid } from './schemas.ts';

/* The bodies of what is said of decisions and candidates. Strict objects, as in schemas.ts. */

const role = z.enum(ROLES as unknown as [(typeof ROLES)[number]]);
/** Of one place: every coder has one span there at most. */
const spans = z.array(uuid).min(1).max(LIMITS.projectMembers);
const why = prose(LIMITS.reasonUtf16);

export const outcomeBody = z.discriminatedUnion('kind', [
  /** One coder's span, as it is. */
  z.strictObject({ kind: z.literal('coder'), span: uuid }),
  z.strictObject({ kind: z.literal('union'), role }),
  z.strictObject({ kind: z.literal('intersection'), role }),
  z.strictObject({
    kind: z.literal('drawn'),
    role,
    startUtf16: z.int().min(0).max(LIMITS.textUtf16),
    endUtf16: z.int().min(1).max(LIMITS.textUtf16),
  }),
  /** Each of these, as it is. */
  z.strictObject({ kind: z.literal('both'), spans: spans.min(2) }),
  z.strictObject({ kind: z.literal('none') }),
]);

/** As `--strategy` of consolidation, without those that name a coder or a number. */
export const strategyName = z.union([
  z.enum(['all', 'majority', 'union', 'intersection']),
  z.string().regex(/^at-least:[1-9][0-9]{0,2}$/),
  z.string().regex(/^coder:[0-9a-f-]{36}$/),
]);

/** State of the text that the page shows, `result.text`: offsets, and what is there, are of it. */
const text = z.string().regex(/^[0-9a-f]{64}$/);

export const decideBody = z.strictObject({
  text,
  /** All spans of the place, as the lead sees them. */
  spans,
  outcome: outcomeBody,
  why,
});
export const changeDecisionBody = z.strictObject({
  version: z.int().min(1),
  text,
  spans,
  /** Null takes the decision back. */
  outcome: outcomeBody.nullable(),
  why,
});
/** The strategy decides every place of the transcript that nobody has decided. */
export const decideManyBody = z.strictObject({ text, strategy: strategyName, why });
export const answerDecisionBody = z
  .strictObject({
    /** The ruling that the coder saw. */
    ruling: z.int().min(1),
    stance: z.enum(['accepts', 'differs']),
    text: prose(LIMITS.reasonUtf16),
  })
  .refine(({ stance, text: words }) => stance === 'accepts' || words !== '', {
    path: ['text'],
    message: 'must say in what',
  });
export const tieBody = z.strictObject({
  kind: z.enum(['join', 'part']),
  /** Joined: those of two configurations or more. Parted: those that leave theirs, together. */
  sketches: z.array(uuid).min(1).max(LIMITS.projectMembers),
  why,
});

export const consolidateBody = z.strictObject({
  /** Whether the strategy of the project decides first what no lead has decided. */
  decide: z.boolean(),
  /** Computes those too of which nothing has moved on. */
  all: z.boolean().optional(),
});
export const changeCandidateBody = z.strictObject({
  version: z.int().min(1),
  state: z.enum(['open', 'set-aside']),
  why,
});
export const acceptCandidateBody = z.strictObject({
  version: z.int().min(1),
  /** The CMOC whose evidence it becomes; null: a CMOC of its own. */
  into: uuid.nullable(),
});
