import { useQuery } from '@tanstack/react-query';
import { Merge, Pilcrow } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Button } from '../../ui/index.ts';
import type { DraftState, Edit } from './draft.ts';
import { speakersOf } from './draft.ts';
import { SpeakerRow } from './speaker-row.tsx';

const MergeDialog = lazy(() => import('./merge-dialog.tsx'));
const ParticipantDialog = lazy(() => import('./participant-dialog.tsx'));

/** Rows drawn at first: a file whose every line seems a speaker has hundreds. */
const FIRST = 12;

/** Who was found to speak: rename, merge, say what they are and which participant. */
export function SpeakersPanel({
  state,
  project,
  onEdit,
}: {
  readonly state: DraftState;
  readonly project: string;
  readonly onEdit: (edit: Edit) => void;
}) {
  const { data: participants = [] } = useQuery(queries.participants(project));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isMerging, setIsMerging] = useState(false);
  const [naming, setNaming] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const words = say.importing;
  const speakers = speakersOf(state);
  const labels = speakers.map(({ label }) => label);
  const known = new Set(labels);
  const merging = chosen.filter((label) => known.has(label));
  const shown = all ? speakers : speakers.slice(0, FIRST);
  return (
    <section className="stack" aria-labelledby="import-speakers">
      <div>
        <h2 id="import-speakers" className="label">
          {words.speakers} <span className="num">{speakers.length}</span>
        </h2>
        <p className="small muted">
          {speakers.length === 0 ? words.speakersNone : words.speakersLead}
        </p>
      </div>
      <ul className="speakers">
        {shown.map((speaker, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a renamed speaker keeps its row, and the focus in it
          <li key={index}>
            <SpeakerRow
              speaker={speaker}
              others={labels}
              participants={participants}
              isChosen={merging.includes(speaker.label)}
              onChoose={(isChosen) =>
                setChosen(
                  isChosen
                    ? [...merging, speaker.label]
                    : merging.filter((label) => label !== speaker.label),
                )
              }
              onEdit={(change) => {
                onEdit(change);
                if (change.kind === 'rename')
                  setChosen(merging.map((label) => (label === change.from ? change.to : label)));
              }}
              onNewParticipant={() => setNaming(speaker.label)}
            />
          </li>
        ))}
      </ul>
      {shown.length < speakers.length ? (
        <div>
          <Button kind="quiet" onPress={() => setAll(true)}>
            {words.showAll(speakers.length)}
          </Button>
        </div>
      ) : null}
      {speakers.length > 0 ? (
        <div className="row wrap">
          <Button
            icon={<Merge size={14} aria-hidden="true" />}
            isDisabled={merging.length < 2}
            onPress={() => setIsMerging(true)}
          >
            {words.merge}
          </Button>
          <Button
            icon={<Pilcrow size={14} aria-hidden="true" />}
            isDisabled={merging.length === 0}
            onPress={() => {
              onEdit({ kind: 'dissolve', labels: merging });
              setChosen([]);
            }}
          >
            {words.dissolve}
          </Button>
          {speakers.length > FIRST ? (
            <Button kind="quiet" onPress={() => setChosen(labels)}>
              {words.chooseAll}
            </Button>
          ) : null}
          {merging.length < 1 ? (
            <span className="small faint speakers-hint">{words.mergeHint}</span>
          ) : null}
        </div>
      ) : null}
      <Suspense>
        {isMerging ? (
          <MergeDialog
            labels={merging}
            onClose={() => setIsMerging(false)}
            onMerge={(into) => {
              onEdit({ kind: 'merge', labels: merging, into });
              setChosen([]);
              setIsMerging(false);
            }}
          />
        ) : null}
        {naming === null ? null : (
          <ParticipantDialog
            project={project}
            suggestion={naming}
            participants={participants}
            onClose={() => setNaming(null)}
            onMade={(participant) => {
              onEdit({ kind: 'participant', label: naming, to: participant });
              setNaming(null);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
