import { MECHANISM_FORMS, RESTATEMENT_FORMS, VERDICTS } from '@triad/realist';
import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { strategyName } from './adjudication-schemas.ts';
import { line, prose, token, uuid } from './schemas.ts';

/* The bodies of what is said of CMOCs. Strict objects, as in schemas.ts. */

const text = prose(LIMITS.reasonUtf16);
const words = text.min(1);

export const methodBody = z.strictObject({
  /** As the page has it; 0: they were never changed. */
  version: z.int().min(0),
  settings: z.strictObject({
    /** How what no lead has decided is decided at a lead's command. */
    strategy: strategyName,
    /** How many must agree to a version. */
    quorum: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('number'),
        number: z.int().min(1).max(LIMITS.projectMembers),
      }),
      z.strictObject({ kind: z.enum(['majority', 'all']) }),
    ]),
    /** How a mechanism is told to begin with. */
    mechanism: z.enum(MECHANISM_FORMS as ['whole', 'resource-and-reasoning']),
    /** The form that is offered for a sentence. */
    form: z.enum(RESTATEMENT_FORMS as ['when-then-because', 'if-then-because', 'plain']),
    /** Parts that no quote states may be in sketches and CMOCs. */
    inferred: z.boolean(),
    /** Beyond C, M and O. */
    roles: z.array(z.enum(['I', 'A'])).max(2),
  }),
  groups: z.array(z.strictObject({ id: uuid, title: line(100) })).max(LIMITS.outcomeGroups),
});

/** A draft without a candidate. */
export const createCmocBody = z.strictObject({
  title: prose(200),
  group: uuid.nullable(),
});
export const changeCmocBody = z.strictObject({
  version: z.int().min(1),
  number: z.int().min(1).max(9_999).optional(),
  group: uuid.nullable().optional(),
});

/** Where a piece of evidence of a parent goes, by the index of the child: nowhere, or to one or several. */
const allocation = z.strictObject({
  parent: uuid,
  evidence: uuid,
  children: z
    .array(
      z
        .int()
        .min(0)
        .max(LIMITS.dividedInto - 1),
    )
    .max(LIMITS.dividedInto),
});
const allocations = z.array(allocation).max(LIMITS.evidence);
/** A CMOC that is made; its parts are those of the named parent, or copies of several. */
const child = z.strictObject({
  title: prose(200),
  group: uuid.nullable(),
  /** Parts of parents that it takes over. */
  parts: z.array(z.strictObject({ parent: uuid, part: uuid })).max(LIMITS.cmocParts),
  /** The parent whose sentence and narrative it begins with; null: with none. */
  wording: uuid.nullable(),
});
export const combineBody = z.strictObject({
  /** With the version of each that the lead saw. */
  parents: z
    .array(z.strictObject({ cmoc: uuid, version: z.int().min(1) }))
    .min(2)
    .max(LIMITS.dividedInto),
  child,
  quotes: allocations,
  memo: words,
});
export const divideBody = z.strictObject({
  version: z.int().min(1),
  children: z.array(child).min(2).max(LIMITS.dividedInto),
  quotes: allocations,
  memo: words,
});
export const undoLineageBody = z.strictObject({ version: z.int().min(1), why: text });
export const retireBody = z.strictObject({
  version: z.int().min(1),
  retired: z.boolean(),
  why: words,
});

export const proposeBody = z.strictObject({
  version: z.int().min(1),
  /** Mark of the draft that the lead saw: SHA-256 of its canonical JSON, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  note: text,
});
export const signOffBody = z
  .strictObject({
    /** The exact version, by id and hash. */
    of: uuid,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Of one's sign-off of it; 0: there is none yet. */
    version: z.int().min(0),
    verdict: z.enum(VERDICTS as ['agree', 'agree-with-comment', 'object', 'abstain']),
    text,
  })
  .refine(({ verdict, text: said }) => !verdict.match(/comment|object/) || said !== '', {
    path: ['text'],
    message: 'must say why',
  });
/** Ends an objection: by its author, or by a lead's recorded decision to go on. */
export const endObjectionBody = z.strictObject({
  version: z.int().min(1),
  how: z.enum(['withdrawn', 'went-on']),
  /** Of a lead who goes on; empty of a withdrawal. */
  reason: text,
});
export const remindBody = z.strictObject({
  cmocs: z.array(uuid).min(1).max(LIMITS.cmocs),
});

export const reviewAnswerKind = z.enum(['fits', 'does-not-fit', 'in-my-experience']);
export const createReviewLinkBody = z.strictObject({
  note: line(200),
  validDays: z.int().min(1).max(90),
  items: z
    .array(
      z.strictObject({
        cmoc: uuid,
        /** In plain words. */
        sentence: words,
        /** Evidence of the CMOC whose quotes are shown, by id. */
        evidence: z.array(uuid).max(20),
      }),
    )
    .min(1)
    .max(50),
});
export const withdrawReviewLinkBody = z.strictObject({ version: z.int().min(1) });
export const lookAtReviewBody = z.strictObject({ token });
export const answerReviewBody = z
  .strictObject({
    token,
    item: uuid,
    kind: reviewAnswerKind,
    text: prose(4_000),
  })
  .refine(({ kind, text: said }) => kind !== 'in-my-experience' || said !== '', {
    path: ['text'],
    message: 'must say what',
  });
