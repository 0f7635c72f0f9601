import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CmocListAnswer, MemberAnswer, ProjectAnswer } from '@triad/collab';
import { isAllowed, ROUTES } from '@triad/collab';
import { useMemo, useRef, useState } from 'react';
import { keyLabel } from '../../annotator/keys.ts';
import { sentenceOf } from '../../api/api-error.ts';
import { fillPath } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { signing as words } from '../../messages/signing.ts';
import { ExportMenu } from '../../shell/export-menu.tsx';
import { Frame } from '../../shell/frame.tsx';
import { useAccount } from '../../shell/session.ts';
import { EmptyState, Loading, Notice, RoleDrawing, useFocusKept } from '../../ui/index.ts';
import { KeysSheet } from '../keys/keys-sheet.tsx';
import { PageFoot } from '../keys/page-foot.tsx';
import { commandIn, pageKeys } from '../keys/page-keys.ts';
import { usePageKeys } from '../keys/use-page-keys.ts';
import { nameIn } from '../project/name-in.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import type { MatrixFilter } from './matrix.ts';
import { MatrixSection } from './matrix-section.tsx';
import { MethodButton } from './method-button.tsx';
import { OutstandingSection } from './outstanding-section.tsx';
import type { OwnWord } from './own-word.tsx';
import { ReviewsSection } from './reviews-section.tsx';
import type { SignCommand } from './sign-keys.ts';
import { SIGN_HINTS, SIGN_KEYS, VERDICT_OF } from './sign-keys.ts';
import { summaryOf } from './summary.ts';
import { useCurrent } from './use-current.ts';
import { waitingFor } from './waiting.ts';
import { WaitingSection } from './waiting-section.tsx';
import './sign-off-page.css';

/** What the team says of each CMOC: what waits for the reader, then who said what. */
export function SignOffPage() {
  const { project } = useProject();
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const { data, error } = useQuery(queries.cmocs(project.id));
  if (data !== undefined) {
    return <Answered project={project} members={members} list={data} error={error} />;
  }
  return (
    <Frame project={project} page={words.title} left={<ProjectNav project={project} />}>
      <div className="page-body">
        {error === null ? (
          <Loading>{words.loading}</Loading>
        ) : (
          <Notice kind="bad">{sentenceOf(error)}</Notice>
        )}
      </div>
    </Frame>
  );
}

function Answered({
  project,
  members,
  list,
  error,
}: {
  readonly project: ProjectAnswer;
  readonly members: readonly MemberAnswer[];
  readonly list: CmocListAnswer;
  readonly error: Error | null;
}) {
  const { preferences } = useAccount();
  const nameOf = (id: string): string => nameIn(members, id);
  const waiting = waitingFor(list.cmocs, project.me);
  const { current, go } = useCurrent(waiting);
  const [filter, setFilter] = useState<MatrixFilter>('all');
  const [isHelpOpen, setHelpOpen] = useState(false);
  const act = useRef<OwnWord | null>(null);
  const section = useRef<HTMLElement>(null);
  useFocusKept(current?.id ?? null, () => section.current ?? document.getElementById('main'));
  const table = useMemo(() => pageKeys(SIGN_KEYS, preferences), [preferences]);
  const run = (command: SignCommand, { repeat }: KeyboardEvent): void => {
    // One press is one word: the next version is shown by then.
    if (repeat && command !== 'next' && command !== 'previous') return;
    const verdict = VERDICT_OF[command];
    if (command === 'help') setHelpOpen(true);
    else if (command === 'next') go(1);
    else if (command === 'previous') go(-1);
    else if (verdict !== undefined) act.current?.begin(verdict);
  };
  usePageKeys((event) => commandIn(table, event), run);
  const isAnyPut = list.cmocs.some(({ latest }) => latest !== null);
  const isLead = isAllowed('sign-off.change', project.roles);
  const isAsked = list.signers.includes(project.me);
  return (
    <Frame
      project={project}
      page={words.title}
      left={<ProjectNav project={project} />}
      footer={
        current === null ? undefined : (
          <PageFoot
            table={table}
            hints={SIGN_HINTS}
            said=""
            helpLabel={words.keys.all}
            onHelp={() => setHelpOpen(true)}
          />
        )
      }
    >
      <div className="page-body sign-off-page">
        <div className="page-head">
          <div>
            <h2>{words.title}</h2>
            <p>{words.lead}</p>
          </div>
          <div className="row wrap">
            {isAnyPut ? (
              <ExportMenu
                words={words.export}
                pathOf={(as) =>
                  fillPath(ROUTES.exportSignOffs.path, { project: project.id }, { as })
                }
              />
            ) : null}
            <MethodButton project={project} />
          </div>
        </div>
        {error === null ? null : <Notice kind="bad">{sentenceOf(error)}</Notice>}
        {isAnyPut ? (
          <>
            <p className="summary">{summaryOf(list.cmocs, { me: project.me, isAsked })}</p>
            {current === null ? (
              isAsked ? (
                <p className="muted">{words.waitingList.done}</p>
              ) : null
            ) : (
              <WaitingSection
                project={project}
                waiting={waiting}
                current={current}
                nameOf={nameOf}
                keyOf={(verdict) => {
                  const key = table.find(({ id }) => VERDICT_OF[id] === verdict)?.keys[0];
                  return key === undefined ? undefined : keyLabel(key);
                }}
                onGo={go}
                actRef={act}
                sectionRef={section}
              />
            )}
            <MatrixSection
              project={project.id}
              list={list}
              me={project.me}
              nameOf={nameOf}
              filter={filter}
              onFilter={setFilter}
            />
            <OutstandingSection
              project={project.id}
              cmocs={list.cmocs}
              nameOf={nameOf}
              mayRemind={isLead}
            />
          </>
        ) : (
          <Nothing project={project.id} />
        )}
        {isAllowed('reviews.change', project.roles) && list.cmocs.length > 0 ? (
          <ReviewsSection project={project} list={list} nameOf={nameOf} />
        ) : null}
      </div>
      {isHelpOpen ? (
        <KeysSheet
          table={table}
          labels={words.keys}
          words={words.keys}
          onClose={() => setHelpOpen(false)}
        />
      ) : null}
    </Frame>
  );
}

function Nothing({ project }: { readonly project: string }) {
  return (
    <EmptyState
      title={words.none}
      drawing={<RoleDrawing />}
      action={
        <Link to="/projects/$project/cmocs" params={{ project }} className="btn primary">
          {words.toCmocs}
        </Link>
      }
    >
      {words.noneBody}
    </EmptyState>
  );
}
