import type { Person } from '../load/members.ts';
import { inDataFolder } from './in-data-folder.ts';
import { cookieOf, makeTeam } from './team-study.ts';

/** With the transcript each of a team has seven documents open. */
const CODERS = 6;

/** So many people in teams of six, each team with an interview of its own that all of it has coded. */
export function makePeopleStudy(dataFolder: string, count: number): Promise<readonly Person[]> {
  return inDataFolder(dataFolder, async ({ context }) => {
    const people: Person[] = [];
    for (let team = 0; people.length < count; team += 1) {
      const { transcript, coders } = await makeTeam(context, {
        title: `Team ${team}`,
        seed: 41,
        words: 8_000,
        turns: 130,
        coders: CODERS,
        spans: CODERS * 150,
      });
      for (const { account } of coders) {
        people.push({ cookie: await cookieOf(context, account), transcript });
      }
    }
    return people.slice(0, count);
  });
}
