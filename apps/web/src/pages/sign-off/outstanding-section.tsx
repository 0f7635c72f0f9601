import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CmocSummary } from '@triad/collab';
import { Bell } from 'lucide-react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { dateTime } from '../../messages/format.ts';
import { signing } from '../../messages/signing.ts';
import { Avatar, Button, toast } from '../../ui/index.ts';
import { outstandingOf } from './waiting.ts';

const words = signing.outstanding;

/** Who has not said anything yet, of how many versions; a lead reminds them. */
export function OutstandingSection({
  project,
  cmocs,
  nameOf,
  mayRemind,
}: {
  readonly project: string;
  readonly cmocs: readonly CmocSummary[];
  readonly nameOf: (member: string) => string;
  readonly mayRemind: boolean;
}) {
  const queryClient = useQueryClient();
  const outstanding = outstandingOf(cmocs);
  const last = cmocs
    .flatMap(({ signOffs }) => signOffs?.remindedAt ?? [])
    .toSorted()
    .at(-1);
  const remind = useMutation({
    mutationFn: () =>
      call(
        'remindSigners',
        { project },
        { cmocs: [...new Set(outstanding.flatMap((each) => each.cmocs))] },
      ),
    onSuccess: () => {
      toast(words.reminded);
      return queryClient.invalidateQueries({ queryKey: keys.cmocs(project) });
    },
    onError: (error) => toast(sentenceOf(error), { bad: true }),
  });
  return (
    <section className="stack" aria-labelledby="outstanding-title">
      <header className="row wrap between">
        <h3 id="outstanding-title">{words.title}</h3>
        {mayRemind && outstanding.length > 0 ? (
          <Button
            icon={<Bell size={14} aria-hidden="true" />}
            onPress={() => remind.mutate()}
            isPending={remind.isPending}
          >
            {outstanding.length === 1 ? words.remind : words.remindAll}
          </Button>
        ) : null}
      </header>
      {outstanding.length === 0 ? (
        <p className="muted">{words.none}</p>
      ) : (
        <>
          <ul className="outstanding">
            {outstanding.map(({ member, cmocs: waits }) => (
              <li key={member}>
                <Avatar id={member} name={nameOf(member)} decorative />
                <b>{nameOf(member)}</b>
                <span className="muted">{words.who(waits.length)}</span>
              </li>
            ))}
          </ul>
          {mayRemind ? <p className="faint small">{words.remindHint}</p> : null}
          {last === undefined ? null : (
            <p className="faint small">{words.lastReminded(dateTime(last))}</p>
          )}
        </>
      )}
    </section>
  );
}
