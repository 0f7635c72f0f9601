import { ROUTES } from '@triad/collab';
import type { RouteName } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import { parse } from '../src/http/bodies.ts';

/** The sentence that a person reads about this body, or null where there is nothing to say. */
function sentence(route: RouteName, body: unknown): string | null {
  const schema = ROUTES[route].body;
  if (schema === null || typeof schema === 'string') throw new Error('a route without JSON');
  try {
    parse<unknown>(schema, body);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

describe('a body that is not as it should be is told in our own words', () => {
  const account = {
    token: 'a'.repeat(43),
    name: 'Ada',
    email: 'a@b.org',
    password: 'x'.repeat(10),
  };
  const invite = { roles: ['coder'], note: '', validDays: 7 };
  const comment = (target: object) => ({ target, text: 'Why here?' });
  test.for([
    [
      'createProject',
      { title: 'x'.repeat(201) },
      "The field 'title' is too long. It may have at most 200 characters; shorten it.",
    ],
    ['createProject', { title: '  ' }, "The field 'title' is empty. Fill it in."],
    ['createProject', {}, "The field 'title' is missing. Fill it in."],
    ['createProject', { title: 7 }, "The field 'title' is not text. Write it as text."],
    [
      'createProject',
      { title: 'a\nb' },
      "The field 'title' has more than one line. Write it in one.",
    ],
    [
      'createProject',
      { title: 'a\ud83d' },
      "The field 'title' has half of a character, so it would not stay as it is. Write that character again.",
    ],
    [
      'createCmoc',
      { title: '\ude00', group: null },
      "The field 'title' has half of a character, so it would not stay as it is. Write that character again.",
    ],
    [
      'createProject',
      { title: 'a', titel: 'b' },
      "The request has a field 'titel' that is not known here. Leave it out, or check its spelling.",
    ],
    [
      'createProject',
      { title: 'a', 'she said so': 1 },
      'The request has a field that is not known here. Leave it out.',
    ],
    ['createProject', [], 'The request is not an object with fields. Give one.'],
    ['createProject', undefined, 'The request is missing. Fill it in.'],
    [
      'setup',
      { ...account, email: 'ada' },
      "The field 'email' is not an e-mail address. Check its spelling.",
    ],
    [
      'setup',
      { ...account, password: 'short' },
      "The field 'password' is too short. It needs at least 10 characters.",
    ],
    [
      'setup',
      { ...account, token: '?' },
      "The field 'token' does not have the form that is needed. Check it, or reload the page.",
    ],
    [
      'createInvite',
      { ...invite, roles: [] },
      "The field 'roles' has too few entries. Give at least 1.",
    ],
    [
      'createInvite',
      { ...invite, roles: Array(5).fill('coder') },
      "The field 'roles' has too many entries. Give at most 4.",
    ],
    [
      'createInvite',
      { ...invite, roles: 'coder' },
      "The field 'roles' is not a list. Give a list.",
    ],
    [
      'createInvite',
      { ...invite, roles: ['boss'] },
      "The field 'roles.0' is none of lead, coder, reviewer, observer. Choose one of them.",
    ],
    [
      'createInvite',
      { ...invite, validDays: 0 },
      "The field 'validDays' is too small. Give at least 1.",
    ],
    [
      'createInvite',
      { ...invite, validDays: 31 },
      "The field 'validDays' is too great. Give at most 30.",
    ],
    [
      'createInvite',
      { ...invite, validDays: 1.5 },
      "The field 'validDays' is not a whole number. Give one without a fraction.",
    ],
    [
      'createInvite',
      { ...invite, validDays: 'x' },
      "The field 'validDays' is not a number. Give a number.",
    ],
    [
      'resolveComment',
      { version: 1, resolved: 'yes' },
      "The field 'resolved' is neither true nor false. Give one of them.",
    ],
    [
      'createComment',
      comment({ kind: 'comment', comment: '7' }),
      "The field 'target.comment' is not an id. Reload the page and try again.",
    ],
    [
      'createComment',
      comment({ kind: 'dream' }),
      "The field 'target.kind' does not have the form that is needed. Check it, or reload the page.",
    ],
  ] as const)('%s, case of %j', ([route, body, expected]) => {
    expect(sentence(route, body)).toBe(expected);
  });
});
