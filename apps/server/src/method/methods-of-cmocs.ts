import type { MethodSettings, ReviewAnswerKind, StrategyName } from '@triad/collab';
import type { CmocState, Quorum, Verdict } from '@triad/realist';
import { CMOC_STATES } from '@triad/realist';

/** What a methods text about CMOCs is made of: settings and counts, no words of anybody. */
export type CmocMethodsFacts = {
  readonly settings: MethodSettings;
  /** Of all transcripts that are adjudicated; null where the reader may not know. */
  readonly consolidation: {
    /** Places that leads decided, that each strategy did, and decisions that were taken back since. */
    readonly byLeads: number;
    readonly byStrategy: readonly { readonly strategy: StrategyName; readonly places: number }[];
    readonly takenBack: number;
    /** Decisions of a lead on a place where they had marked something themselves. */
    readonly onOwnSpans: number;
    readonly answers: { readonly accepts: number; readonly differs: number };
    readonly candidates: {
      readonly sketches: number;
      readonly closeness: number;
      readonly accepted: number;
      readonly setAside: number;
    };
  } | null;
  readonly cmocs: Readonly<Record<CmocState, number>>;
  /** Parts of CMOCs that are not retired, and those of them that no quote states. */
  readonly parts: number;
  readonly inferredParts: number;
  /** Combinings and dividings that stand. */
  readonly combined: number;
  readonly divided: number;
  /** Versions that were put to sign-off, and the CMOCs that they are of. */
  readonly versions: number;
  readonly versionsOf: number;
  /** As each was frozen with so many of them. */
  readonly quorums: readonly { readonly quorum: Quorum; readonly versions: number }[];
  /** Members who signed anything, and what stands of it. */
  readonly signers: number;
  readonly signOffs: Readonly<Record<Verdict, number>>;
  /** Objections, those said before too: how they ended. */
  readonly objections: {
    readonly withdrawn: number;
    readonly wentOn: number;
    /** The member said something else of the same version since, or a new version came. */
    readonly overtaken: number;
    readonly open: number;
  };
  readonly reviews: { readonly links: number } & Readonly<Record<ReviewAnswerKind, number>>;
  /** Of the software. */
  readonly version: string;
};

/**
 * How CMOCs came about, as a paper tells it: how differences were decided, how configurations were
 * proposed, written and signed, with every setting. It counts, and judges nothing. Empty while there is none.
 */
export function methodsOfCmocs(facts: CmocMethodsFacts): string {
  const { cmocs, consolidation } = facts;
  const all = CMOC_STATES.reduce((sum, state) => sum + cmocs[state], 0);
  const decided =
    consolidation === null ? 0 : consolidation.byLeads + placesOf(consolidation.byStrategy);
  if (all === 0 && decided === 0) return '';
  return [
    consolidation === null ? '' : howDecided(facts.settings, consolidation),
    consolidation === null ? '' : howProposed(consolidation),
    all === 0 ? '' : howWritten(facts),
    facts.versions === 0 ? '' : howSigned(facts),
    outside(facts.reviews),
    `Worked out with Triad ${facts.version}.`,
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

type Consolidation = NonNullable<CmocMethodsFacts['consolidation']>;

function howDecided({ strategy }: MethodSettings, of: Consolidation): string {
  const byRule = placesOf(of.byStrategy);
  if (of.byLeads + byRule === 0) return '';
  const rules = of.byStrategy.map(
    ({ strategy: name, places }) =>
      `${strategyInWords(name)}${of.byStrategy.length > 1 ? ` (${plural(places, 'place', 'places')})` : ''}`,
  );
  return sentences(
    `Where coders differed, what is agreed was decided place by place: ${plural(of.byLeads, 'place', 'places')} by a lead, and ${plural(byRule, 'place', 'places')} by rule at a lead's command.`,
    rules.length === 0
      ? ''
      : `${rules.length === 1 ? 'The rule was' : 'The rules were'} ${either(rules, 'and')}.`,
    // What decided earlier need not be what is set now.
    of.byStrategy.some((used) => used.strategy === strategy)
      ? ''
      : `The rule that is set is ${strategyInWords(strategy)}.`,
    of.onOwnSpans > 0
      ? `${plural(of.onOwnSpans, 'decision was', 'decisions were')} a lead's on a place that they had coded themselves, and ${are(of.onOwnSpans)} marked so.`
      : '',
    of.takenBack > 0
      ? `${plural(of.takenBack, 'decision was', 'decisions were')} taken back and not made anew.`
      : '',
    of.answers.accepts + of.answers.differs > 0
      ? `Coders saw each decision on their marks with its reason and could answer once: they accepted ${number(of.answers.accepts)} and differed from ${number(of.answers.differs)}.`
      : '',
  );
}

function placesOf(byStrategy: Consolidation['byStrategy']): number {
  return byStrategy.reduce((sum, { places }) => sum + places, 0);
}

function howProposed({ candidates }: Consolidation): string {
  const { sketches, closeness, accepted, setAside } = candidates;
  if (sketches + closeness === 0) return '';
  return `Candidate configurations were computed from the agreed spans: ${number(sketches)} from what coders had tied together, ${number(closeness)} from agreed spans that lie together. Of these ${number(accepted)} went into CMOCs and ${number(setAside)} were set aside.`;
}

function howWritten(facts: CmocMethodsFacts): string {
  const { settings, cmocs, parts, inferredParts, combined, divided } = facts;
  const living = CMOC_STATES.filter((state) => state !== 'retired').reduce(
    (sum, state) => sum + cmocs[state],
    0,
  );
  const beyond = settings.roles.map((role) => BEYOND[role]);
  return sentences(
    `${plural(living, 'CMOC was', 'CMOCs were')} written by the leads, each as one sentence in free text of which words are marked as context (C), mechanism (M) or outcome (O); a missing mark was no error. ${FORMS[settings.form]} ${MECHANISMS[settings.mechanism]}`,
    beyond.length > 0
      ? `Beyond these roles the team coded ${beyond.join(' and ')}.`
      : 'No other roles were offered.',
    settings.inferred
      ? `Parts that no quote states could be inferred by retroduction: ${number(inferredParts)} of ${number(parts)} are.`
      : `Inferred parts were not offered${inferredParts > 0 ? `; ${number(inferredParts)} of ${number(parts)} are from before` : ''}.`,
    'Each quote is linked to a CMOC with its role there and with how it bears on it: for it, against it, or as a caveat under which the mechanism is not triggered.',
    combined + divided > 0
      ? `CMOCs were combined ${times(combined)} and divided ${times(divided)}; for each quote it was said where it went, and a memo says why.`
      : '',
    cmocs.retired > 0
      ? `${plural(cmocs.retired, 'CMOC is', 'CMOCs are')} retired and can be read.`
      : '',
  );
}

function howSigned(facts: CmocMethodsFacts): string {
  const { settings, cmocs, versions, versionsOf, signers, signOffs, objections } = facts;
  const { withdrawn, wentOn, overtaken, open } = objections;
  const quorums = facts.quorums.map(
    ({ quorum, versions: frozen }) =>
      `${quorumInWords(quorum)}${facts.quorums.length > 1 ? ` (${plural(frozen, 'version', 'versions')})` : ''}`,
  );
  const raised = withdrawn + wentOn + overtaken + open;
  return sentences(
    `${plural(versionsOf, 'CMOC was', 'CMOCs were')} put to all members for sign-off, in ${plural(versions, 'frozen version', 'frozen versions')}. A version is agreed once ${either(quorums, 'or')}, with a comment or without, and no objection is open.`,
    facts.quorums.some(({ quorum }) => isSame(quorum, settings.quorum))
      ? ''
      : `For versions from now on it is set that ${quorumInWords(settings.quorum)}.`,
    `${plural(signers, 'member', 'members')} signed: ${number(signOffs.agree)} agreed, ${number(signOffs['agree-with-comment'])} agreed with a comment, ${number(signOffs.object)} objected and ${number(signOffs.abstain)} abstained, counting the last word of each on each version.`,
    raised > 0
      ? `Of ${plural(raised, 'objection', 'objections')} ${number(withdrawn)} ended by withdrawal, ${number(overtaken)} by another word of its author or a new version, ${number(wentOn)} by a lead's recorded decision to go on; ${number(open)} ${are(open)} open.`
      : '',
    `${number(cmocs.agreed)} ${cmocs.agreed === 1 ? 'CMOC is' : 'CMOCs are'} agreed, ${number(cmocs.contested)} contested, ${number(cmocs.proposed)} up for sign-off and ${number(cmocs.draft)} ${cmocs.draft === 1 ? 'a draft' : 'drafts'}.`,
  );
}

function outside(reviews: CmocMethodsFacts['reviews']): string {
  const answers = reviews.fits + reviews['does-not-fit'] + reviews['in-my-experience'];
  if (reviews.links === 0) return '';
  return `Through ${plural(reviews.links, 'link', 'links')} people outside the team were asked about sentences in plain words: ${plural(answers, 'answer', 'answers')}, of which ${number(reviews.fits)} said that it fits, ${number(reviews['does-not-fit'])} that it does not, and ${number(reviews['in-my-experience'])} told of their own experience. None counts to the quorum.`;
}

const BEYOND = { I: 'intervention (I)', A: 'actor (A)' } as const;

const FORMS = {
  'when-then-because': "The form offered was 'When …, then …, because …'.",
  'if-then-because': "The form offered was 'If …, then …, because …'.",
  plain: 'No form was offered.',
} as const;

const MECHANISMS = {
  whole: 'Mechanisms were told whole to begin with.',
  'resource-and-reasoning':
    'Mechanisms were told to begin with as what the programme offers (resource) and how people respond to it (reasoning).',
} as const;

function strategyInWords(strategy: StrategyName): string {
  if (strategy === 'all') return 'that all coders marked the same words with the same role';
  if (strategy === 'majority') {
    return 'the words that more than half of the coders marked, with the role that most of them gave';
  }
  if (strategy === 'union') return 'all words that any of two or more coders marked';
  if (strategy === 'intersection') return 'the words that all of two or more coders marked';
  const [kind, value = ''] = strategy.split(':');
  return kind === 'at-least'
    ? `the words that ${value} or more coders marked, with the role that most of them gave`
    : 'what one coder, named by the lead, marked';
}

function quorumInWords(quorum: Quorum): string {
  switch (quorum.kind) {
    case 'number':
      return `${plural(quorum.number, 'member agrees', 'members agree')}`;
    case 'majority':
      return 'more than half of the members agree';
    case 'all':
      return 'all members agree';
  }
}

function isSame(a: Quorum, b: Quorum): boolean {
  return quorumInWords(a) === quorumInWords(b);
}

function either(said: readonly string[], joint: 'and' | 'or'): string {
  const last = said.at(-1) ?? '';
  return said.length < 2 ? last : `${said.slice(0, -1).join('; ')}; ${joint} ${last}`;
}

function sentences(...said: readonly string[]): string {
  return said.filter((sentence) => sentence !== '').join(' ');
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function plural(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}

function times(n: number): string {
  return n === 0 ? 'never' : n === 1 ? 'once' : `${number(n)} times`;
}
