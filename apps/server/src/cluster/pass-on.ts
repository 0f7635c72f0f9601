import type { Request, Response } from 'express';
import type { PassOn } from '../http/mount-routes.ts';
import { refuse } from '../refusal.ts';
import type { Cluster } from './cluster.ts';
import type { RequestForwarder } from './forward-request.ts';

/** Passes requests on to the server that acts for what they name. */
export function makePassOn(cluster: Cluster, forwarder: RequestForwarder): PassOn {
  async function to(
    project: string | null,
    request: Request,
    response: Response,
    body: () => Buffer | null,
  ): Promise<boolean> {
    if (project === null) return false;
    const home = await cluster.homes.find(project);
    if (home === null) return false;
    return forwarder.forward(request, response, project, home, body());
  }

  return {
    async byPath(request, response) {
      if (!cluster.isFresh()) throw refuse('server/unavailable');
      const project = await cluster.projectOf.request(request.method, request.path);
      return to(project, request, response, () => null);
    },
    async byToken(name, request, response) {
      const project = await cluster.projectOf.token(name, request.body);
      return to(project, request, response, () => Buffer.from(JSON.stringify(request.body)));
    },
  };
}

/** Of requests that were passed on to here: they go no further, and wait until this server acts for them. */
export function makeArrive(cluster: Cluster): PassOn {
  async function arrive(project: string | null): Promise<false> {
    if (project !== null && (await cluster.homes.find(project)) !== null)
      throw refuse('server/elsewhere');
    return false;
  }
  return {
    async byPath(request) {
      if (!cluster.isFresh()) throw refuse('server/unavailable');
      return arrive(await cluster.projectOf.request(request.method, request.path));
    },
    async byToken(name, request) {
      return arrive(await cluster.projectOf.token(name, request.body));
    },
  };
}
