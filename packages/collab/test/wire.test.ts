import * as decoding from 'lib0/decoding';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  decodeTunnelFrame,
  encodeAcknowledgement,
  encodeObjection,
  encodeTunnelFrame,
  formatDocumentName,
  isAllowed,
  isCountedFrame,
  isFinalClose,
  CLOSE,
  MEMBER_ROLES,
  MESSAGE_ACKNOWLEDGEMENT,
  MESSAGE_OBJECTION,
  OBJECTIONS,
  parseDocumentName,
  readAcknowledgement,
  readObjection,
  ROUTES,
  RULES,
} from '../src/index.ts';
import type { TunnelFrame } from '../src/index.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('names of documents', () => {
  test.each([
    { kind: 'transcript', transcript: id(1) },
    { kind: 'layer', transcript: id(1), round: id(2), member: id(3) },
    { kind: 'consensus', transcript: id(1), round: id(2) },
    { kind: 'cmoc', cmoc: id(5) },
    { kind: 'theory', project: id(4) },
  ] as const)('$kind comes back from its name', (name) => {
    expect(parseDocumentName(formatDocumentName(name))).toEqual(name);
  });

  test.each([
    '',
    'transcript/',
    `transcript/${id(1)}/`,
    `transcript/${id(1)}/x`,
    `transcript/${id(1).replace('-', '')}`,
    `layer/${id(1)}/${id(2)}`,
    `consensus/${id(1)}`,
    `TRANSCRIPT/${id(1)}`,
    `transcript/../${id(1)}`,
    'x'.repeat(10_000),
  ])('%s is no name', (text) => {
    expect(parseDocumentName(text)).toBeNull();
  });
});

describe('frames', () => {
  const frames: readonly TunnelFrame[] = [
    { channel: 7, operation: 'open', path: '/collab/transcript/x?ack=1' },
    { channel: 7, operation: 'opened' },
    { channel: 300, operation: 'data', data: Uint8Array.of(0, 2, 9) },
    { channel: 7, operation: 'closed', code: 4403, reason: 'not allowed' },
    { channel: 0, operation: 'ping' },
    { channel: 0, operation: 'pong' },
  ];
  test.each(frames)('$operation comes back as it was', (frame) => {
    expect(decodeTunnelFrame(encodeTunnelFrame(frame))).toEqual(frame);
  });

  test('any bytes are a frame or none, never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const frame = decodeTunnelFrame(bytes);
        expect(frame === null || typeof frame.channel === 'number').toBe(true);
      }),
    );
  });

  test('an acknowledgement says how many', () => {
    const decoder = decoding.createDecoder(encodeAcknowledgement(70_000));
    expect(decoding.readVarUint(decoder)).toBe(MESSAGE_ACKNOWLEDGEMENT);
    expect(readAcknowledgement(decoder)).toBe(70_000);
    const objection = decoding.createDecoder(encodeObjection(OBJECTIONS.presenceTooLarge));
    expect(decoding.readVarUint(objection)).toBe(MESSAGE_OBJECTION);
    expect(readObjection(objection)).toEqual(OBJECTIONS.presenceTooLarge);
  });

  test('counted are step 2 and updates alone', () => {
    expect([0, 1, 2, 3].map((type) => isCountedFrame(Uint8Array.of(0, type)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isCountedFrame(Uint8Array.of(1, 1))).toBe(false);
    expect(isCountedFrame(Uint8Array.of(0))).toBe(false);
  });

  test('what is final stops a provider, what is later does not', () => {
    const final = Object.values(CLOSE).filter(({ code }) => isFinalClose(code));
    expect(final.every(({ code }) => code < 4500)).toBe(true);
    expect(isFinalClose(CLOSE.unavailable.code)).toBe(false);
  });
});

describe('rules', () => {
  test('[CO7] a text is written by the lead who holds the lease', () => {
    const every = { own: true, observersRead: true, roundOpen: true };
    expect(isAllowed('transcript.write', MEMBER_ROLES, every)).toBe(false);
    expect(isAllowed('transcript.write', ['lead'], { holdsLease: true })).toBe(true);
    const others = MEMBER_ROLES.filter((role) => role !== 'lead');
    expect(isAllowed('transcript.write', others, { ...every, holdsLease: true })).toBe(false);
  });

  test('a layer is written by its coder alone, while the round takes work', () => {
    expect(isAllowed('layer.write', ['coder'], { own: true, roundOpen: true })).toBe(true);
    expect(isAllowed('layer.write', ['coder'], { own: true })).toBe(false);
    expect(isAllowed('layer.write', ['coder'], { roundOpen: true })).toBe(false);
    expect(isAllowed('layer.write', ['lead', 'reviewer'], { own: true, roundOpen: true })).toBe(
      false,
    );
  });

  test('an observer reads only where the lead allows it', () => {
    expect(isAllowed('transcript.read', ['observer'])).toBe(false);
    expect(isAllowed('transcript.read', ['observer'], { observersRead: true })).toBe(true);
    expect(isAllowed('layer.write', ['observer'], { own: true, roundOpen: true })).toBe(false);
  });

  test('roles are a set: one that allows is enough', () => {
    expect(isAllowed('transcript.import', ['observer', 'lead'])).toBe(true);
  });

  test('every act that a route needs has a rule', () => {
    const acts = new Set<string>(RULES.map(({ act }) => act));
    const needed = Object.values(ROUTES).map(({ needs }) => needs as string);
    expect(needed.filter((act) => act !== 'anyone' && act !== 'account' && !acts.has(act))).toEqual(
      [],
    );
  });
});
