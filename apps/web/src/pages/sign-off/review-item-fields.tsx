import { useQuery } from '@tanstack/react-query';
import type { CmocSummary } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { X } from 'lucide-react';
import { queries } from '../../api/queries.ts';
import { reviews } from '../../messages/reviews.ts';
import { signing } from '../../messages/signing.ts';
import { CheckboxGroup, IconButton, Loading, TextField } from '../../ui/index.ts';
import { quoteKey, quotesByKey } from '../cmocs/evidence.ts';
import type { ReviewDraftItem } from './review-draft.ts';
import { MOST_QUOTES } from './review-draft.ts';

const words = reviews.dialog;

/** What a reviewer reads of one CMOC: the sentence in plain words, and quotes that the lead chose. */
export function ReviewItemFields({
  project,
  cmoc,
  item,
  onChange,
}: {
  readonly project: string;
  readonly cmoc: CmocSummary;
  readonly item: ReviewDraftItem;
  /** Null leaves it out. */
  readonly onChange: (item: ReviewDraftItem | null) => void;
}) {
  const { data } = useQuery(queries.cmoc(project, cmoc.id));
  const known = quotesByKey(data?.quotes ?? []);
  const offered = (data?.content.evidence ?? []).flatMap(({ id, quote, bearing }) => {
    const found = known.get(quoteKey(quote));
    if (found === undefined || found.state !== 'shown') return [];
    return [{ id, words: found.words, speaker: found.speaker, bearing }];
  });
  const isFull = item.evidence.length >= MOST_QUOTES;
  return (
    <fieldset className="review-item">
      <legend>
        <b>
          {signing.cmoc(cmoc.number)} {cmoc.title}
        </b>
        <IconButton
          icon={<X size={14} />}
          label={words.removeItem(cmoc.number)}
          onPress={() => onChange(null)}
        />
      </legend>
      <TextField
        label={words.sentence(cmoc.number)}
        hint={words.sentenceHint}
        error={item.sentence.trim() === '' ? words.sentenceEmpty : null}
        value={item.sentence}
        onChange={(sentence) => onChange({ ...item, sentence })}
        maxLength={LIMITS.reasonUtf16}
        rows={3}
      />
      {data === undefined ? (
        <Loading>{signing.loading}</Loading>
      ) : offered.length === 0 ? (
        <p className="muted">{words.noQuotes}</p>
      ) : (
        <CheckboxGroup
          label={words.quotes(cmoc.number)}
          hint={words.quotesHint}
          value={item.evidence}
          choices={offered.map((quote) => ({
            value: quote.id as string,
            label: `“${quote.words}”`,
            hint: [quote.speaker, signing.bearing[quote.bearing]]
              .filter((part) => part !== '')
              .join(' · '),
            isDisabled: isFull && !item.evidence.includes(quote.id),
          }))}
          onChange={(evidence) => onChange({ ...item, evidence })}
        />
      )}
    </fieldset>
  );
}
