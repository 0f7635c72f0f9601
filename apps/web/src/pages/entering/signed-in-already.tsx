import type { ReactNode } from 'react';
import { say } from '../../messages.ts';
import { useSignOut } from '../../shell/session.ts';
import { Button } from '../../ui/index.ts';
import { Door } from './door.tsx';

const words = say.entering;

/**
 * In the place of a way in, where somebody is in already: nobody is let in over them, since their
 * work may wait here. Signing out sends it, or offers what could not be sent.
 */
export function SignedInAlready({
  name,
  body,
  act,
  stay,
}: {
  readonly name: string;
  readonly body: string;
  /** What signing out is called, where something follows from it. */
  readonly act: string;
  /** The way to go on as whoever is in. */
  readonly stay: ReactNode;
}) {
  const signOut = useSignOut('stay');
  return (
    <Door title={words.alreadyTitle(name)} lead={body}>
      <div className="door-form">
        {stay}
        <Button onPress={() => signOut.mutate()} isPending={signOut.isPending}>
          {signOut.isPending ? words.alreadyLeaving : act}
        </Button>
      </div>
    </Door>
  );
}
