import { VERDICTS } from '@triad/realist';
import type {
  DemoCmoc,
  DemoLineage,
  DemoReview,
  DemoSigning,
  DemoSignOff,
} from './agreed-study.ts';
import type { Checked } from './checked.ts';

/** What is combined, divided, signed and reviewed, and by whom. */
export type SigningTargets = {
  readonly members: readonly string[];
  readonly cmocs: readonly DemoCmoc[];
};

/** @throws Error that names the place where it leads nowhere */
export function readLineage(source: Checked, { cmocs }: SigningTargets): DemoLineage {
  source.onlyFields(['kind', 'parents', 'children', 'memo']);
  const known = cmocs.map(({ id }) => id);
  const list = (name: string): string[] =>
    source
      .field(name)
      .items()
      .map((cmoc) => cmoc.oneOf(known));
  return {
    kind: source.field('kind').oneOf(['combine', 'divide']),
    parents: list('parents'),
    children: list('children'),
    memo: source.field('memo').text(),
  };
}

/** @throws Error that names the place where it leads nowhere, or a reason is missing */
export function readSigning(source: Checked, { cmocs, members }: SigningTargets): DemoSigning {
  source.onlyFields(['cmoc', 'note', 'signOffs']);
  return {
    cmoc: source.field('cmoc').oneOf(cmocs.map(({ id }) => id)),
    note: source.field('note').textOrEmpty(),
    signOffs: source
      .field('signOffs')
      .items()
      .map((each) => readSignOff(each, members)),
  };
}

function readSignOff(source: Checked, members: readonly string[]): DemoSignOff {
  source.onlyFields(['member', 'verdict', 'text', 'ended']);
  const verdict = source.field('verdict').oneOf(VERDICTS);
  const needsText = verdict === 'object' || verdict === 'agree-with-comment';
  const text = source.field('text');
  const ended = source.field('ended');
  if (ended.present && verdict !== 'object') source.fail('an objection alone can be over.');
  return {
    member: source.field('member').oneOf(members),
    verdict,
    text: needsText ? text.text() : text.textOrEmpty(),
    ended: ended.present ? readEnd(ended) : null,
  };
}

function readEnd(source: Checked): DemoSignOff['ended'] {
  source.onlyFields(['how', 'reason']);
  const how = source.field('how').oneOf(['withdrawn', 'went-on']);
  return how === 'withdrawn' ? { how } : { how, reason: source.field('reason').text() };
}

/** @throws Error that names the place where it leads nowhere */
export function readReview(source: Checked, { cmocs }: SigningTargets): DemoReview {
  source.onlyFields(['note', 'validDays', 'items']);
  return {
    note: source.field('note').text(),
    validDays: source.field('validDays').count(1),
    items: source
      .field('items')
      .items()
      .map((item) => readItem(item, cmocs)),
  };
}

function readItem(source: Checked, cmocs: readonly DemoCmoc[]): DemoReview['items'][number] {
  source.onlyFields(['cmoc', 'sentence', 'quotes', 'reply']);
  const cmoc = source.field('cmoc').oneOf(cmocs.map(({ id }) => id));
  const evidence = cmocs.find(({ id }) => id === cmoc)?.draft.evidence ?? [];
  const reply = source.field('reply');
  return {
    cmoc,
    sentence: source.field('sentence').text(),
    quotes: source
      .field('quotes')
      .items()
      .map((quote) => quote.oneOf(evidence.map(({ span }) => span))),
    reply: reply.present
      ? {
          kind: reply.field('kind').oneOf(['fits', 'does-not-fit', 'in-my-experience']),
          text: reply.field('text').textOrEmpty(),
        }
      : null,
  };
}
