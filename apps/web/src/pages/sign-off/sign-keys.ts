import type { Verdict } from '@triad/realist';
import { signing } from '../../messages/signing.ts';
import type { FootHint } from '../keys/page-foot.tsx';
import type { PlannedKey } from '../keys/page-keys.ts';

export type SignCommand = 'next' | 'previous' | 'agree' | 'comment' | 'object' | 'abstain' | 'help';

export const VERDICT_OF: Readonly<Partial<Record<SignCommand, Verdict>>> = {
  agree: 'agree',
  comment: 'agree-with-comment',
  object: 'object',
  abstain: 'abstain',
};

/** Every key of the sign-off page. */
export const SIGN_KEYS: readonly PlannedKey<SignCommand>[] = [
  { id: 'next', as: 'next' },
  { id: 'previous', as: 'previous' },
  { id: 'agree', letter: 'a' },
  { id: 'comment', letter: 'c' },
  { id: 'object', letter: 'o' },
  { id: 'abstain', letter: 'x' },
  { id: 'help', as: 'help' },
];

export const SIGN_HINTS: readonly FootHint<SignCommand>[] = [
  { commands: ['next', 'previous'], label: signing.keys.step },
  { commands: ['agree'], label: signing.acts.agree },
  { commands: ['comment'], label: signing.acts['agree-with-comment'] },
  { commands: ['object'], label: signing.acts.object },
  { commands: ['abstain'], label: signing.acts.abstain },
];
