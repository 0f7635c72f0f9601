import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CmocSummary, ProvenanceAnswer } from '@triad/collab';
import { queries } from '../../api/queries.ts';
import { signing } from '../../messages/signing.ts';
import { say } from '../../messages.ts';
import { way } from '../../messages/way.ts';
import { RoleBadge } from '../../ui/index.ts';
import { BearingTag } from '../sign-off/bearing-tag.tsx';
import '../sign-off/evidence-list.css';
import { Stage } from './stage.tsx';
import type { WayStages } from './way-stages.ts';
import '../sign-off/standing.css';

const words = way.evidence;
type Evidence = ProvenanceAnswer['agreed'][number]['evidence'][number];

/** The CMOCs that it serves: how, in which versions, what the team said, and what became of them. */
export function EvidenceStage({
  project,
  stages: { agreed },
}: {
  readonly project: string;
  readonly stages: WayStages;
}) {
  const { data } = useQuery(queries.cmocs(project));
  const cmocs = data?.cmocs ?? [];
  const evidence = agreed.flatMap((quote) => quote.evidence);
  return (
    <Stage title={words.title} isBare={evidence.length === 0}>
      {evidence.length === 0 ? <p>{words.none}</p> : null}
      <ul className="way-cards">
        {evidence.map((each) => (
          <li key={each.id} className="way-card">
            <EvidenceCard project={project} evidence={each} cmocs={cmocs} />
          </li>
        ))}
      </ul>
    </Stage>
  );
}

function EvidenceCard({
  project,
  evidence,
  cmocs,
}: {
  readonly project: string;
  readonly evidence: Evidence;
  readonly cmocs: readonly CmocSummary[];
}) {
  const { cmoc, number, title, state, role, bearing, versions, inDraft } = evidence;
  const held = [
    ...(versions.length === 0 ? [] : [words.versions(versions)]),
    ...(versions.length === 0 && inDraft ? [words.draftOnly] : []),
    ...(!inDraft ? [words.notInDraft] : []),
  ];
  return (
    <>
      <p className="row wrap">
        <Link to="/projects/$project/cmocs/$cmoc" params={{ project, cmoc }} className="way-cmoc">
          {words.cmoc(number)} {title === '' ? signing.untitled : title}
        </Link>
        <span className={state === 'contested' ? 'standing contested' : 'standing muted'}>
          {words.states[state]}
        </span>
      </p>
      <p className="row wrap">
        {role === null ? (
          <span className="muted">{words.whole}</span>
        ) : (
          <>
            <RoleBadge role={role} decorative />
            <span>{words.as(say.roles[role].toLowerCase())}</span>
          </>
        )}
        <BearingTag bearing={bearing} />
      </p>
      <p className="faint small">{held.join(' · ')}</p>
      <Kin project={project} label={words.parents} ids={evidence.parents} cmocs={cmocs} />
      <Kin project={project} label={words.children} ids={evidence.children} cmocs={cmocs} />
    </>
  );
}

/** CMOCs that it came from or went into, by combining or dividing. */
function Kin({
  project,
  label,
  ids,
  cmocs,
}: {
  readonly project: string;
  readonly label: string;
  readonly ids: readonly string[];
  readonly cmocs: readonly CmocSummary[];
}) {
  if (ids.length === 0) return null;
  return (
    <p className="small">
      <span className="faint">{label} </span>
      {ids.map((cmoc, i) => {
        const known = cmocs.find(({ id }) => id === cmoc);
        return (
          <span key={cmoc}>
            {i === 0 ? '' : ', '}
            <Link to="/projects/$project/cmocs/$cmoc" params={{ project, cmoc }}>
              {known === undefined
                ? words.toCmoc
                : `${words.cmoc(known.number)} ${known.title}`.trim()}
            </Link>
          </span>
        );
      })}
    </p>
  );
}
