import { FileDown } from 'lucide-react';
import type { DragEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { say } from '../../messages.ts';
import { Button } from '../../ui/index.ts';
import './file-drop.css';

/** What they are the server judges: a file of another kind gets its sentence, too. */
type Taking = { readonly onFiles: (files: readonly File[]) => void };

/** Takes files that are dropped anywhere on the page, and shows that it would. */
export function DropPage({ onFiles, children }: Taking & { readonly children: ReactNode }) {
  const [isOver, setIsOver] = useState(false);
  /* Each element on the way tells of entering and leaving: only when all are left is the page. */
  const depth = useRef(0);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <div
      className="drop-page"
      role="presentation"
      onDragEnter={(event) => {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setIsOver(true);
      }}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!hasFiles(event)) return;
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setIsOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setIsOver(false);
        give([...event.dataTransfer.files], onFiles);
      }}
    >
      {children}
      {isOver ? (
        <div className="drop-veil">
          <div>
            <strong>{say.overview.dropTitle}</strong>
            <span className="muted">{say.overview.dropBody}</span>
          </div>
        </div>
      ) : null}
    </div>
  );
}

/** The way for those who do not drag: a button that opens the system's chooser. */
export function ChooseFiles({
  label,
  kind = 'primary',
  onFiles,
}: Taking & { readonly label: string; readonly kind?: 'primary' | 'plain' }) {
  return (
    <FileTrigger
      allowsMultiple
      acceptedFileTypes={['.docx', '.txt', '.md', '.vtt', '.srt']}
      onSelect={(files) => give([...(files ?? [])], onFiles)}
    >
      <Button kind={kind} icon={<FileDown size={15} aria-hidden="true" />}>
        {label}
      </Button>
    </FileTrigger>
  );
}

function give(files: readonly File[], onFiles: Taking['onFiles']): void {
  if (files.length > 0) onFiles(files);
}
