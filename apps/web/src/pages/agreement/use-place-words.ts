import type { ProjectAnswer, TranscriptAgreementAnswer } from '@triad/collab';
import { rangesOverlap } from '@triad/realist';
import { useMemo } from 'react';
import { useDocument } from '../../collab/index.ts';
import { useStatements } from '../theory/use-statements.ts';
import type { PlaceWords } from './place-words.ts';

/** What the panel needs of an answer, looked up by id. */
export function usePlaceWords(
  project: ProjectAnswer,
  { text, spans }: TranscriptAgreementAnswer,
  nameOf: (member: string) => string,
): PlaceWords {
  const statements = useStatements(useDocument(project.theory).doc);
  return useMemo(() => {
    const byId = new Map(spans.map((span) => [span.id, span]));
    return {
      text,
      nameOf,
      spanWith: (id) => byId.get(id),
      spansIn: (range, member) =>
        spans.filter((span) => span.member === member && rangesOverlap(span, range)),
      statementWith: (id) => statements.find((one) => one.id === id)?.title ?? null,
    };
  }, [text, spans, nameOf, statements]);
}
