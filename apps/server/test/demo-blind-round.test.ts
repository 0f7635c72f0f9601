import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Context } from '../src/context.ts';
import { at, inWeekBefore } from '../src/demo/made-up-week.ts';
import { Checked } from '../src/demo/study/checked.ts';
import type { DemoCoding, DemoSketch } from '../src/demo/study/study.ts';
import { loadDemoStudy, readStudy } from '../src/demo/study/study.ts';
import { setUp, startServer } from './http-harness.ts';

const study = loadDemoStudy();
const { transcripts: coded } = study.blindRound;
const codings = study.codings.filter(({ transcript }) => coded.includes(transcript));
const sketches = codings.flatMap((coding) => coding.sketches);

/** Spans of a sketch's parts of one role, by the first reading of each. */
function readings({ parts }: DemoSketch, { spans }: DemoCoding, role: string): readonly string[] {
  return parts
    .filter((part) => part.role === role && part.filledBy.kind === 'quoted')
    .flatMap(({ filledBy }) => (filledBy.kind === 'quoted' ? filledBy.spans : []))
    .flatMap(({ span }) => spans.filter(({ id }) => id === span).map((each) => each.role));
}

describe('the blind round of the demo study, as it is written', () => {
  test('three coders finish two transcripts, fifteen spans or more', () => {
    expect(coded.length).toBeGreaterThanOrEqual(2);
    for (const transcript of coded) {
      const here = codings.filter((each) => each.transcript === transcript);
      expect(here.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete']);
      for (const { spans } of here) expect(spans.length).toBeGreaterThanOrEqual(15);
      for (const { sketches: own } of here) expect(own.length).toBeGreaterThanOrEqual(4);
    }
  });

  test('roles, certainty and what is stated differ', () => {
    const spans = codings.flatMap((coding) => coding.spans);
    expect(new Set(spans.map(({ role }) => role))).toEqual(new Set(['C', 'M', 'O', 'undecided']));
    expect(spans.some(({ unsure }) => unsure)).toBe(true);
    const inferred = sketches.filter(({ parts }) =>
      parts.some(({ filledBy }) => filledBy.kind === 'inferred'),
    );
    expect(inferred.length).toBeGreaterThanOrEqual(4);
    expect(inferred.filter(({ memo }) => memo === null)).toEqual([]);
  });

  test('every statement is borne on in more than one way', () => {
    for (const { id } of study.statements) {
      const own = sketches.flatMap(({ bearing }) => (bearing?.statement === id ? bearing : []));
      const ways = new Set(own.map(({ bearing }) => bearing)).size;
      expect(ways, id).toBeGreaterThanOrEqual(2);
    }
  });

  test('one coder’s quote is an outcome here and a context there', () => {
    const turned = codings.filter((coding) =>
      coding.sketches.some((sketch) => readings(sketch, coding, 'C').includes('O')),
    );
    expect(turned.map(({ member }) => member)).toContain('imogen');
    const [{ spans = [], sketches: own = [] } = {}] = turned;
    const uses = new Set(
      own.flatMap(({ parts }) =>
        parts.flatMap(({ role, filledBy }) =>
          filledBy.kind === 'quoted' ? filledBy.spans.map(({ span }) => `${span} ${role}`) : [],
        ),
      ),
    );
    expect(spans.some(({ id }) => uses.has(`${id} C`) && uses.has(`${id} O`))).toBe(true);
  });

  test('a coder who did not finish is named', () => {
    const folder = new URL('../src/demo/study/', import.meta.url);
    const json = JSON.parse(readFileSync(new URL('study.json', folder), 'utf8')) as {
      blindRound: { transcripts: string[] };
    };
    json.blindRound.transcripts.push('ninety-minutes-away');
    expect(() =>
      readStudy(new Checked(json, 'study.json '), (path) => readFileSync(new URL(path, folder))),
    ).toThrow('study.json blindRound: farid has not coded ninety-minutes-away to its end.');
  });
});

describe('the blind round of the demo study, as it is made', () => {
  test('it is closed, rests on copies, and open coding goes on', async () => {
    const lead = await setUp(await startServer());
    const project = await lead.get('createDemo');
    expect(project.rounds.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'blind closed',
      'open open',
    ]);
    const blind = project.rounds.find(({ kind }) => kind === 'blind');
    const open = project.rounds.find(({ kind }) => kind === 'open');
    if (blind === undefined || open === undefined) throw new Error('a round is missing');
    const listed = await lead.get('listTranscripts', { project: project.id });
    const titleOf = (id: string) => listed.find((each) => each.id === id)?.title;
    expect(blind.title).toBe(study.blindRound.title);
    expect(blind.transcripts?.map(titleOf)).toEqual(
      coded.map((id) => study.transcripts.find((each) => each.id === id)?.title),
    );

    const members = await lead.get('listMembers', { project: project.id });
    const memberOf = (slug: string): string => {
      const name = study.members.find(({ id }) => id === slug)?.name;
      return members.find((each) => each.name === name)?.id ?? '';
    };
    const where = { project: project.id, round: blind.id };
    const record = await lead.get('readRoundRecord', where);
    const expected = codings.map(({ member, spans, sketches: own }) => ({
      member: memberOf(member),
      spans: spans.length,
      sketches: own.length,
      afterReveal: false,
    }));
    expect(record.copies).toHaveLength(expected.length);
    for (const copy of expected)
      expect(record.copies).toContainEqual(expect.objectContaining(copy));
    expect(record.opened.by).toBe(memberOf('imogen'));
    expect(record.seenBefore).toEqual([]);

    const done = blind.progress.map(({ member, doneAt }) => ({ member, done: doneAt !== null }));
    const all = ['imogen', 'farid', 'kasia'].map((slug) => ({
      member: memberOf(slug),
      done: true,
    }));
    expect(done.sort(byMember)).toEqual(all.sort(byMember));
    const instants = [
      open.openedAt,
      blind.openedAt,
      ...blind.progress.map(({ doneAt }) => doneAt ?? '').sort(),
      blind.closedAt ?? '',
      new Date().toISOString(),
    ];
    expect(instants).toEqual([...instants].sort());
    expect(blind.due?.at.localeCompare(blind.closedAt ?? '')).toBe(-1);

    for (const { layers, id } of listed) {
      const round = blind.transcripts?.includes(id) === true ? blind.id : open.id;
      expect(new Set(layers.map((layer) => layer.round))).toEqual(new Set([round]));
      const { documents } = await lead.get('readTranscript', { transcript: id });
      const writable = documents.filter((each) => each.writable).map(({ name }) => name);
      // The one who asked for the demo codes on all of them, in the open round.
      expect(writable).toContain(`layer/${id}/${open.id}/${project.me}`);
    }
  });

  test('a blind round that is opened next knows who has seen what', async () => {
    const lead = await setUp(await startServer());
    const { id: project, rounds } = await lead.get('createDemo');
    const before = rounds.find(({ kind }) => kind === 'blind');
    if (before === undefined) throw new Error('no round');
    const [first = ''] = before.transcripts ?? [];
    const coders = before.coders ?? [];
    const opened = await lead.get(
      'openRound',
      { project },
      {
        kind: 'blind',
        title: 'Again',
        transcripts: [first],
        coders,
        due: { at: new Date(Date.now() + 60_000).toISOString(), zone: 'UTC' },
        ownEarlier: true,
      },
    );
    const { seenBefore } = await lead.get('readRoundRecord', { project, round: opened.id });
    expect(seenBefore).toHaveLength(coders.length * (coders.length - 1));
    expect(new Set(seenBefore.map(({ round }) => round))).toEqual(new Set([before.id]));
    for (const { firstAt } of seenBefore) expect(firstAt > (before.closedAt ?? '')).toBe(true);
  });
});

describe('the week before this one', () => {
  const on = (day: string) => ({ clock: () => new Date(`${day}T13:00:00.000Z`) });

  test.each([
    ['a Monday', '2026-11-23', '2026-11-16'],
    ['a Thursday', '2026-11-26', '2026-11-16'],
    ['a Sunday', '2026-11-29', '2026-11-16'],
    ['the first days of a year', '2027-01-01', '2026-12-21'],
  ])('of %s begins on the Monday before that week’s', (_, today, monday) => {
    const nine = new Date(inWeekBefore(on(today), [0, 9])).toISOString();
    expect(nine).toBe(`${monday}T09:00:00.000Z`);
  });

  test('time goes on in it', () => {
    let nowMs = 5_000;
    const { clock } = at({ clock: () => new Date(nowMs) } as Context, 1_000);
    expect(clock().getTime()).toBe(1_000);
    nowMs += 7;
    expect(clock().getTime()).toBe(1_007);
  });
});

function byMember(a: { readonly member: string }, b: { readonly member: string }): number {
  return a.member < b.member ? -1 : 1;
}
