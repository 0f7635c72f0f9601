import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil, Redo2, Undo2 } from 'lucide-react';
import type { MemberRole, TranscriptAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { useState } from 'react';
import { queries } from '../api/queries.ts';
import { say } from '../messages.ts';
import { editing as words } from '../messages/editing.ts';
import { redacting } from '../messages/redacting.ts';
import { Button, Dialog, IconButton, Select } from '../ui/index.ts';
import { setSpeaker, splitTurn } from './edit-commands.ts';
import { keyLabel } from './keys.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater, useSignal } from './signal.ts';

/**
 * Asks for the lease; there for leads alone, and not while somebody edits. Where they edit in another tab
 * themselves it asks them first: the lease would be taken from there.
 */
export function EditButton({
  session,
  roles,
  editing,
}: {
  readonly session: AnnotatorSession;
  readonly roles: readonly MemberRole[];
  readonly editing: TranscriptAnswer['editing'];
}) {
  const state = useSignal(session.editing.state);
  const ready = useSignal(session.ready);
  const isOffline = useLater(session.state).kind === 'offline';
  const client = useQueryClient();
  const [isElsewhere, setElsewhere] = useState(false);
  if (!isAllowed('transcript.edit', roles) || !(state === 'off' || state === 'asking')) return null;
  // It takes the server's lease, and what is typed without it would be taken by nobody.
  if (isOffline) return null;
  const isOthers = editing !== null && editing.member !== session.me;
  const { project, id } = session.transcript;
  const begin = async (): Promise<void> => {
    if (editing !== null && !isOthers) {
      // What this tab gave back just now is not elsewhere.
      await session.editing.released;
      const query = { ...queries.transcript(project, id), staleTime: 0 };
      const now = await client.fetchQuery(query).catch(() => null);
      if (now?.editing?.member === session.me) {
        setElsewhere(true);
        return;
      }
    }
    await session.editing.begin();
  };
  return (
    <>
      <Button
        icon={<Pencil size={14} aria-hidden="true" />}
        isPending={state === 'asking'}
        isDisabled={isOthers || !ready}
        onPress={() => void begin()}
      >
        {words.edit}
      </Button>
      <Dialog
        isOpen={isElsewhere}
        role="alertdialog"
        size="small"
        title={words.elsewhere.title}
        onClose={() => setElsewhere(false)}
        actions={
          <>
            <Button autoFocus onPress={() => setElsewhere(false)}>
              {say.act.cancel}
            </Button>
            <Button
              kind="primary"
              onPress={() => {
                setElsewhere(false);
                void session.editing.begin();
              }}
            >
              {words.elsewhere.here}
            </Button>
          </>
        }
      >
        <p>{words.elsewhere.body}</p>
      </Dialog>
    </>
  );
}

/** Who edits, between the text and the foot, so that no word moves when it comes. */
export function EditBar({
  session,
  editing,
  onRedact,
}: {
  readonly session: AnnotatorSession;
  readonly editing: TranscriptAnswer['editing'];
  readonly onRedact: () => void;
}) {
  const state = useSignal(session.editing.state);
  if (state === 'on') return <OwnBar session={session} onRedact={onRedact} />;
  if (state === 'ending' || state === 'over') {
    return (
      <div className="edit-bar" role="status">
        <strong>{state === 'over' ? words.over : words.ending}</strong>
      </div>
    );
  }
  if (editing === null || editing.member === session.me) return null;
  return (
    <div className="edit-bar others" role="status">
      <Pencil size={14} aria-hidden="true" />
      <strong>{words.other(session.nameOf(editing.member))}</strong>
      <span className="edit-hint muted">{words.otherHint}</span>
    </div>
  );
}

/** React-aria knows no empty key. */
const NOBODY = 'nobody';

function OwnBar({
  session,
  onRedact,
}: {
  readonly session: AnnotatorSession;
  readonly onRedact: () => void;
}) {
  const speaker = useSignal(session.editing.speaker);
  const { speakers } = session.transcript;
  return (
    <div className="edit-bar own" role="toolbar" aria-label={words.label}>
      <Pencil size={14} aria-hidden="true" />
      <p className="edit-said small">
        <strong>{words.label}</strong> {words.hint} {words.stays}
      </p>
      <div className="edit-acts">
        <Link
          to="/projects/$project/transcripts/$transcript/history"
          params={{ project: session.transcript.project, transcript: session.transcript.id }}
          className="btn"
        >
          {words.history}
        </Link>
        <Select
          label={words.speaker}
          hideLabel
          value={speaker === '' ? NOBODY : speaker}
          isDisabled={speaker === null}
          choices={[
            ...speakers.map(({ key, name }) => ({ value: key, label: name })),
            { value: NOBODY, label: words.noSpeaker },
          ]}
          onChange={(key) => session.editing.run(setSpeaker(key === NOBODY ? '' : key))}
        />
        <Button shortcut={keyLabel('Mod+Enter')} onPress={() => session.editing.run(splitTurn)}>
          {words.splitTurn}
        </Button>
        <IconButton
          icon={<Undo2 size={16} />}
          label={words.undo}
          shortcut={keyLabel('Mod+z')}
          onPress={() => session.editing.undo()}
        />
        <IconButton
          icon={<Redo2 size={16} />}
          label={words.redo}
          shortcut={keyLabel('Mod+Shift+z')}
          onPress={() => session.editing.redo()}
        />
        <Button onPress={onRedact}>{redacting.button}</Button>
        <Button kind="primary" onPress={() => session.editing.end()}>
          {words.done}
        </Button>
      </div>
    </div>
  );
}
