import { useDocument } from '../../collab/index.ts';
import { Lightbulb, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type * as Y from 'yjs';
import { useReach } from '../../api/reach.ts';
import { say } from '../../messages.ts';
import { Frame } from '../../shell/frame.tsx';
import { Button, EmptyState, Loading, Notice, SaveStatus } from '../../ui/index.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { addStatement, moveStatement } from './edit-statements.ts';
import { StatementCard } from './statement-card.tsx';
import type { StatementView } from './use-statements.ts';
import { useStatements } from './use-statements.ts';
import './theory-page.css';

const RemoveStatementDialog = lazy(() => import('./remove-statement-dialog.tsx'));

/** The theory statements, written together. */
export function TheoryPage() {
  const reach = useReach();
  const { project, may } = useProject();
  const { doc, status } = useDocument(project.theory);
  const statements = useStatements(doc);
  const [added, setAdded] = useState<string | null>(null);
  const [removing, setRemoving] = useState<StatementView | null>(null);
  const mayWrite = may('theory.write') && project.theory.writable;
  const words = say.theory;
  // Devices keep transcripts alone.
  const isNotHere = doc === null && reach === 'device' && status.kind !== 'ended';
  const add = (theory: Y.Doc) => setAdded(addStatement(theory, new Date().toISOString()));
  return (
    <Frame
      project={project}
      page={words.title}
      left={<ProjectNav project={project} />}
      {...(isNotHere ? {} : { status: <SaveStatus state={status} mayWrite={mayWrite} /> })}
    >
      <div className="page-body narrow">
        <div className="page-head">
          <div>
            <h2>{words.title}</h2>
            <p>{words.lead}</p>
            {mayWrite ? null : <p className="faint">{words.readOnly}</p>}
          </div>
        </div>
        {status.kind === 'ended' ? (
          <Notice kind="bad">{say.saving.ended(status.code)}</Notice>
        ) : null}
        {isNotHere ? (
          <EmptyState title={say.devices.notHere}>{say.devices.notHereBody}</EmptyState>
        ) : doc === null ? (
          status.kind === 'ended' ? null : (
            <Loading>{words.opening}</Loading>
          )
        ) : statements.length === 0 ? (
          <EmptyState
            title={words.emptyTitle}
            drawing={<Lightbulb size={28} aria-hidden="true" />}
            action={
              mayWrite ? (
                <Button
                  kind="primary"
                  icon={<Plus size={15} aria-hidden="true" />}
                  onPress={() => add(doc)}
                >
                  {words.add}
                </Button>
              ) : undefined
            }
          >
            <p>{mayWrite ? words.emptyBody : words.emptyOthers}</p>
            {mayWrite ? <p className="read theory-example">{words.emptyExample}</p> : null}
          </EmptyState>
        ) : (
          <>
            <ol className="statement-cards">
              {statements.map((statement, index) => (
                <StatementCard
                  key={statement.id}
                  doc={doc}
                  statement={statement}
                  number={index + 1}
                  mayWrite={mayWrite}
                  isNew={statement.id === added}
                  onRemove={() => setRemoving(statement)}
                  onMove={{
                    up: index === 0 ? null : () => moveStatement(doc, statement.id, -1),
                    down:
                      index === statements.length - 1
                        ? null
                        : () => moveStatement(doc, statement.id, 1),
                  }}
                />
              ))}
            </ol>
            {mayWrite ? (
              <div>
                <Button icon={<Plus size={15} aria-hidden="true" />} onPress={() => add(doc)}>
                  {words.add}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </div>
      <Suspense>
        {removing !== null && doc !== null ? (
          <RemoveStatementDialog doc={doc} statement={removing} onClose={() => setRemoving(null)} />
        ) : null}
      </Suspense>
    </Frame>
  );
}
