import type { CmocAnswer, CmocListAnswer, ProjectAnswer } from '@triad/collab';
import { cmocFields } from '@triad/collab';
import type { MarkRole } from '@triad/realist';
import { MARK_ROLES, usedRoles } from '@triad/realist';
import { History, Redo2, Undo2 } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type * as Y from 'yjs';
import { SharedText, useDocument } from '../../collab/index.ts';
import { say } from '../../messages.ts';
import { cmocs as words } from '../../messages/cmocs.ts';
import { Frame } from '../../shell/frame.tsx';
import { Button, IconButton, Notice, SaveStatus, useFocusKept } from '../../ui/index.ts';
import { SignOffPanel } from '../sign-off/sign-off-panel.tsx';
import { CmocHead } from './cmoc-head.tsx';
import { CmocListColumn } from './cmoc-list-column.tsx';
import { CmocMenu } from './cmoc-menu.tsx';
import { EvidenceSection } from './evidence-section.tsx';
import { LineageSection } from './lineage-section.tsx';
import { MemosSection } from './memos-section.tsx';
import { PartsSection } from './parts-section.tsx';
import { SentenceSection } from './sentence-section.tsx';
import { useDraft, useDraftUndo } from './use-draft.ts';
import { useQuotes } from './use-quotes.ts';
import './cmoc-view.css';

const HistoryDialog = lazy(() => import('./history-dialog.tsx'));

/** What all sections of the page of one CMOC need. */
export type CmocGiven = {
  readonly project: ProjectAnswer;
  readonly list: CmocListAnswer;
  readonly answer: CmocAnswer;
  readonly nameOf: (member: string) => string;
  /** Null: it is read, and not written, here and now. */
  readonly writing: { readonly doc: Y.Doc; readonly undo: Y.UndoManager } | null;
  /** Roles of the method, and those that are there already, in their order. */
  readonly roles: readonly MarkRole[];
};

export function CmocView({
  project,
  list,
  answer,
  nameOf,
  mayWrite,
}: Pick<CmocGiven, 'project' | 'list' | 'answer' | 'nameOf'> & { readonly mayWrite: boolean }) {
  const { doc, status } = useDocument(answer.document);
  const isRetired = answer.state === 'retired';
  const canWrite = mayWrite && !isRetired && answer.document.writable && status.kind !== 'ended';
  const undo = useDraftUndo(doc, canWrite);
  const { content, memos } = useDraft(doc, answer);
  const { quotes, note } = useQuotes(project.id, answer, content.evidence);
  const [isHistory, setIsHistory] = useState(false);
  // What retires it, and what undoes that, goes from the page with it.
  useFocusKept(isRetired, () => document.getElementById('main'));
  const roles = useMemo(() => {
    const present = usedRoles(content).map(({ role }) => role);
    const asked = new Set<MarkRole>(['C', 'M', 'O', ...list.settings.roles, ...present]);
    return MARK_ROLES.filter((role) => asked.has(role));
  }, [content, list.settings.roles]);
  const writing = useMemo(
    () => (doc === null || undo === null || !canWrite ? null : { doc, undo }),
    [doc, undo, canWrite],
  );
  const given: CmocGiven = { project, list, answer, nameOf, writing, roles };
  return (
    <Frame
      project={project}
      page={words.page.of(answer.number)}
      className="cmocs-frame"
      leftLabel={words.list.left}
      left={<CmocListColumn project={project.id} answer={list} current={answer.id} />}
      rightLabel={words.page.right}
      right={<SignOffPanel project={project} cmoc={{ ...answer, content }} />}
      status={
        mayWrite && !isRetired ? <SaveStatus state={status} mayWrite={canWrite} /> : undefined
      }
      actions={
        <>
          {writing === null ? null : (
            <span className="row optional">
              <IconButton
                icon={<Undo2 size={16} />}
                label={words.page.undo}
                onPress={() => writing.undo.undo()}
              />
              <IconButton
                icon={<Redo2 size={16} />}
                label={words.page.redo}
                onPress={() => writing.undo.redo()}
              />
            </span>
          )}
          <IconButton
            icon={<History size={16} />}
            label={words.page.history}
            onPress={() => setIsHistory(true)}
          />
          {mayWrite ? <CmocMenu project={project.id} answer={list} cmoc={answer} /> : null}
        </>
      }
    >
      {/* Its fields take the keys; what comes up here is undo, which is of all of them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className="page-body cmoc-page"
        onKeyDown={(event) => {
          if (writing === null || event.defaultPrevented) return;
          if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
          const key = event.key.toLowerCase();
          if (key !== 'z' && key !== 'y') return;
          event.preventDefault();
          if (key === 'y' || event.shiftKey) writing.undo.redo();
          else writing.undo.undo();
        }}
      >
        <CmocHead given={given} />
        {status.kind === 'ended' && mayWrite && !isRetired ? (
          <Notice kind="bad" title={words.page.ended}>
            {say.saving.ended(status.code)}
          </Notice>
        ) : null}
        {writing === null ? (
          <h2 className="cmoc-title" dir="auto">
            {content.title === '' ? words.untitled : content.title}
          </h2>
        ) : (
          <SharedText
            ytext={cmocFields(writing.doc).title}
            label={words.page.titleLabel}
            hideLabel
            multiline
            rows={1}
            placeholder={words.page.titlePlaceholder}
            className="cmoc-title"
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
        )}
        {isRetired ? (
          <>
            <Notice>{words.page.retired}</Notice>
            <LineageSection given={given} />
          </>
        ) : null}
        <SentenceSection given={given} sentence={content.sentence} />
        <PartsSection given={given} parts={content.parts} />
        <EvidenceSection
          given={given}
          parts={content.parts}
          evidence={content.evidence}
          memos={memos}
          quotes={quotes}
          onQuotes={note}
        />
        <section aria-labelledby="cmoc-narrative" className="cmoc-section">
          <h2 id="cmoc-narrative">{words.narrative.title}</h2>
          {writing === null ? (
            <p className={content.narrative === '' ? 'muted' : 'read cmoc-narrative'} dir="auto">
              {content.narrative === '' ? words.narrative.none : content.narrative}
            </p>
          ) : (
            <SharedText
              ytext={cmocFields(writing.doc).narrative}
              label={words.narrative.label}
              hideLabel
              multiline
              rows={4}
              placeholder={words.narrative.placeholder}
              className="cmoc-narrative-field"
            />
          )}
        </section>
        <MemosSection given={given} content={content} memos={memos} quotes={quotes} />
        {isRetired ? null : <LineageSection given={given} />}
        <div>
          <Button
            icon={<History size={14} aria-hidden="true" />}
            onPress={() => setIsHistory(true)}
          >
            {words.page.history}
          </Button>
        </div>
      </div>
      <Suspense>
        {isHistory ? (
          <HistoryDialog
            answer={answer}
            content={content}
            quotes={quotes}
            nameOf={nameOf}
            onClose={() => setIsHistory(false)}
          />
        ) : null}
      </Suspense>
    </Frame>
  );
}
