import { say } from '../../messages.ts';
import { Button } from '../../ui/index.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { FileItem } from './import-files.ts';
import type { ImportSession } from './import-session.ts';
import { nextPiece, wordsLeftOut } from './left-out.ts';

/** How many words of the file will not be imported; a press leads from one piece to the next. */
export function LeftOutCount({
  item,
  session,
}: {
  readonly item: FileItem;
  readonly session: ImportSession;
}) {
  const pieces = item.read?.draft.now.leftOut ?? [];
  const words = wordsLeftOut(pieces);
  if (words === 0 || item.progress.kind !== 'ready') return null;
  return (
    <Tooltip text={say.importing.leftOutHint}>
      <Button
        kind="quiet"
        onPress={() => {
          const line = nextPiece(pieces, item.jump?.line ?? 0)?.lines?.firstLine;
          if (line !== undefined) session.dispatch({ kind: 'jump', id: item.id, line });
        }}
      >
        {say.importing.leftOutCount(words)}
      </Button>
    </Tooltip>
  );
}
