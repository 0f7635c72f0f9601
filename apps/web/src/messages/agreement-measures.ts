import type { FigureName } from '@triad/collab';

type Measure = { readonly name: string; readonly what: string; readonly source: string };

/** What each figure is called, what it is in a sentence, and where it comes from. */
export const MEASURES = {
  spanF1Exact: {
    name: 'Span F, exact',
    what: 'Of all spans of two coders, the share that has a twin: same beginning, end and role.',
    source: 'Hripcsak & Rothschild 2005',
  },
  spanF1Overlap: {
    name: 'Span F, overlap',
    what: 'As exact, and a span counts as found where the other coder has one of the same role that shares a character with it.',
    source: 'Hripcsak & Rothschild 2005',
  },
  spanF1OneToOne: {
    name: 'Span F, overlap one to one',
    what: 'As overlap, and each span is used once, in the matching that pairs most.',
    source: 'Hripcsak & Rothschild 2005',
  },
  alphaU1995: {
    name: 'Unitizing α (1995)',
    what: 'Compares where units begin and end, by squared distances, with what chance would give.',
    source: 'Krippendorff 1995, as corrected in 2004',
  },
  uAlpha: {
    name: 'uα',
    what: 'Boundaries and roles together, by the length on which coders agree, beyond chance.',
    source: 'Krippendorff, Mathet, Bouvry & Widlöcher 2016',
  },
  uAlphaBinary: {
    name: 'uα, marked or not',
    what: 'Whether coders agree on what is worth marking at all, whatever the role.',
    source: 'Krippendorff, Mathet, Bouvry & Widlöcher 2016',
  },
  cuAlpha: {
    name: 'cuα',
    what: 'The roles alone, where spans of different coders meet.',
    source: 'Krippendorff, Mathet, Bouvry & Widlöcher 2016',
  },
  cuCoverage: {
    name: 'Coverage of cuα',
    what: 'The share of the text on which cuα rests: where spans of different coders meet.',
    source: 'Krippendorff, Mathet, Bouvry & Widlöcher 2016',
  },
  kuAlpha: {
    name: 'kuα',
    what: 'One role against the others, where spans of different coders meet.',
    source: 'Krippendorff, Mathet, Bouvry & Widlöcher 2016',
  },
  kuCoverage: {
    name: 'Coverage of kuα',
    what: 'The share of what is marked with the role on which kuα rests.',
    source: 'Krippendorff, Mathet, Bouvry & Widlöcher 2016',
  },
  characterAlpha: {
    name: 'α in characters',
    what: 'Nominal alpha with each character a unit, marked or not. It treats neighbouring characters as independent.',
    source: 'Krippendorff 2004',
  },
  gamma: {
    name: 'γ',
    what: 'The best alignment of all coders’ spans, places and roles together, against random codings.',
    source: 'Mathet, Widlöcher & Métivier 2015',
  },
  observedAgreement: {
    name: 'Observed agreement',
    what: 'The share of pairs of coders that gave a place the same role; chance is not taken out.',
    source: 'Krippendorff 2004',
  },
  alphaNominal: {
    name: 'α, nominal',
    what: 'Agreement on roles beyond chance, any number of coders, values may be missing.',
    source: 'Krippendorff 2004, p. 222',
  },
  alphaByCategory: {
    name: 'α of one role',
    what: 'The same, of one role against all others.',
    source: 'Krippendorff 2004',
  },
  cohenKappa: {
    name: 'Cohen’s κ',
    what: 'Two coders, chance from each coder’s own proportions.',
    source: 'Cohen 1960',
  },
  scottPi: {
    name: 'Scott’s π',
    what: 'Two coders, chance from the proportions of both together.',
    source: 'Scott 1955',
  },
  bennettS: {
    name: 'Bennett’s S',
    what: 'Two coders, chance as one over the number of roles in use.',
    source: 'Bennett, Alpert & Goldstein 1954',
  },
  fleissKappa: {
    name: 'Fleiss’ κ',
    what: 'Several coders, every place coded by the same number of them.',
    source: 'Fleiss 1971',
  },
  fleissKappaByCategory: {
    name: 'Fleiss’ κ of one role',
    what: 'The same, of one role against all others.',
    source: 'Fleiss 1971',
  },
  multiKappa: {
    name: 'Multi-κ',
    what: 'Several coders, chance from each coder’s own proportions.',
    source: 'Davies & Fleiss 1982',
  },
  meanPairwiseKappa: {
    name: 'Mean of Cohen’s κ',
    what: 'The plain mean over all pairs of coders.',
    source: 'Light 1971',
  },
} as const satisfies Readonly<Record<FigureName, Measure>>;
