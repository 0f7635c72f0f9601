import { readFileSync } from 'node:fs';
import { methodBody } from '@triad/collab';
import type { DemoAgreed, DemoCmoc } from './agreed-study.ts';
import { Checked } from './checked.ts';
import type { DemoStudy } from './demo-study.ts';
import { readCmoc } from './read-cmoc.ts';
import { readDecision, readTie } from './read-decisions.ts';
import { readLineage, readReview, readSigning } from './read-signing.ts';
import { refuseRepeats } from './refuse-repeats.ts';

export type * from './agreed-study.ts';

/** The three files of `agreed/`, each parsed. */
export type AgreedSources = {
  readonly decisions: Checked;
  readonly cmocs: Checked;
  readonly signing: Checked;
};

/**
 * Reads what was agreed in the demo study from the files in `agreed/`, and checks that everything which
 * is named in them is there.
 *
 * @throws Error that begins with the exact place of what is wrong, for example
 *   `cmocs.json cmocs[3].evidence[2].span`, and holds no words of a transcript.
 */
export function loadDemoAgreed(study: DemoStudy): DemoAgreed {
  const source = (name: string): Checked => {
    const file = new URL(`agreed/${name}.json`, import.meta.url);
    return new Checked(JSON.parse(readFileSync(file, 'utf8')), `${name}.json `);
  };
  return readAgreed(study, {
    decisions: source('decisions'),
    cmocs: source('cmocs'),
    signing: source('signing'),
  });
}

/**
 * The same from files that are read.
 *
 * @throws as {@link loadDemoAgreed}
 */
export function readAgreed(study: DemoStudy, sources: AgreedSources): DemoAgreed {
  const { decisions: ofPlaces, cmocs: ofCmocs, signing } = sources;
  ofPlaces.onlyFields(['decisions', 'ties', 'setAside']);
  ofCmocs.onlyFields(['settings', 'groups', 'cmocs', 'lineages']);
  signing.onlyFields(['first', 'second', 'review']);
  const { transcripts } = study.blindRound;
  const codings = study.codings.filter(({ transcript }) => transcripts.includes(transcript));
  const sketches = codings.flatMap((coding) => coding.sketches.map(({ id }) => id));
  const targets = { transcripts, codings };
  const list = (source: Checked, name: string): Checked[] => source.field(name).items();
  const decisions = list(ofPlaces, 'decisions').map((each) => readDecision(each, targets));
  refuseRepeats(
    ofPlaces.field('decisions'),
    decisions.flatMap(({ spans }) => spans),
  );

  const groups = list(ofCmocs, 'groups').map((group) => {
    group.onlyFields(['id', 'title']);
    return { id: group.field('id').text(), title: group.field('title').text() };
  });
  const spans = new Map(
    codings.flatMap((coding) => coding.spans.map(({ id }) => [id, coding.transcript] as const)),
  );
  const cmocs: DemoCmoc[] = [];
  for (const each of list(ofCmocs, 'cmocs')) {
    const groupIds = groups.map(({ id }) => id);
    cmocs.push(readCmoc(each, { groups: groupIds, sketches, spans, earlier: cmocs }));
  }
  refuseRepeats(
    ofCmocs.field('cmocs'),
    cmocs.map(({ id }) => id),
  );
  const about = { cmocs, members: study.members.map(({ id }) => id) };
  return {
    decisions,
    ties: list(ofPlaces, 'ties').map((each) => readTie(each, targets)),
    setAside: list(ofPlaces, 'setAside').map((each) => {
      each.onlyFields(['sketch', 'why']);
      return { sketch: each.field('sketch').oneOf(sketches), why: each.field('why').text() };
    }),
    settings: methodBody.shape.settings.parse(ofCmocs.field('settings').value),
    groups,
    cmocs,
    lineages: list(ofCmocs, 'lineages').map((each) => readLineage(each, about)),
    first: list(signing, 'first').map((each) => readSigning(each, about)),
    second: list(signing, 'second').map((each) => readSigning(each, about)),
    review: readReview(signing.field('review'), about),
  };
}
