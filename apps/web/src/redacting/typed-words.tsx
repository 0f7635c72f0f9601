import { LIMITS } from '@triad/collab';
import { useState } from 'react';
import { redacting as words } from '../messages/redacting.ts';
import { Button, TextField } from '../ui/index.ts';

/** Words that the text may not hold any more, to be typed, or chosen from what was removed. */
export function TypedWords({
  begun,
  others,
  isLooking,
  onChange,
  onLook,
}: {
  readonly begun: string;
  readonly others: readonly string[];
  readonly isLooking: boolean;
  /** What was found so far is of other words. */
  readonly onChange: () => void;
  readonly onLook: (words: string) => void;
}) {
  const [typed, setTyped] = useState(begun);
  const isLong = typed.trim().length > LIMITS.redactedUtf16;
  const isReady = typed.trim() !== '' && !isLong;
  return (
    <>
      <form
        className="redact-typed"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onLook(typed.trim());
        }}
      >
        <TextField
          autoFocus
          autoComplete="off"
          label={words.words}
          hint={words.typedHint}
          error={isLong ? words.tooLong(LIMITS.redactedUtf16) : null}
          value={typed}
          onChange={(value) => {
            setTyped(value);
            onChange();
          }}
        />
        <Button type="submit" isDisabled={!isReady} isPending={isLooking}>
          {words.look}
        </Button>
      </form>
      {others.length === 0 ? null : (
        <div className="row wrap">
          <span className="small muted">{words.removedThere}</span>
          {others.map((each) => (
            <Button
              key={each}
              kind="quiet"
              aria-label={words.use(each)}
              onPress={() => {
                setTyped(each);
                onLook(each);
              }}
            >
              {each}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
