import type { CmocListAnswer, MethodSettings, OutcomeGroup } from '@triad/collab';
import type { StrategyParts } from './method-strategy.ts';
import { partsOf, strategyOf } from './method-strategy.ts';

/** The settings as they are edited: numbers and names are kept while another choice is looked at. */
export type MethodDraft = {
  readonly version: number;
  readonly settings: MethodSettings;
  readonly strategy: StrategyParts;
  readonly quorumNumber: number;
  readonly groups: readonly OutcomeGroup[];
};

export function methodDraft({
  settings,
  groups,
  methodVersion,
}: Pick<CmocListAnswer, 'settings' | 'groups' | 'methodVersion'>): MethodDraft {
  return {
    version: methodVersion,
    settings,
    strategy: partsOf(settings.strategy),
    quorumNumber: settings.quorum.kind === 'number' ? settings.quorum.number : 2,
    groups,
  };
}

/** Null while something is to be chosen. */
export function settingsOf({
  settings,
  strategy,
  quorumNumber,
}: MethodDraft): MethodSettings | null {
  const named = strategyOf(strategy);
  if (named === null) return null;
  return {
    ...settings,
    strategy: named,
    quorum:
      settings.quorum.kind === 'number'
        ? { kind: 'number', number: quorumNumber }
        : settings.quorum,
  };
}

export function isReady(draft: MethodDraft): boolean {
  return settingsOf(draft) !== null && draft.groups.every(({ title }) => title.trim() !== '');
}
