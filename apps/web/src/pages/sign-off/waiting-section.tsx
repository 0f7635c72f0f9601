import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CmocAnswer, CmocSummary, CmocVersionAnswer, ProjectAnswer } from '@triad/collab';
import type { Verdict } from '@triad/realist';
import type { RefObject } from 'react';
import { useEffect } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { dateTime } from '../../messages/format.ts';
import { signing } from '../../messages/signing.ts';
import { Button, Loading, Notice } from '../../ui/index.ts';
import { EvidenceList } from './evidence-list.tsx';
import { MarkedSentence } from './marked-sentence.tsx';
import { MemberWords } from './member-words.tsx';
import { OwnWordForm, useOwnWord } from './own-word.tsx';
import type { OwnWord } from './own-word.tsx';
import { PartnerWords } from './partner-words.tsx';
import { stepIn } from './waiting.ts';
import { latestOf, wordsOf } from './words-of.ts';
import './member-words.css';

const words = signing.waitingList;

/** What waits for the reader, one version at a time, with its quotes, and the acts right there. */
export function WaitingSection({
  project,
  waiting,
  current,
  nameOf,
  keyOf,
  onGo,
  actRef,
  sectionRef,
}: {
  readonly project: ProjectAnswer;
  readonly waiting: readonly CmocSummary[];
  /** The one that is shown. */
  readonly current: CmocSummary;
  readonly nameOf: (member: string) => string;
  readonly keyOf: (verdict: Verdict) => string | undefined;
  readonly onGo: (by: 1 | -1) => void;
  /** Where the page finds what its keys act on. */
  readonly actRef: { current: OwnWord | null };
  /** Takes the focus when one is signed and the next is shown. */
  readonly sectionRef: RefObject<HTMLElement | null>;
}) {
  const queryClient = useQueryClient();
  const ids = waiting.map(({ id }) => id);
  const next = stepIn(ids, current.id, 1);
  // So that the next one is there when this one is signed.
  useEffect(() => {
    if (next !== null) void queryClient.prefetchQuery(queries.cmoc(project.id, next));
  }, [next, project.id, queryClient]);
  return (
    <section
      ref={sectionRef}
      tabIndex={-1}
      className="waiting-section"
      aria-labelledby="waiting-title"
    >
      <header className="row wrap between">
        <h3 id="waiting-title" className="label">
          {words.title}
        </h3>
        <div className="row">
          <span className="num faint">{words.of(ids.indexOf(current.id) + 1, ids.length)}</span>
          <Button kind="quiet" isDisabled={ids.length < 2} onPress={() => onGo(-1)}>
            {words.previous}
          </Button>
          <Button kind="quiet" isDisabled={ids.length < 2} onPress={() => onGo(1)}>
            {words.next}
          </Button>
        </div>
      </header>
      {/* What is sent, and what is refused, is of this one alone. */}
      <Waiting key={current.id} {...{ project, current, nameOf, keyOf, actRef }} />
    </section>
  );
}

function Waiting({
  project,
  current,
  nameOf,
  keyOf,
  actRef,
}: Pick<
  Parameters<typeof WaitingSection>[0],
  'project' | 'current' | 'nameOf' | 'keyOf' | 'actRef'
>) {
  const { data, error } = useQuery(queries.cmoc(project.id, current.id));
  const version = data === undefined ? null : latestOf(data);
  const own = useOwnWord(project.id, project.me, current, version);
  useEffect(() => {
    actRef.current = own;
    return () => {
      actRef.current = null;
    };
  });
  if (data === undefined || version === null) {
    return error === null ? (
      <Loading>{signing.loading}</Loading>
    ) : (
      <Notice kind="bad">{sentenceOf(error)}</Notice>
    );
  }
  return (
    <VersionCard
      project={project}
      cmoc={data}
      version={version}
      own={own}
      nameOf={nameOf}
      keyOf={keyOf}
    />
  );
}

function VersionCard({
  project,
  cmoc,
  version,
  own,
  nameOf,
  keyOf,
}: {
  readonly project: ProjectAnswer;
  readonly cmoc: CmocAnswer;
  readonly version: CmocVersionAnswer;
  readonly own: OwnWord;
  readonly nameOf: (member: string) => string;
  readonly keyOf: (verdict: Verdict) => string | undefined;
}) {
  const { title, sentence, evidence } = version.content;
  const said = wordsOf(version.signOffs, [], nameOf);
  const remindedAt = cmoc.signOffs?.remindedAt ?? null;
  return (
    <article className="card version-card" aria-label={signing.cmoc(cmoc.number)}>
      <header>
        <p className="small faint">
          {signing.cmoc(cmoc.number)} · {signing.version(version.number)} ·{' '}
          {signing.putBy(nameOf(version.by), dateTime(version.at))} ·{' '}
          <span title={signing.hashTitle}>{signing.hash(version.sha256)}</span>
        </p>
        <h4>
          <Link to="/projects/$project/cmocs/$cmoc" params={{ project: project.id, cmoc: cmoc.id }}>
            {title === '' ? signing.untitled : title}
          </Link>
        </h4>
      </header>
      {sentence.length === 0 ? (
        <p className="muted">{signing.noSentence}</p>
      ) : (
        <MarkedSentence sentence={sentence} />
      )}
      {remindedAt === null ? null : <p className="muted">{words.reminded(dateTime(remindedAt))}</p>}
      {version.note === '' ? null : (
        <p className="word-text" dir="auto">
          <span className="faint small">{words.noteOf(nameOf(version.by))}: </span>
          {version.note}
        </p>
      )}
      <OwnWordForm
        project={project.id}
        me={project.me}
        cmoc={cmoc}
        version={version}
        own={own}
        keyOf={keyOf}
      />
      <EvidenceList
        project={project.id}
        evidence={evidence}
        quotes={cmoc.quotes}
        changed={version.changedQuotes}
        nameOf={nameOf}
      />
      {said.length === 0 ? null : (
        <section className="stack" aria-label={words.others}>
          <h5 className="label">{words.others}</h5>
          <MemberWords
            project={project.id}
            cmoc={cmoc.id}
            said={said}
            me={project.me}
            nameOf={nameOf}
            mayGoOn={false}
          />
        </section>
      )}
      <PartnerWords replies={cmoc.reviews} />
    </article>
  );
}
