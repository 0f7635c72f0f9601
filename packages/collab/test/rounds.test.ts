import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundFacts } from '../src/index.ts';
import { blindRoundOf, covers, isClosed, isHidden, isLayerShown, takesWork } from '../src/index.ts';

const MEMBERS = ['ana', 'ben', 'cleo'];
const TRANSCRIPTS = ['one', 'two'];

const some = (of: readonly string[]) => fc.subarray([...of]);
const round: fc.Arbitrary<RoundFacts> = fc
  .record({
    id: fc.uuid(),
    kind: fc.constantFrom('open' as const, 'blind' as const),
    state: fc.constantFrom('open' as const, 'closing' as const, 'closed' as const),
    transcripts: fc.option(some(TRANSCRIPTS)),
    coders: some(MEMBERS),
    closedTranscripts: some(TRANSCRIPTS),
    reopenedFor: some(MEMBERS),
    reopenedOn: fc.dictionary(fc.constantFrom(...MEMBERS), some(TRANSCRIPTS)),
    ownEarlier: fc.boolean(),
  })
  .map((facts) =>
    facts.kind === 'open'
      ? { ...facts, coders: null }
      : { ...facts, closedTranscripts: [], transcripts: facts.transcripts ?? TRANSCRIPTS },
  );

/** Rounds as the server lets them be: nobody codes one transcript blind in two. */
const rounds = fc
  .uniqueArray(round, { selector: ({ id }) => id, maxLength: 5 })
  .filter((all) =>
    TRANSCRIPTS.every((transcript) =>
      MEMBERS.every(
        (member) =>
          all.filter((each) => isHidden(each, transcript) && each.coders?.includes(member) === true)
            .length <= 1,
      ),
    ),
  );

/** Every layer that there can be, as each member meets it. */
function meetings(all: readonly RoundFacts[]) {
  return all.flatMap((each) =>
    TRANSCRIPTS.flatMap((transcript) =>
      MEMBERS.flatMap((author) =>
        MEMBERS.map((member) => ({ layer: { transcript, round: each, author }, member })),
      ),
    ),
  );
}

describe('who codes blind', () => {
  test('sees no layer of others on the transcript, in any round', () => {
    fc.assert(
      fc.property(rounds, (all) => {
        for (const { layer, member } of meetings(all)) {
          if (blindRoundOf(all, layer.transcript, member) === null) continue;
          if (layer.author !== member) expect(isLayerShown(all, layer, member)).toBe(false);
        }
      }),
    );
  });

  test('writes in that round alone, and sees own earlier layers where the lead allows it', () => {
    fc.assert(
      fc.property(rounds, (all) => {
        for (const { layer, member } of meetings(all)) {
          const blind = blindRoundOf(all, layer.transcript, member);
          if (blind === null || layer.author !== member) continue;
          const isThis = layer.round.id === blind.id;
          expect(isLayerShown(all, layer, member)).toBe(isThis || blind.ownEarlier);
          expect(takesWork(all, layer, member)).toBe(isThis && blind.state === 'open');
        }
      }),
    );
  });
});

test('a layer of a blind round is shown to its coder alone until the round is closed', () => {
  fc.assert(
    fc.property(rounds, (all) => {
      for (const { layer, member } of meetings(all)) {
        if (!isHidden(layer.round, layer.transcript) || layer.author === member) continue;
        expect(isLayerShown(all, layer, member)).toBe(false);
      }
    }),
  );
});

test('who codes nothing blind sees all that is not hidden', () => {
  fc.assert(
    fc.property(rounds, (all) => {
      for (const { layer, member } of meetings(all)) {
        if (blindRoundOf(all, layer.transcript, member) !== null) continue;
        const shown = !isHidden(layer.round, layer.transcript) || layer.author === member;
        expect(isLayerShown(all, layer, member)).toBe(shown);
      }
    }),
  );
});

test('nobody writes where they are not named, nor where all is closed and not reopened for them', () => {
  fc.assert(
    fc.property(rounds, (all) => {
      for (const { layer, member } of meetings(all)) {
        if (!takesWork(all, layer, member)) continue;
        const { round: of, transcript } = layer;
        expect(covers(of, transcript)).toBe(true);
        expect(of.coders === null || of.coders.includes(member)).toBe(true);
        expect(of.state).not.toBe('closing');
        if (!isClosed(of, transcript)) continue;
        expect(of.reopenedFor).toContain(member);
        expect(of.reopenedOn?.[member] ?? [transcript]).toContain(transcript);
      }
    }),
  );
});
