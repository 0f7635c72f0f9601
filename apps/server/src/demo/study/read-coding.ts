import { BEARINGS, RESTATEMENT_FORMS } from '@triad/realist';
import type { Checked } from './checked.ts';
import type {
  DemoCoding,
  DemoPart,
  DemoSketch,
  DemoSpan,
  DemoSpanReference,
  DemoTurn,
} from './demo-study.ts';

const ROLES: readonly DemoSpan['role'][] = ['C', 'M', 'O', 'undecided'];

/** What a coding may refer to; `turns` by transcript id. */
export type CodingTargets = {
  readonly coders: readonly string[];
  readonly statements: readonly string[];
  readonly turns: ReadonlyMap<string, readonly DemoTurn[]>;
};

/**
 * Reads one member's coding of one transcript and finds every quote in its turn.
 *
 * @throws Error that names the place and the span, never its words, where a quote is not there.
 */
export function readCoding(source: Checked, targets: CodingTargets): DemoCoding {
  source.onlyFields(['member', 'transcript', 'state', 'spans', 'sketches']);
  const transcript = source.field('transcript').oneOf([...targets.turns.keys()]);
  const turns = targets.turns.get(transcript) ?? [];
  return {
    member: source.field('member').oneOf(targets.coders),
    transcript,
    state: source.field('state').oneOf(['complete', 'under way']),
    spans: source
      .field('spans')
      .items()
      .map((span) => readSpan(span, turns)),
    sketches: source
      .field('sketches')
      .items()
      .map((sketch) => readSketch(sketch, transcript, targets)),
  };
}

function readSpan(source: Checked, turns: readonly DemoTurn[]): DemoSpan {
  source.onlyFields(['id', 'turn', 'quote', 'occurrence', 'role', 'unsure', 'memo']);
  const id = source.field('id').text();
  const quote = source.field('quote').text();
  const turn = source.field('turn').count(0);
  const text = turns[turn]?.text;
  if (text === undefined) source.fail(`span ${id} names turn ${turn} of ${turns.length}.`);
  const occurrence = source.field('occurrence');
  const nth = occurrence.present ? occurrence.count(1) : 1;
  const places = placesOf(quote, text);
  const startUtf16 = places[nth - 1];
  if (startUtf16 === undefined)
    source.fail(
      `the quote of span ${id} stands ${places.length} times in turn ${turn}; number ${nth} is meant.`,
    );
  if (places.length > 1 && !occurrence.present)
    source.fail(
      `the quote of span ${id} stands ${places.length} times in turn ${turn}: say which.`,
    );
  return {
    id,
    turn,
    startUtf16,
    endUtf16: startUtf16 + quote.length,
    quote,
    role: source.field('role').oneOf(ROLES),
    unsure: source.field('unsure').flag(),
    memo: source.field('memo').textOrNull(),
  };
}

/** Every place where `quote` begins in `text`, overlapping ones too. */
export function placesOf(quote: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) places.push(at);
  return places;
}

function readSketch(source: Checked, transcript: string, targets: CodingTargets): DemoSketch {
  source.onlyFields(['id', 'form', 'parts', 'restatement', 'memo', 'statement', 'bearing']);
  const statement = source.field('statement');
  const bearing = source.field('bearing');
  if (statement.present !== bearing.present)
    source.fail('a statement and a bearing come together or not at all.');
  return {
    id: source.field('id').text(),
    form: source.field('form').oneOf(RESTATEMENT_FORMS),
    parts: source
      .field('parts')
      .items()
      .map((part) => readPart(part, transcript)),
    restatement: source.field('restatement').text(),
    memo: source.field('memo').textOrNull(),
    bearing: statement.present
      ? { statement: statement.oneOf(targets.statements), bearing: bearing.oneOf(BEARINGS) }
      : null,
  };
}

function readPart(source: Checked, transcript: string): DemoPart {
  source.onlyFields(['role', 'spans', 'inferred']);
  const role = source.field('role').oneOf(ROLES);
  const inferred = source.field('inferred');
  const spans = source.field('spans');
  if (inferred.present === spans.present)
    source.fail('a part has either spans or words of the coder’s own.');
  if (inferred.present) return { role, filledBy: { kind: 'inferred', words: inferred.text() } };
  const references = spans.items().map((each) => readReference(each, transcript));
  if (references.length === 0) spans.fail('at least one span is expected.');
  return { role, filledBy: { kind: 'quoted', spans: references } };
}

/** `span`, or `transcript/span` where it lies on another transcript. */
function readReference(source: Checked, transcript: string): DemoSpanReference {
  const [first = '', second] = source.text().split('/');
  if (second === undefined) return { span: first, elsewhere: null };
  if (first === transcript) source.fail('a span of the same transcript is named by its id alone.');
  return { span: second, elsewhere: first };
}
