import type { MechanismForm, Quorum, RestatementForm } from '@triad/realist';
import { count, number } from './format.ts';

/** Settings of the method: what each changes, and what holds unless a lead says otherwise. */
export const method = {
  button: 'Method',
  title: 'Settings of the method',
  lead: 'How the team works in this project. Each setting is written into the methods text.',
  readOnly: 'Only leads can change them.',
  byDefault: (what: string) => `Default: ${what}`,
  saved: 'Settings saved.',
  conflict:
    'Another lead changed these settings meanwhile. Their settings are shown; change them again if you still want to.',

  strategy: 'What the coders agree to, where no lead decided',
  strategyHint:
    'Used when a lead lets the strategy decide the places that nobody decided. It changes nothing that is decided.',
  strategies: {
    all: 'All agree',
    majority: 'A majority',
    'at-least': 'At least a number',
    union: 'Union',
    intersection: 'Intersection',
    coder: 'One coder',
  },
  strategyWhat: {
    all: 'Only places where every coder marked the same words with the same role.',
    majority: 'The words that more than half of the coders marked with the same role.',
    'at-least': 'The words that so many coders marked with the same role.',
    union: 'From where the first begins to where the last ends, where two or more marked.',
    intersection: 'The words that all of those who marked have in common, where two or more did.',
    coder: 'The spans of one coder, as they are.',
  },
  atLeast: 'How many coders',
  coder: 'Whose spans',

  quorum: 'How many must agree to a version',
  quorumHint:
    'A version is agreed once so many agree and no objection is open. It holds for versions that are put to sign-off from now on.',
  quorums: {
    majority: 'More than half of the members',
    all: 'All members',
    number: 'A number of members',
  } satisfies Readonly<Record<Quorum['kind'], string>>,
  quorumNumber: 'How many members',
  quorumBeyond: (members: number) =>
    `The project has ${count(members, 'member', 'members')}: until it has more, no version can be agreed.`,

  mechanism: 'How a mechanism is told',
  mechanismHint: 'How a new mechanism of a CMOC begins; each can be told the other way.',
  mechanisms: {
    whole: 'As a whole',
    'resource-and-reasoning': 'As resource and reasoning',
  } satisfies Readonly<Record<MechanismForm, string>>,

  form: 'The form that is offered for a sentence',
  formHint: 'It is a start for a sentence that is still empty, and is never imposed.',
  forms: {
    'when-then-because': 'When … then … because …',
    'if-then-because': 'If … then … because …',
    plain: 'No form',
  } satisfies Readonly<Record<RestatementForm, string>>,

  inferred: 'Inferred parts',
  inferredHint:
    'Sketches and CMOCs can have parts that no quote states, marked as inferred. Turned off, none is offered; those that are there stay.',
  on: 'allowed',
  roles: 'Roles beyond context, mechanism and outcome',
  rolesHint:
    'Marked and offered as parts. Turned off, they are not offered; what is marked stays, and a CMOC that has one is not put to sign-off.',
  rolesNone: 'none',
  roleHint: {
    I: 'What the programme does.',
    A: 'Who does it.',
  },

  groups: 'Outcome groups',
  groupsHint: 'The outcomes under which CMOCs are listed, in this order.',
  group: (at: number) => `Outcome ${number(at)}`,
  addGroup: 'Add an outcome',
  groupPlaceholder: 'Hope',
  up: (title: string) => `Move up: ${title}`,
  down: (title: string) => `Move down: ${title}`,
  removeGroup: (title: string) => `Remove: ${title}`,
  groupUsed: (n: number) => (n === 1 ? 'one CMOC is under it' : `${number(n)} CMOCs are under it`),
  groupEmpty: 'Name it, or remove it.',
  groupsNone: 'None yet: CMOCs are listed without an outcome above them.',
} as const;
