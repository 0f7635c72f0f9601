import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { queries } from '../api/queries.ts';
import { annotator as words } from '../messages/annotator.ts';
import { Tabs } from '../ui/index.ts';
import type { PanelProps } from './panel-props.ts';
import { MemosPanel } from './memos-panel.tsx';
import { useLater, useSignal } from './signal.ts';
import { SketchesPanel } from './sketches-panel.tsx';
import { SpansPanel } from './spans-panel.tsx';
import { TalkPanel } from './talk-panel.tsx';

export type PanelTab = 'spans' | 'sketches' | 'memos' | 'talk';

/** What is said about the words. */
export function Panel({
  tab,
  onTab,
  ...props
}: PanelProps & { readonly tab: PanelTab; readonly onTab: (tab: PanelTab) => void }) {
  const { session, project } = props;
  useLater(session.spansVersion);
  useLater(session.notesVersion);
  // At once: the tab of whatever key comes next, a memo's after T, must not be left again.
  const openSketch = useSignal(session.openSketch);
  const comments = useQuery({
    ...queries.comments(project.id, session.transcript.id),
    enabled: !props.isBlind,
  }).data;
  const openTab = useEffectEvent(onTab);
  useEffect(() => {
    if (openSketch !== null) openTab('sketches');
  }, [openSketch]);
  return (
    <Tabs
      label={words.panel.label}
      selected={tab}
      onSelect={onTab}
      tabs={[
        {
          id: 'spans',
          label: words.panel.spans,
          count: session.layers.spanCount,
          content: <SpansPanel {...props} />,
        },
        {
          id: 'sketches',
          label: words.panel.sketches,
          count: session.layers.sketches().length,
          content: (
            <SketchesPanel
              {...props}
              onMemo={(memo) => {
                onTab('memos');
                props.focusOn.set(memo);
              }}
            />
          ),
        },
        {
          id: 'memos',
          label: words.panel.memos,
          count: session.layers.memos().length,
          content: <MemosPanel {...props} />,
        },
        ...(props.isBlind
          ? []
          : [
              {
                id: 'talk' as const,
                label: words.panel.talk,
                count: (comments ?? []).filter(({ resolvedBy }) => resolvedBy === null).length,
                content: <TalkPanel {...props} comments={comments} />,
              },
            ]),
      ]}
    />
  );
}
