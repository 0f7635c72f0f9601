import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CmocListAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { reviews } from '../../messages/reviews.ts';
import { signing } from '../../messages/signing.ts';
import { FormDialog, Select, TextField } from '../../ui/index.ts';
import { MadeReviewLink } from './made-review-link.tsx';
import type { ReviewDraftItem } from './review-draft.ts';
import { bodyOf, isReady, MOST_ITEMS, NEW_REVIEW, withItem } from './review-draft.ts';
import { ReviewItemFields } from './review-item-fields.tsx';

const words = reviews.dialog;
const DAYS = ['7', '14', '30', '60', '90'] as const;

/** Makes a link for one outside reviewer: for whom, how long, what they are asked and which quotes they see. */
export default function ReviewLinkDialog({
  project,
  list,
  onClose,
}: {
  readonly project: string;
  readonly list: CmocListAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(NEW_REVIEW);
  const make = useMutation({
    mutationFn: () => call('createReviewLink', { project }, bodyOf(draft)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.reviews(project) }),
  });
  if (make.data !== undefined) return <MadeReviewLink review={make.data} onClose={onClose} />;
  const chosen = new Set(draft.items.map(({ cmoc }) => cmoc));
  const choices = list.cmocs
    .filter(({ id, state }) => state !== 'retired' && !chosen.has(id))
    .map(({ id, number, title }) => ({
      value: id,
      label: `${number} ${title === '' ? signing.untitled : title}`,
    }));
  const change = (cmoc: string, item: ReviewDraftItem | null): void =>
    setDraft({
      ...draft,
      items: draft.items.flatMap((each) =>
        each.cmoc !== cmoc ? [each] : item === null ? [] : [item],
      ),
    });
  return (
    <FormDialog
      onClose={onClose}
      title={words.title}
      lead={words.lead}
      submit={words.submit}
      size="large"
      onSubmit={() => make.mutate()}
      isPending={make.isPending}
      isDisabled={!isReady(draft)}
      error={make.error === null ? null : sentenceOf(make.error)}
    >
      <TextField
        label={words.note}
        hint={words.noteHint}
        placeholder={words.notePlaceholder}
        value={draft.note}
        onChange={(note) => setDraft({ ...draft, note })}
        maxLength={200}
        autoFocus
      />
      <Select
        label={words.days}
        choices={DAYS.map((days) => ({ value: days, label: words.daysOf(Number(days)) }))}
        value={DAYS.find((days) => Number(days) === draft.days) ?? null}
        onChange={(days) => setDraft({ ...draft, days: Number(days) })}
      />
      {draft.items.map((item) => {
        const cmoc = list.cmocs.find(({ id }) => id === item.cmoc);
        return cmoc === undefined ? null : (
          <ReviewItemFields
            key={item.cmoc}
            project={project}
            cmoc={cmoc}
            item={item}
            onChange={(next) => change(item.cmoc, next)}
          />
        );
      })}
      {draft.items.length >= MOST_ITEMS ? (
        <p className="muted">{words.full(MOST_ITEMS)}</p>
      ) : choices.length === 0 ? null : (
        <Select
          label={words.cmocs}
          hint={words.cmocsHint}
          placeholder={words.choose}
          choices={choices}
          value={null}
          onChange={(id) => {
            const cmoc = list.cmocs.find((each) => each.id === id);
            if (cmoc !== undefined) setDraft(withItem(draft, cmoc));
          }}
        />
      )}
    </FormDialog>
  );
}
