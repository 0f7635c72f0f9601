import type { Person } from './person.ts';

/** A short invented interview, for tests that need words of their own: each phrase stands once. */
export const INTERVIEW = `
INT: Could you begin with how you came to the allotment group in the first place?
P1: My doctor wrote it on a card, of all things. I had not been out of the flat much since the winter. Nobody there asked what was wrong with me, and that was a relief.
INT: And what was it about nobody asking that made a difference?
P1: When people ask, I have to be a patient. There I was simply the one who could sharpen tools. I felt useful again, for the first time in a long while. So I went back the week after, and the week after that.
INT: Did it work the same way for the others in the group?
P1: Not for everyone. Peter found the silence hard, he wanted to talk things over. He stopped coming in the spring. For him it needed somebody to sit with.
INT: What would you tell the service about that?
P1: That the tools come first and the talking comes second, if it comes at all. And that the card mattered, because it came from someone I trust.
`;

/** Imports {@link INTERVIEW} by the API: a turn a line, twenty seconds each. */
export function importInterview(
  lead: Person,
  project: string,
  title = 'At the allotment',
): Promise<string> {
  const turns = INTERVIEW.trim()
    .split('\n')
    .map((line) => line.split(/: (.*)/s) as [string, string]);
  return lead.postImport(project, {
    title,
    fileName: `${title}.txt`,
    format: 'txt',
    sha256: '0'.repeat(64),
    keepOriginal: false,
    speakers: [
      { key: 's1', name: 'INT', kind: 'interviewer', participant: null },
      { key: 's2', name: 'P1', kind: 'participant', participant: null },
    ],
    turns: turns.map(([speaker, text], index) => ({
      speaker: speaker === 'INT' ? 's1' : 's2',
      start: index * 20,
      end: index * 20 + 18,
      text,
    })),
  });
}
