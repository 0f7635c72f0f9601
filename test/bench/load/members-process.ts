import { setMaxListeners } from 'node:events';
import { serveOrders } from './helper.ts';
import { seeded } from '../support/random.ts';
import type { MembersAnswer, MembersOrder, Person } from './members.ts';
import type { Spreading } from './present-member.ts';
import { PresentMember } from './present-member.ts';
import { SignedInSocket, useSignedInSockets } from './signed-in-socket.ts';

/* Many members on one transcript, in this one process: they come, live there, and go when told. */

// Each provider listens for the end of the process.
setMaxListeners(0, process);
process.setMaxListeners(0);
useSignedInSockets();

/** Who opens the page in the same moment. */
const AT_ONCE = 4;

const spreading: Spreading = { addedAt: new Map(), deliveredMs: [] };
let members: readonly PresentMember[] = [];

async function perform(order: MembersOrder): Promise<MembersAnswer> {
  if (order.kind === 'come') {
    const came: PresentMember[] = [];
    for (let begun = 0; begun < order.people.length; begun += AT_ONCE) {
      const some = order.people.slice(begun, begun + AT_ONCE);
      const come = (person: Person, at: number): Promise<PresentMember> =>
        PresentMember.come(order.origin, person, { random: seeded(100 + begun + at), spreading });
      came.push(...(await Promise.all(some.map(come))));
    }
    members = came;
    for (const [at, member] of members.entries()) void member.live(at < order.coding);
  }
  const { deliveredMs } = spreading;
  spreading.deliveredMs = [];
  const answer = {
    members: members.length,
    sockets: SignedInSocket.made,
    documents: sum(({ connections }) => connections.open),
    lost: sum(({ connections }) => connections.lost),
    added: sum(({ added }) => added),
    told: sum(({ told }) => told),
    deliveredMs,
  };
  if (order.kind === 'go') for (const member of members) member.stop();
  return answer;
}

function sum(of: (member: PresentMember) => number): number {
  return members.reduce((whole, member) => whole + of(member), 0);
}

serveOrders(perform);
