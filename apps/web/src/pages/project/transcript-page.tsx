import { useParams } from '@tanstack/react-router';
import { AnnotatorPage } from '../../annotator/annotator-page.tsx';

/** The address of a transcript: the annotator on it, afresh for each. */
export function TranscriptPage() {
  const { project, transcript } = useParams({
    from: '/signed-in/projects/$project/transcripts/$transcript',
  });
  return <AnnotatorPage key={transcript} project={project} transcript={transcript} />;
}
