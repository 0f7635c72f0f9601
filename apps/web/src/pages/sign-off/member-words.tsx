import type { SignOffAnswer } from '@triad/collab';
import type { ReactNode } from 'react';
import { dateTime } from '../../messages/format.ts';
import { signing } from '../../messages/signing.ts';
import { Avatar } from '../../ui/index.ts';
import { EndObjection } from './end-objection.tsx';
import type { MemberWord } from './words-of.ts';
import './member-words.css';

/** Each member with what they said of one version, and how an objection ended. */
export function MemberWords({
  project,
  cmoc,
  said,
  me,
  nameOf,
  mayGoOn,
}: {
  readonly project: string;
  readonly cmoc: string;
  readonly said: readonly MemberWord[];
  readonly me: string;
  readonly nameOf: (member: string) => string;
  /** The reader is a lead, and the version is the one that is put to sign-off. */
  readonly mayGoOn: boolean;
}) {
  return (
    <ul className="member-words" aria-label={signing.panel.members}>
      {said.map(({ member, said: word }) => (
        <li key={member}>
          <Avatar id={member} name={nameOf(member)} decorative />
          <span className="word-name">
            {nameOf(member)}
            {member === me ? <span className="faint"> ({signing.you})</span> : null}
          </span>
          {word === null ? (
            <span className="faint">{signing.waiting}</span>
          ) : (
            <Word word={word} nameOf={nameOf}>
              {mayGoOn && word.verdict === 'object' && word.ended === null && member !== me ? (
                <EndObjection
                  project={project}
                  cmoc={cmoc}
                  objection={word}
                  how="went-on"
                  name={nameOf(member)}
                />
              ) : null}
            </Word>
          )}
        </li>
      ))}
    </ul>
  );
}

function Word({
  word,
  nameOf,
  children,
}: {
  readonly word: SignOffAnswer;
  readonly nameOf: (member: string) => string;
  readonly children: ReactNode;
}) {
  const { verdict, text, at, ended, earlier } = word;
  const isOpen = verdict === 'object' && ended === null;
  return (
    <>
      <span className={`word-verdict ${isOpen ? 'open' : ''}`} title={dateTime(at)}>
        {ended?.how === 'withdrawn'
          ? signing.withdrawn(dateTime(ended.at))
          : signing.verdict[verdict]}
      </span>
      {text === '' ? null : (
        <p className="word-text" dir="auto">
          {text}
        </p>
      )}
      {ended?.how === 'went-on' ? (
        <p className="word-ended">
          <span className="faint">{signing.wentOn(nameOf(ended.by), dateTime(ended.at))} </span>
          <span className="word-reason" dir="auto">
            {ended.reason}
          </span>
        </p>
      ) : null}
      {earlier.length === 0 ? null : (
        <details className="word-earlier">
          <summary>{signing.saidBefore(earlier.length)}</summary>
          <ol>
            {earlier.map((one) => (
              <li key={one.at}>
                {signing.verdict[one.verdict]}, <span className="num">{dateTime(one.at)}</span>
                {one.text === '' ? null : (
                  <p className="word-text" dir="auto">
                    {one.text}
                  </p>
                )}
              </li>
            ))}
          </ol>
        </details>
      )}
      {children === null ? null : <div className="word-acts">{children}</div>}
    </>
  );
}
