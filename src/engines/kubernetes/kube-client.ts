import http from 'node:http';
import https from 'node:https';
import type { Access } from './credentials.js';
import { type Asked, refusal, unreachable } from './kube-error.js';

/** At once: of a large job hundreds of pods are made. */
const CONNECTIONS = 32;
/** An answer that does not come by then does not come. */
const LIMIT_MS = 30_000;

export type Query = Readonly<Record<string, string | number | boolean>>;

export interface WatchEvent<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: T;
}

export const MERGE_PATCH = 'application/merge-patch+json';

/** The API of a cluster: one request at a time, and those that go on. */
export class KubeClient {
  readonly #agent: https.Agent;

  constructor(readonly access: Access) {
    const { authority, isServerTrusted, server } = access;
    const options = {
      keepAlive: true,
      maxSockets: CONNECTIONS,
      ...(authority !== null && { ca: authority }),
      ...(isServerTrusted && { rejectUnauthorized: false }),
    };
    this.#agent =
      server.protocol === 'http:'
        ? (new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS }) as https.Agent)
        : new https.Agent(options);
  }

  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.#answer<T>('GET', withQuery(path, query));
  }

  create<T>(path: string, object: object): Promise<T> {
    return this.#answer<T>('POST', path, object);
  }

  /** Changes the fields that are given, and leaves all others. */
  patch<T>(path: string, fields: object): Promise<T> {
    return this.#answer<T>('PATCH', path, fields, MERGE_PATCH);
  }

  /** @param options a DeleteOptions */
  delete<T>(path: string, options: object = {}): Promise<T> {
    return this.#answer<T>('DELETE', path, { apiVersion: 'v1', kind: 'DeleteOptions', ...options });
  }

  /** Lines of an answer that goes on, until it ends, however that comes. @throws KubeError where it is refused */
  async *lines(path: string, query: Query, signal: AbortSignal, limitMs: number): AsyncGenerator<string> {
    const response = await this.#respond('GET', withQuery(path, query), null, '', signal);
    const timer = setTimeout(() => response.destroy(), limitMs);
    let rest = '';
    try {
      for await (const text of response.setEncoding('utf8')) {
        const lines = `${rest}${text}`.split('\n');
        rest = lines.pop()!;
        yield* lines;
      }
    } catch {
      // The connection is lost: who reads on asks again.
    } finally {
      clearTimeout(timer);
      response.destroy();
    }
  }

  async #answer<T>(method: string, path: string, body: object | null = null, type = 'application/json'): Promise<T> {
    const response = await this.#respond(method, path, body, type, AbortSignal.timeout(LIMIT_MS));
    try {
      return JSON.parse(await textOf(response)) as T;
    } catch (cause) {
      throw unreachable(this.#asked(method, path), cause as Error);
    }
  }

  #asked(method: string, path: string): Asked {
    const { server, who } = this.access;
    return { method, path, server: server.origin, who };
  }

  /** @throws KubeError where the answer is no success */
  async #respond(
    method: string,
    path: string,
    body: object | null,
    type: string,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage> {
    const asked = this.#asked(method, path);
    const { server } = this.access;
    const { authorization, certificate, key } = await this.access.credentials();
    const content = body === null ? null : Buffer.from(JSON.stringify(body));
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = (server.protocol === 'http:' ? http : https).request(
        new URL(`${server.pathname.replace(/\/$/, '')}${path}`, server),
        {
          method,
          agent: this.#agent,
          signal,
          ...(certificate !== undefined && { cert: certificate }),
          ...(key !== undefined && { key }),
          headers: {
            accept: 'application/json',
            'user-agent': 'dinofleet',
            ...(authorization !== undefined && { authorization }),
            // With its length: a DELETE's body is sent without one otherwise.
            ...(content !== null && { 'content-type': type, 'content-length': content.length }),
          },
        },
        resolve,
      );
      request.on('error', (error) => reject(unreachable(asked, signalled(error, signal))));
      request.end(content ?? undefined);
    });
    if (response.statusCode! < 300) return response;
    const text = await textOf(response).catch(() => '');
    throw refusal(asked, response.statusCode!, messageOf(text));
  }
}

function signalled(error: Error, signal: AbortSignal): Error {
  const isLate = signal.aborted && (signal.reason as Error | undefined)?.name === 'TimeoutError';
  return isLate ? new Error(`no answer for ${LIMIT_MS / 1000} s`) : error;
}

async function textOf(response: http.IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

/** Of a Status, or else what a proxy has said. */
function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? '';
  } catch {
    return text.trim().slice(0, 300);
  }
}

function withQuery(path: string, query: Query): string {
  const text = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return text === '' ? path : `${path}?${text}`;
}
