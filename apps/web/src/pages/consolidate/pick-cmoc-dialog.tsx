import { useQuery } from '@tanstack/react-query';
import { sentenceText } from '@triad/realist';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { consolidating } from '../../messages/consolidating.ts';
import { hasEveryWord } from '../../shell/has-every-word.ts';
import { FormDialog, Loading, Notice, TextField } from '../../ui/index.ts';

const words = consolidating.pick;

/** Lets a lead choose the CMOC that a candidate goes into. */
export default function PickCmocDialog({
  project,
  isPending,
  onPick,
  onClose,
}: {
  readonly project: string;
  readonly isPending: boolean;
  readonly onPick: (cmoc: string) => void;
  readonly onClose: () => void;
}) {
  const { data, error } = useQuery(queries.cmocs(project));
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const all = (data?.cmocs ?? []).filter(({ state }) => state !== 'retired');
  const found = all.filter(({ number, title, sentence }) =>
    hasEveryWord(`${number} ${title} ${sentenceText(sentence)}`, search),
  );
  // With Enter in the field the one that is left is meant.
  const picked = found.length === 1 ? (found[0]?.id ?? null) : chosen;
  const isThere = found.some(({ id }) => id === picked);
  return (
    <FormDialog
      onClose={onClose}
      title={consolidating.act.addTitle}
      lead={consolidating.act.addLead}
      submit={consolidating.act.addSend}
      onSubmit={() => (picked === null ? undefined : onPick(picked))}
      isPending={isPending}
      isDisabled={picked === null || !isThere}
      error={error === null ? null : sentenceOf(error)}
    >
      {data === undefined && error === null ? <Loading>{consolidating.loading}</Loading> : null}
      {data !== undefined && all.length === 0 ? <Notice>{words.noneAtAll}</Notice> : null}
      {all.length === 0 ? null : (
        <>
          <TextField label={words.search} value={search} onChange={setSearch} autoFocus />
          {found.length === 0 ? <p className="muted">{words.none}</p> : null}
          <ListBox
            aria-label={words.label}
            className="pick-list"
            selectionMode="single"
            selectedKeys={picked === null ? [] : [picked]}
            onSelectionChange={(keys) =>
              setChosen(keys === 'all' ? null : ([...keys][0]?.toString() ?? null))
            }
            items={found}
          >
            {(cmoc) => (
              <ListBoxItem
                id={cmoc.id}
                textValue={`${cmoc.number} ${cmoc.title}`}
                className="pick-item"
              >
                <b className="num">{cmoc.number}</b>
                <span dir="auto">
                  {cmoc.title === '' ? words.untitled : cmoc.title}
                  <span className="pick-sentence">{sentenceText(cmoc.sentence)}</span>
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </>
      )}
    </FormDialog>
  );
}
