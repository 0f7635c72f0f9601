import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Preferences } from '@triad/collab';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { annotator as words } from '../messages/annotator.ts';
import { Select, toast } from '../ui/index.ts';
import type { Snapping } from './snapping.ts';

const CHOICES: readonly Snapping[] = ['exact', 'word', 'sentence', 'turn'];

/** What a mark is widened to; kept with the account. */
export function SnappingChoice({ preferences }: { readonly preferences: Preferences }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (snapping: Snapping) => call('changeAccount', {}, { preferences: { snapping } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.session }),
    onError: (error) => toast(`${words.snapping.failed} ${sentenceOf(error)}`, { bad: true }),
  });
  return (
    <div className="side-snapping">
      <Select
        label={words.snapping.label}
        value={preferences.snapping ?? 'word'}
        choices={CHOICES.map((value) => ({ value, label: words.snapping[value] }))}
        onChange={(snapping) => save.mutate(snapping)}
      />
    </div>
  );
}
