import type { MarkRole, Role } from '@triad/realist';

/*
 * Two made-up codings of the study's excerpts. Both mark its twenty-two quotes and tie them into twelve
 * sketches; but CMOC 4 and CMOC 10 are tied as one, and CMOC 12 as two, so that a lead has something to
 * divide and to combine. The second coder begins or ends eight quotes elsewhere, and reads four otherwise.
 */

/** A part of a sketch: quotes by name, or words of the study's own sentence, inferred. */
export type CodedPart = { readonly role: MarkRole } & (
  | { readonly quotes: readonly string[] }
  | { readonly inferred: { readonly cmoc: number; readonly part: 'C' | 'M' | 'O' } }
);

export type CodedSketch = {
  readonly name: string;
  /** The CMOCs of the study that it holds. */
  readonly cmocs: readonly number[];
  /** On whose excerpts it is begun; quotes of others are named from there. */
  readonly home: string;
  readonly parts: readonly CodedPart[];
};

export type Coding = {
  /** First reading of each quote. */
  readonly roles: Readonly<Record<string, Role>>;
  /** Quotes that are cut at a sentence or a comma: which share of the words is kept, from which end. */
  readonly cut: Readonly<Record<string, { readonly keep: 'beginning' | 'end' }>>;
  readonly sketches: readonly CodedSketch[];
};

const ROLES: Readonly<Record<string, Role>> = {
  '1a': 'M',
  '1b': 'M',
  '2a': 'C',
  '2b': 'M',
  '2c': 'C',
  '3a': 'M',
  '4a': 'C',
  '4b': 'M',
  '5a': 'M',
  '6a': 'O',
  '6b': 'O',
  '7a': 'M',
  '8a': 'M',
  '9a': 'M',
  '9b': 'M',
  '10a': 'M',
  '10b': 'C',
  '11a': 'M',
  '11b': 'C',
  '12a': 'M',
  '12b': 'M',
  '12c': 'C',
};

const inferred = (cmoc: number, part: 'C' | 'M' | 'O'): CodedPart => ({
  role: part,
  inferred: { cmoc, part },
});
const quoted = (role: MarkRole, ...quotes: readonly string[]): CodedPart => ({ role, quotes });

/** What both tie in the same way. */
const SHARED: readonly CodedSketch[] = [
  {
    name: '1',
    cmocs: [1],
    home: '#13',
    parts: [quoted('M', '1a', '1b'), inferred(1, 'C'), inferred(1, 'O')],
  },
  {
    name: '3',
    cmocs: [3],
    home: '#04',
    parts: [quoted('M', '3a'), inferred(3, 'C'), inferred(3, 'O')],
  },
  {
    name: '5',
    cmocs: [5],
    home: '#07',
    parts: [quoted('M', '5a'), inferred(5, 'C'), inferred(5, 'O')],
  },
  {
    name: '6',
    cmocs: [6],
    home: '#02',
    parts: [quoted('O', '6a', '6b'), inferred(6, 'C'), inferred(6, 'M')],
  },
  {
    name: '7',
    cmocs: [7],
    home: '#10',
    parts: [quoted('M', '7a'), inferred(7, 'C'), inferred(7, 'O')],
  },
  {
    name: '8',
    cmocs: [8],
    home: '#11',
    parts: [quoted('M', '8a'), inferred(8, 'C'), inferred(8, 'O')],
  },
  {
    name: '9',
    cmocs: [9],
    home: '#01',
    parts: [quoted('M', '9a', '9b'), inferred(9, 'C'), inferred(9, 'O')],
  },
  {
    name: '11',
    cmocs: [11],
    home: '#12',
    parts: [quoted('M', '11a'), quoted('C', '11b'), inferred(11, 'C'), inferred(11, 'O')],
  },
  {
    name: '12, first half',
    cmocs: [12],
    home: '#02',
    parts: [quoted('M', '12a'), inferred(12, 'C'), inferred(12, 'O')],
  },
  {
    name: '12, second half',
    cmocs: [12],
    home: '#02',
    parts: [quoted('M', '12b'), quoted('C', '12c'), inferred(12, 'O')],
  },
];

export const FIRST: Coding = {
  roles: ROLES,
  cut: {},
  sketches: [
    ...SHARED,
    {
      name: '2',
      cmocs: [2],
      home: '#13',
      parts: [quoted('C', '2c', '2a'), quoted('M', '2b'), inferred(2, 'O')],
    },
    {
      name: '4 and 10',
      cmocs: [4, 10],
      home: '#13',
      parts: [
        quoted('C', '4a', '10b'),
        quoted('M', '4b', '10a'),
        inferred(4, 'O'),
        inferred(10, 'O'),
      ],
    },
  ],
};

export const SECOND: Coding = {
  roles: { ...ROLES, '2b': 'O', '4a': 'M', '4b': 'C', '12c': 'M' },
  cut: {
    '1b': { keep: 'beginning' },
    '3a': { keep: 'end' },
    '5a': { keep: 'end' },
    '7a': { keep: 'end' },
    '9a': { keep: 'beginning' },
    '11a': { keep: 'end' },
    '12a': { keep: 'beginning' },
    '12b': { keep: 'end' },
  },
  sketches: [
    ...SHARED,
    {
      name: '2',
      cmocs: [2],
      home: '#13',
      parts: [quoted('C', '2c', '2a'), quoted('O', '2b'), inferred(2, 'M')],
    },
    {
      name: '4 and 10',
      cmocs: [4, 10],
      home: '#13',
      parts: [
        quoted('C', '4b', '10b'),
        quoted('M', '4a', '10a'),
        inferred(4, 'O'),
        inferred(10, 'O'),
      ],
    },
  ],
};
