/** Theory statements. */
export const theory = {
  title: 'Theory statements',
  lead: 'What somebody thinks works, for whom and why, before any data. Sketches and later CMOCs support, refute or refine them.',
  readOnly: 'Leads write the statements; you read along as they do.',
  add: 'Add a statement',
  statementTitle: 'Title',
  titlePlaceholder: 'Title, such as ‘Hope by likeness’',
  sentence: 'Statement',
  sentencePlaceholder: 'In your own words. Perhaps: if …, then …, because …',
  remove: 'Remove the statement',
  removeOf: (title: string) => `Remove the statement ${title}`,
  removeQuestion: (title: string) => `Remove ${title}?`,
  removeBody: 'It goes for everybody. Sketches that bear on it keep their parts and lose this tie.',
  moveUp: 'Move up',
  moveDown: 'Move down',
  emptyTitle: 'Start from a theory',
  emptyBody:
    'A realist evaluation begins with what people expect: what works, for whom, in which circumstances and why. One statement each, in free words; no form is imposed.',
  emptyExample:
    'If a carer who lies awake knows that somebody will ring at three, the hours before it are easier to bear, because they have an end.',
  emptyOthers: 'The leads have not written any statements yet.',
  opening: 'Opening the statements…',
  number: (n: number) => `Statement ${n}`,
  untitled: 'Untitled statement',
} as const;
