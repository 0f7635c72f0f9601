import type { CmocSummary, CmocVersionAnswer } from '@triad/collab';
import type { Cell, Sheet } from '@triad/interchange';
import type { Quorum } from '@triad/realist';
import type { ReviewReplyBody, SignOffBody } from '../data/cmoc-records.ts';

/** All that an export of sign-offs is made of. */
export type SignOffRecord = {
  readonly project: string;
  readonly at: string;
  /** By group, then number. */
  readonly cmocs: readonly ExportedCmoc[];
};

export type ExportedCmoc = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** Title of its outcome group; null: none. */
  readonly group: string | null;
  readonly state: CmocSummary['state'];
  readonly versions: readonly ExportedVersion[];
  /** Names of those who are asked to sign the latest and have not. */
  readonly outstanding: readonly string[];
  /** By link, which never counts; the oldest first, of one link and item what was said before first. */
  readonly reviews: readonly ExportedReview[];
};

export type ExportedReview = {
  /** The lead's note on the link: who was asked. */
  readonly link: string;
  /** In plain words, as it was shown. */
  readonly sentence: string;
  readonly answer: ReviewReplyBody['kind'];
  readonly text: string;
  readonly at: string;
  /** It was said before what the reviewer says now. */
  readonly earlier: boolean;
};

export type ExportedVersion = {
  readonly number: number;
  readonly sha256: string;
  readonly title: string;
  readonly sentence: string;
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly standing: CmocVersionAnswer['standing'];
  readonly quorum: Quorum;
  /** How many must agree, of how many. */
  readonly needed: number;
  readonly of: number;
  readonly signOffs: readonly ExportedSignOff[];
};

export type ExportedSignOff = {
  readonly member: string;
  readonly roles: readonly string[];
  readonly verdict: SignOffBody['verdict'];
  readonly text: string;
  readonly at: string;
  readonly ended: SignOffBody['ended'];
  /** It was said before what the member says now. */
  readonly earlier: boolean;
};

/** The record of sign-offs as tables: every version, every sign-off, who is outstanding, and what came by link. */
export function signOffSheets({ cmocs }: SignOffRecord): readonly Sheet[] {
  return [versions(cmocs), signOffs(cmocs), outstanding(cmocs), reviews(cmocs)];
}

function versions(cmocs: readonly ExportedCmoc[]): Sheet {
  return {
    name: 'Versions',
    columns: columns(
      'CMOC',
      'Outcome group',
      'State of the CMOC',
      'Version',
      'Title',
      'Sentence',
      'SHA-256 of its content',
      'Put to sign-off by',
      'When',
      'Note',
      'Quorum',
      'Must agree',
      'Of',
      'Agree',
      'Open objections',
      'Abstain',
      'Result',
    ),
    rows: cmocs.flatMap((cmoc) =>
      cmoc.versions.map((version): readonly Cell[] => {
        const now = version.signOffs.filter(({ earlier }) => !earlier);
        const count = (of: (said: ExportedSignOff) => boolean) => now.filter(of).length;
        return [
          cmoc.number,
          cmoc.group,
          cmoc.state,
          version.number,
          version.title,
          version.sentence,
          version.sha256,
          version.by,
          version.at,
          version.note,
          version.quorum.kind === 'number' ? `${version.quorum.number}` : version.quorum.kind,
          version.needed,
          version.of,
          count(({ verdict }) => verdict.startsWith('agree')),
          count(({ verdict, ended }) => verdict === 'object' && ended === null),
          count(({ verdict }) => verdict === 'abstain'),
          version.standing,
        ];
      }),
    ),
  };
}

function signOffs(cmocs: readonly ExportedCmoc[]): Sheet {
  return {
    name: 'Sign-offs',
    columns: columns(
      'CMOC',
      'Version',
      'SHA-256 of its content',
      'Member',
      'Roles',
      'Verdict',
      'Comment or reason',
      'When',
      'Said before',
      'Objection ended',
      'Ended by',
      'Why',
      'Ended when',
    ),
    rows: cmocs.flatMap((cmoc) =>
      cmoc.versions.flatMap((version) =>
        version.signOffs.map((said): readonly Cell[] => [
          cmoc.number,
          version.number,
          version.sha256,
          said.member,
          said.roles.join(', '),
          said.verdict,
          said.text,
          said.at,
          said.earlier,
          said.ended?.how ?? null,
          said.ended?.how === 'went-on' ? said.ended.by : null,
          said.ended?.how === 'went-on' ? said.ended.reason : null,
          said.ended?.at ?? null,
        ]),
      ),
    ),
  };
}

function outstanding(cmocs: readonly ExportedCmoc[]): Sheet {
  return {
    name: 'Outstanding',
    columns: columns('CMOC', 'Version', 'Member'),
    rows: cmocs.flatMap(({ number, versions: put, outstanding: members }) =>
      members.map((member): readonly Cell[] => [number, put.at(-1)?.number ?? null, member]),
    ),
  };
}

function reviews(cmocs: readonly ExportedCmoc[]): Sheet {
  return {
    name: 'Outside reviewers',
    columns: columns(
      'CMOC',
      'Link',
      'Sentence as it was shown',
      'Answer',
      'In their words',
      'When',
      'Said before',
    ),
    rows: cmocs.flatMap((cmoc) =>
      cmoc.reviews.map((said): readonly Cell[] => [
        cmoc.number,
        said.link,
        said.sentence,
        said.answer,
        said.text,
        said.at,
        said.earlier,
      ]),
    ),
  };
}

function columns(...titles: readonly string[]): Sheet['columns'] {
  return titles.map((title) => ({ title }));
}
