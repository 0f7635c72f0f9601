import type { ReactNode } from 'react';
import { createContext, useContext } from 'react';
import './avatar.css';

const PAPERS = [
  '#e7d3b5',
  '#cfe0d6',
  '#d6d3ea',
  '#f0d4d2',
  '#d3e2ee',
  '#e4e2b8',
  '#e6d2e2',
  '#d9d9d4',
] as const;

/** Two letters for a person: of the first and the last word, or the first two of a single one. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = (word: string | undefined) => [...(word ?? '').replace(/[^\p{L}\p{N}]/gu, '')];
  const [first] = letters(words[0]);
  if (words.length < 2) return letters(words[0]).slice(0, 2).join('').toLocaleUpperCase();
  const [last] = letters(words.at(-1));
  return `${first ?? ''}${last ?? ''}`.toLocaleUpperCase();
}

const People = createContext<readonly string[]>([]);

/**
 * Gives the people of a project their tones in the order of `ids`, so that the first eight differ.
 * The order must not change while people come and go: by when they joined, those who left too.
 */
export function AvatarTones({
  ids,
  children,
}: {
  readonly ids: readonly string[];
  readonly children: ReactNode;
}) {
  return <People value={ids}>{children}</People>;
}

/** A paper tone for a person, by their place among the people, else by their id; only beside their initials. */
export function paperOf(id: string, people: readonly string[] = []): string {
  let place = people.indexOf(id);
  if (place === -1) {
    place = 0;
    for (const char of id) place = (place * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  }
  return PAPERS[place % PAPERS.length] ?? PAPERS[0];
}

/** A person's initials on paper, drawn rather than written: the name is what is read out. `decorative` where the name stands beside it. */
export function Avatar({
  id,
  name,
  size = 24,
  decorative = false,
}: {
  readonly id: string;
  readonly name: string;
  readonly size?: 20 | 24 | 32;
  readonly decorative?: boolean;
}) {
  const people = useContext(People);
  const label = decorative
    ? { 'aria-hidden': true as const }
    : { role: 'img', 'aria-label': name, title: name };
  return (
    <span
      {...label}
      className={`avatar size-${size}`}
      style={{ background: paperOf(id, people) }}
      data-initials={initialsOf(name)}
    />
  );
}
