import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { RedactionAnswer, VersionAnswer } from '@triad/collab';
import { lazy, Suspense, useEffect, useState } from 'react';
import { noteSeenRedactions } from '../../annotator/seen-redactions.ts';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { dateTime } from '../../messages/format.ts';
import { TYPED } from '../../redacting/to-redact.ts';
import type { ToRedact } from '../../redacting/to-redact.ts';
import { useAccount } from '../../shell/session.ts';
import { Frame } from '../../shell/frame.tsx';
import { Button, EmptyState, Loading, Notice, Select } from '../../ui/index.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { Difference } from './difference.tsx';
import { VersionList } from './version-list.tsx';
import { nameOfVersion } from './version-name.ts';
import '../members/members-page.css';
import './history-page.css';

const RedactDialog = lazy(() => import('../../redacting/redact-dialog.tsx'));

/** The versions of a transcript's text, for leads, and the difference of two. */
export function HistoryPage() {
  const { transcript } = useParams({
    from: '/signed-in/projects/$project/transcripts/$transcript/history',
  });
  const { project } = useProject();
  const words = say.history;
  const [toRedact, setToRedact] = useState<ToRedact | null>(null);
  const { data: transcripts } = useSuspenseQuery(queries.transcripts(project.id));
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const { data, error } = useQuery(queries.history(project.id, transcript));
  const { id: account } = useAccount();
  const redactions = data?.redactions.length ?? null;
  // Whoever has seen the list need not be told on the transcript's page.
  useEffect(() => {
    if (redactions !== null) noteSeenRedactions(account, transcript, redactions);
  }, [account, transcript, redactions]);
  const known = transcripts.find(({ id }) => id === transcript);
  const nameOf = (member: string | null): string =>
    members.find(({ id }) => id === member)?.name ?? words.somebody;
  return (
    <Frame project={project} page={words.title} left={<ProjectNav project={project} />}>
      <div className="page-body">
        <div className="page-head">
          <div>
            <h2 dir="auto">{words.of(known?.title ?? '')}</h2>
            <p>{words.lead}</p>
          </div>
          <div className="row wrap">
            <Button onPress={() => setToRedact(TYPED)}>{say.redacting.typeButton}</Button>
            <Link
              to="/projects/$project/transcripts/$transcript"
              params={{ project: project.id, transcript }}
              className="btn"
            >
              {words.back}
            </Link>
          </div>
        </div>
        {error === null ? null : <Notice kind="bad">{sentenceOf(error)}</Notice>}
        {data === undefined ? (
          error === null ? (
            <Loading>{words.loading}</Loading>
          ) : null
        ) : data.versions.length === 0 ? (
          <>
            <Redactions redactions={data.redactions} nameOf={nameOf} />
            <EmptyState title={words.none}>{words.noneBody}</EmptyState>
          </>
        ) : (
          <>
            <Redactions redactions={data.redactions} nameOf={nameOf} />
            <Versions
              project={project.id}
              transcript={transcript}
              versions={data.versions}
              nameOf={nameOf}
              speakerOf={(key) => known?.speakers.find((one) => one.key === key)?.name ?? key}
              onRedact={([first = '', ...others]) =>
                setToRedact({ typed: true, words: first, others })
              }
            />
          </>
        )}
      </div>
      <Suspense>
        {toRedact === null ? null : (
          <RedactDialog
            transcript={{ id: transcript, project: project.id }}
            asked={toRedact}
            onBegin={() => undefined}
            onClose={() => setToRedact(null)}
          />
        )}
      </Suspense>
    </Frame>
  );
}

function Versions({
  project,
  transcript,
  versions,
  nameOf,
  speakerOf,
  onRedact,
}: {
  readonly project: string;
  readonly transcript: string;
  readonly versions: readonly VersionAnswer[];
  readonly nameOf: (member: string | null) => string;
  readonly speakerOf: (key: string) => string;
  readonly onRedact: (removed: readonly string[]) => void;
}) {
  const words = say.history;
  const [chosen, setChosen] = useState<string | null>(null);
  const [other, setOther] = useState<string | null>(null);
  const at = versions.findIndex(({ id }) => id === chosen);
  const after = versions[at < 0 ? versions.length - 1 : at];
  const before =
    versions.find(({ id }) => id === other && id !== after?.id) ??
    versions[Math.max(0, versions.indexOf(after as VersionAnswer) - 1)];
  if (after === undefined || before === undefined) return null;
  return (
    <div className="history">
      <section className="stack" aria-label={words.versions}>
        <VersionList
          versions={versions}
          chosen={after.id}
          nameOf={nameOf}
          onChoose={(id) => {
            setChosen(id);
            setOther(null);
          }}
        />
      </section>
      <section className="stack history-difference" aria-label={words.difference}>
        {versions.length < 2 ? null : (
          <Select
            label={words.compareWith}
            value={before.id}
            choices={versions
              .filter(({ id }) => id !== after.id)
              .map(({ id, number }) => ({ value: id, label: nameOfVersion(number) }))
              .reverse()}
            onChange={setOther}
          />
        )}
        <Difference
          key={`${before.id} ${after.id}`}
          project={project}
          transcript={transcript}
          before={before}
          after={after}
          speakerOf={speakerOf}
          onRedact={onRedact}
        />
      </section>
    </div>
  );
}

/** That words were taken out, when and by whom; not which. */
function Redactions({
  redactions,
  nameOf,
}: {
  readonly redactions: readonly RedactionAnswer[];
  readonly nameOf: (member: string | null) => string;
}) {
  if (redactions.length === 0) return null;
  return (
    <section className="stack tight" aria-label={say.redacting.list}>
      <h3 className="label">{say.redacting.list}</h3>
      <ul className="plain-rows">
        {redactions.map(({ id, by, at, places, original }) => (
          <li key={id}>
            <b dir="auto">{nameOf(by)}</b>
            <span>{say.redacting.entry(places, original)}</span>
            <span className="small faint num">{dateTime(at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
