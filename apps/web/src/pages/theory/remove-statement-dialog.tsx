import type * as Y from 'yjs';
import { say } from '../../messages.ts';
import { ConfirmDialog } from '../../ui/index.ts';
import { removeStatement } from './edit-statements.ts';
import type { StatementView } from './use-statements.ts';

/** Says what goes with a statement before it is removed. */
export default function RemoveStatementDialog({
  doc,
  statement,
  onClose,
}: {
  readonly doc: Y.Doc;
  readonly statement: StatementView;
  readonly onClose: () => void;
}) {
  const words = say.theory;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.removeQuestion(statement.title === '' ? words.untitled : statement.title)}
      confirm={words.remove}
      onConfirm={() => {
        removeStatement(doc, statement.id);
        onClose();
      }}
    >
      <p>{words.removeBody}</p>
    </ConfirmDialog>
  );
}
