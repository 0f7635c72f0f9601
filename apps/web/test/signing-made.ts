import type { CmocSummary, SignOffCounts } from '@triad/collab';

/* CMOCs as the list tells them, for the tests of the pages on which they are signed. */

const NOW = '2026-11-20T10:00:00Z';

/** What members said, e.g. `{ ann: 'agree', tom: null }`; null: asked, and silent. */
export function counts(
  said: Readonly<Record<string, SignOffCounts['said'][number]['verdict'] | 'ended' | null>>,
): SignOffCounts {
  const all = Object.entries(said).flatMap(([member, verdict]) => {
    if (verdict === null) return [];
    return verdict === 'ended'
      ? [{ member, verdict: 'object' as const, ended: true }]
      : [{ member, verdict, ended: false }];
  });
  return {
    agree: all.filter(({ verdict }) => verdict.startsWith('agree')).length,
    object: all.filter(({ verdict, ended }) => verdict === 'object' && !ended).length,
    abstain: all.filter(({ verdict }) => verdict === 'abstain').length,
    outstanding: Object.entries(said).flatMap(([member, verdict]) =>
      verdict === null ? [member] : [],
    ),
    said: all,
    quorum: 2,
    remindedAt: null,
  };
}

/** A CMOC with its first version put to sign-off, unless `latest` says otherwise. */
export function summary(id: string, change: Partial<CmocSummary> = {}): CmocSummary {
  return {
    id,
    version: 1,
    number: 1,
    group: null,
    state: 'proposed',
    title: id,
    sentence: [{ text: 'When', role: null }],
    parts: { C: 0, M: 0, O: 0 },
    evidence: { supports: 0, refutes: 0, caveat: 0 },
    latest: { id: `${id}-v1`, number: 1, sha256: '', by: 'jo', at: NOW, note: '' },
    revising: false,
    signOffs: counts({ ann: null, tom: null }),
    retired: null,
    createdAt: NOW,
    createdBy: 'jo',
    ...change,
  };
}
