import { RoleBadge } from '../ui/index.ts';
import type { SketchView } from './layer-model.ts';

/** The roles of a sketch, in order, with an arrow between. */
export function Flow({ view }: { readonly view: SketchView }) {
  const roles = [...new Set(view.parts.map(({ role }) => role))];
  return (
    <span className="flow">
      {roles.map((role, index) => (
        <span key={role} className="flow-step">
          {index === 0 ? null : <span className="arrow" aria-hidden="true" />}
          <RoleBadge role={role} />
        </span>
      ))}
    </span>
  );
}
