import { useSuspenseQuery } from '@tanstack/react-query';
import type { RoundAnswer } from '@triad/collab';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Frame } from '../../shell/frame.tsx';
import { Button } from '../../ui/index.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { BasisSection } from './basis-section.tsx';
import type { RoundAct } from './round-card.tsx';
import { RoundCard } from './round-card.tsx';
import './rounds-page.css';

const OpenRoundDialog = lazy(() => import('./open-round-dialog.tsx'));
const ChangeRoundDialog = lazy(() => import('./change-round-dialog.tsx'));
const CloseRoundDialog = lazy(() => import('./close-round-dialog.tsx'));
const ReopenDialog = lazy(() => import('./reopen-dialog.tsx'));
const RecordDialog = lazy(() => import('./record-dialog.tsx'));

/** The rounds of coding: which are under way, who is in them, and what is closed. */
export function RoundsPage() {
  const { project, may } = useProject();
  const { data: transcripts } = useSuspenseQuery(queries.transcripts(project.id));
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const [open, setOpen] = useState<
    { readonly act: RoundAct; readonly round: string } | 'open' | null
  >(null);
  const close = () => setOpen(null);
  const words = say.rounds;
  const mayChange = may('rounds.change');
  const newest = [...project.rounds].sort((a, b) => b.number - a.number);
  // As it is now: what was opened may have changed meanwhile.
  const round: RoundAnswer | undefined =
    open === null || open === 'open'
      ? undefined
      : project.rounds.find(({ id }) => id === open.round);
  const act = open === null || open === 'open' ? null : open.act;
  const common = { project: project.id, transcripts, members, onClose: close };
  return (
    <Frame
      project={project}
      page={words.title}
      left={<ProjectNav project={project} />}
      actions={
        mayChange ? (
          <Button
            kind="primary"
            icon={<Plus size={15} aria-hidden="true" />}
            onPress={() => setOpen('open')}
          >
            {words.open}
          </Button>
        ) : undefined
      }
    >
      <div className="page-body">
        <div className="page-head">
          <div>
            <h2>{words.title}</h2>
            <p>{words.lead}</p>
          </div>
        </div>
        <ul className="rounds">
          {newest.map((each) => (
            <li key={each.id}>
              <RoundCard
                project={project}
                round={each}
                transcripts={transcripts}
                members={members}
                onAct={(next) => setOpen({ act: next, round: each.id })}
              />
            </li>
          ))}
        </ul>
        <BasisSection project={project} transcripts={transcripts} />
      </div>
      <Suspense>
        {open === 'open' ? <OpenRoundDialog {...common} /> : null}
        {round !== undefined && act === 'change' ? (
          <ChangeRoundDialog {...common} round={round} me={project.me} />
        ) : null}
        {round !== undefined && act === 'close' ? (
          <CloseRoundDialog {...common} round={round} me={project.me} />
        ) : null}
        {round !== undefined && act === 'reopen' ? (
          <ReopenDialog {...common} round={round} rounds={project.rounds} />
        ) : null}
        {round !== undefined && act === 'record' ? (
          <RecordDialog {...common} round={round} rounds={project.rounds} />
        ) : null}
      </Suspense>
    </Frame>
  );
}
