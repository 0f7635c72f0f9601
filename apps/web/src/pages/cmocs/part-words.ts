import type { CmocPart } from '@triad/realist';
import { say } from '../../messages.ts';
import { cmocs } from '../../messages/cmocs.ts';

const words = cmocs.parts;

/** What a part says, in one line; empty where it says nothing yet. */
export function partText({ text, mechanism }: CmocPart): string {
  if (mechanism?.form !== 'resource-and-reasoning') return text.trim();
  const { resource, reasoning } = mechanism;
  return [
    text.trim(),
    resource.trim() === '' ? '' : `${words.resource}: ${resource.trim()}`,
    reasoning.trim() === '' ? '' : `${words.reasoning}: ${reasoning.trim()}`,
  ]
    .filter((piece) => piece !== '')
    .join(' · ');
}

/** `Mechanism 2: inspired by the peer`, by its place among the parts of its role. */
export function partName(part: CmocPart, parts: readonly CmocPart[]): string {
  const alike = parts.filter(({ role }) => role === part.role);
  const name =
    alike.length < 2
      ? say.roles[part.role]
      : words.words(say.roles[part.role], alike.findIndex(({ id }) => id === part.id) + 1);
  const text = partText(part);
  return text === '' ? name : `${name}: ${text.length > 60 ? `${text.slice(0, 58)}…` : text}`;
}

/** What is said of a part besides its words, in their order. */
export function partFacts({ inferred, mechanism, outcome }: CmocPart): readonly string[] {
  return [
    ...(outcome === null || outcome.forWhom.trim() === ''
      ? []
      : [words.forWhomOf(outcome.forWhom.trim())]),
    ...(outcome === null || outcome.sign === null ? [] : [words.signs[outcome.sign]]),
    ...(outcome === null || outcome.horizon === null ? [] : [words.horizons[outcome.horizon]]),
    ...(mechanism === null ? [] : [words.effects[mechanism.effect]]),
    inferred ? words.inferred : words.stated,
  ];
}
