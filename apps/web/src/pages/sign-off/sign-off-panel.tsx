import { useSuspenseQuery } from '@tanstack/react-query';
import type { CmocAnswer, CmocVersionAnswer, ProjectAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { rolesNotOffered } from '@triad/realist';
import { lazy, Suspense, useState } from 'react';
import { queries } from '../../api/queries.ts';
import { dateTime } from '../../messages/format.ts';
import { signing } from '../../messages/signing.ts';
import { Button } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import { MarkedSentence } from './marked-sentence.tsx';
import { MemberWords } from './member-words.tsx';
import { OwnWordForm, useOwnWord } from './own-word.tsx';
import { PartnerWords } from './partner-words.tsx';
import { useIsRevised } from './use-is-revised.ts';
import { earlierThan, latestOf, wordsOf } from './words-of.ts';
import './sign-off-panel.css';
import './standing.css';

const ProposeDialog = lazy(() => import('./propose-dialog.tsx'));
const words = signing.panel;

/** What members and partners say of a CMOC, and one's own word; leads put the draft to sign-off here. */
export function SignOffPanel({
  project,
  cmoc,
}: {
  readonly project: ProjectAnswer;
  /** Its content is what the draft says now, as it is written. */
  readonly cmoc: CmocAnswer;
}) {
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const nameOf = (id: string): string => nameIn(members, id);
  const version = latestOf(cmoc);
  const isRetired = cmoc.state === 'retired';
  const isRevised = useIsRevised(cmoc, version) && !isRetired;
  const mayPropose = isAllowed('sign-off.change', project.roles) && !isRetired;
  return (
    <div className="sign-off-panel">
      {isRetired ? (
        <p className="muted">{version === null ? words.retiredUnsaid : words.retired}</p>
      ) : null}
      {version === null && isRetired ? null : version === null ? (
        <section className="stack" aria-labelledby="sign-off-head">
          <h2 id="sign-off-head" className="label">
            {words.title}
          </h2>
          <p className="muted">{mayPropose ? words.noneLead : words.none}</p>
        </section>
      ) : (
        <Latest
          key={cmoc.id}
          project={project}
          cmoc={cmoc}
          version={version}
          isRevised={isRevised}
          nameOf={nameOf}
        />
      )}
      {mayPropose && (cmoc.signOffs === null || isRevised) ? (
        <Propose project={project} cmoc={cmoc} />
      ) : null}
      <PartnerWords replies={cmoc.reviews} />
      <Earlier project={project} cmoc={cmoc} nameOf={nameOf} />
    </div>
  );
}

function Latest({
  project,
  cmoc,
  version,
  isRevised,
  nameOf,
}: {
  readonly project: ProjectAnswer;
  readonly cmoc: CmocAnswer;
  readonly version: CmocVersionAnswer;
  readonly isRevised: boolean;
  readonly nameOf: (member: string) => string;
}) {
  const own = useOwnWord(project.id, project.me, cmoc, version);
  const outstanding = cmoc.signOffs?.outstanding ?? [];
  const said = wordsOf(version.signOffs, outstanding, nameOf);
  const agree = version.signOffs.filter(({ verdict }) => verdict.startsWith('agree')).length;
  // A retired one, and one that came back as a draft, keeps what was said, and takes no more.
  const isUp = cmoc.state !== 'retired' && cmoc.signOffs !== null;
  const isAsked = said.some(({ member }) => member === project.me);
  return (
    <section className="stack" aria-labelledby="sign-off-head">
      <h2 id="sign-off-head" className="label">
        {words.heading(version.number, agree, said.length, cmoc.signOffs?.quorum ?? 0)}
      </h2>
      <p className="small muted">
        <b className={version.standing === 'contested' ? 'standing contested' : 'standing'}>
          {signing.standing[version.standing]}
        </b>
        {' · '}
        {signing.putBy(nameOf(version.by), dateTime(version.at))}
      </p>
      {version.note === '' ? null : (
        <p className="word-text" dir="auto">
          <span className="faint small">{signing.waitingList.noteOf(nameOf(version.by))}: </span>
          {version.note}
        </p>
      )}
      {isRevised ? (
        <div className="revising stack tight">
          <p className="small">{words.revising(version.number)}</p>
          <MarkedSentence sentence={version.content.sentence} size="small" />
        </div>
      ) : null}
      <MemberWords
        project={project.id}
        cmoc={cmoc.id}
        said={said}
        me={project.me}
        nameOf={nameOf}
        mayGoOn={isAllowed('sign-off.change', project.roles) && isUp}
      />
      {isAsked && isUp ? (
        <OwnWordForm project={project.id} me={project.me} cmoc={cmoc} version={version} own={own} />
      ) : null}
    </section>
  );
}

function Propose({
  project,
  cmoc,
}: {
  readonly project: ProjectAnswer;
  readonly cmoc: CmocAnswer;
}) {
  const off = rolesNotOffered(cmoc.content, project.method.roles);
  const [isOpen, setOpen] = useState(false);
  const next = (cmoc.latest?.number ?? 0) + 1;
  return (
    <>
      {off.length === 0 ? null : <p className="muted">{signing.propose.rolesOff(off)}</p>}
      <Button
        kind={cmoc.latest === null ? 'primary' : 'plain'}
        isDisabled={off.length > 0}
        onPress={() => setOpen(true)}
      >
        {cmoc.latest === null ? signing.propose.button : signing.propose.again(next)}
      </Button>
      <Suspense>
        {isOpen ? (
          <ProposeDialog
            project={project.id}
            method={project.method}
            cmoc={cmoc}
            onClose={() => setOpen(false)}
          />
        ) : null}
      </Suspense>
    </>
  );
}

function Earlier({
  project,
  cmoc,
  nameOf,
}: {
  readonly project: ProjectAnswer;
  readonly cmoc: CmocAnswer;
  readonly nameOf: (member: string) => string;
}) {
  const earlier = earlierThan(cmoc);
  if (earlier.length === 0) return null;
  return (
    <section className="stack tight" aria-labelledby="earlier-versions">
      <h2 id="earlier-versions" className="label">
        {words.earlier}
      </h2>
      {earlier.map((version) => (
        <details key={version.id} className="earlier-version">
          <summary>{words.earlierOf(version.number, signing.standing[version.standing])}</summary>
          <div className="stack">
            <p className="small muted">{signing.putBy(nameOf(version.by), dateTime(version.at))}</p>
            <MarkedSentence sentence={version.content.sentence} size="small" />
            {version.signOffs.length === 0 ? (
              <p className="small faint">{words.nobody}</p>
            ) : (
              <MemberWords
                project={project.id}
                cmoc={cmoc.id}
                said={wordsOf(version.signOffs, [], nameOf)}
                me={project.me}
                nameOf={nameOf}
                mayGoOn={false}
              />
            )}
          </div>
        </details>
      ))}
    </section>
  );
}
