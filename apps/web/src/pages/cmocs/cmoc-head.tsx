import { cmocs } from '../../messages/cmocs.ts';
import type { CmocGiven } from './cmoc-view.tsx';
import './quote-view.css';

const words = cmocs.state;

/** Which CMOC this is and where it stands. */
export function CmocHead({ given: { answer, list, writing } }: { readonly given: CmocGiven }) {
  const { number, latest, state, revising, group } = answer;
  const outcome = list.groups.find(({ id }) => id === group)?.title;
  const facts = [
    cmocs.list.number(number),
    ...(outcome === undefined ? [] : [outcome]),
    ...(latest === null ? [] : [words.version(latest.number)]),
    words.names[state],
    // Who put it to sign-off, and when, stands with what was said of it.
    ...(latest === null ? [words.noVersion] : []),
    ...(revising && latest !== null ? [words.revising] : []),
  ];
  return (
    <div className="cmoc-head faint">
      <p className="quote-meta">
        {facts.map((fact) => (
          <span key={fact} dir="auto" className="quote-fact">
            {fact}
          </span>
        ))}
      </p>
      {writing !== null || state === 'retired' ? null : (
        <p className="small">{cmocs.page.readOnly}</p>
      )}
    </div>
  );
}
