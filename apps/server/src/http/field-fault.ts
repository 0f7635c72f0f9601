import type { z } from 'zod';
import { FIELD_FAULTS } from '../messages.ts';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with one field, as the end of a sentence that begins with its name. Nothing of a
 * value that was sent is repeated, and of the names of unknown fields only what can be a name.
 */
export function fieldFault(issue: Issue, body: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(body, issue.path) === undefined
        ? FIELD_FAULTS.missing()
        : wrongType(issue.expected);
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      if (issue.format === 'email') return FIELD_FAULTS['not-an-address']();
      return issue.format === 'uuid' ? FIELD_FAULTS['not-an-id']() : FIELD_FAULTS['wrong-form']();
    case 'invalid_value':
      return valueAt(body, issue.path) === undefined
        ? FIELD_FAULTS.missing()
        : FIELD_FAULTS['not-a-choice'](issue.values.map(String).join(', '));
    case 'unrecognized_keys': {
      const [name = ''] = issue.keys;
      return FIELD_FAULTS['unknown-field'](/^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(name) ? name : '');
    }
    case 'custom':
      return customFault(issue.message);
    default:
      return FIELD_FAULTS['wrong-form']();
  }
}

/** By what the schemas say of their own checks. */
function customFault(message: string): string {
  if (message === 'must be one line') return FIELD_FAULTS['not-one-line']();
  if (message === 'must be whole characters') return FIELD_FAULTS['half-character']();
  return FIELD_FAULTS['wrong-form']();
}

function wrongType(expected: string): string {
  switch (expected) {
    case 'string':
      return FIELD_FAULTS['not-text']();
    case 'number':
      return FIELD_FAULTS['not-a-number']();
    case 'int':
      return FIELD_FAULTS['not-whole']();
    case 'boolean':
      return FIELD_FAULTS['not-a-switch']();
    case 'array':
      return FIELD_FAULTS['not-a-list']();
    case 'object':
    case 'record':
      return FIELD_FAULTS['not-an-object']();
    default:
      return FIELD_FAULTS['wrong-form']();
  }
}

function tooSmall(origin: string, least: number): string {
  if (origin === 'string') {
    return least === 1 ? FIELD_FAULTS.empty() : FIELD_FAULTS['too-short'](least);
  }
  return origin === 'array' ? FIELD_FAULTS['too-few'](least) : FIELD_FAULTS['too-small'](least);
}

function tooBig(origin: string, most: number): string {
  if (origin === 'string') return FIELD_FAULTS['too-long'](most);
  return origin === 'array' ? FIELD_FAULTS['too-many'](most) : FIELD_FAULTS['too-great'](most);
}

/** Undefined where the body ends before the path does. */
function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
