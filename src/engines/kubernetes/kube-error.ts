import { UserError } from '../../errors/user-error.js';

/** The cluster has not done what was asked of it, or cannot be asked. */
export class KubeError extends UserError {
  constructor(
    message: string,
    /** Of HTTP; null where no answer has come. */
    readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super('KUBERNETES', 2, message, options);
  }

  /** Another try may end otherwise, though nobody mends anything here. */
  get mayPass(): boolean {
    return this.status === null || this.status === 429 || this.status >= 500;
  }

  get isMissing(): boolean {
    return this.status === 404;
  }
}

/** What is asked of the API, for errors. */
export interface Asked {
  /** Of HTTP. */
  method: string;
  /** Of the API server, with its query. */
  path: string;
  server: string;
  /** Whose credentials are used, and where they are from. */
  who: string;
}

/**
 * An answer that is none.
 * @param message the server's own
 */
export function refusal(asked: Asked, status: number, message: string): KubeError {
  return new KubeError(sentence(asked, status, message), status);
}

function sentence({ method, path, server, who }: Asked, status: number, message: string): string {
  const what = resourceOf(path);
  if (status === 401)
    return `the API server ${server} does not accept ${who}: they are wrong, or have expired (401 ${message || 'Unauthorized'})`;
  if (status === 403 && /exceeded quota|maximum (?:cpu|memory|\S+) (?:usage|limit)/.test(message))
    return `the namespace ${what.namespace} gives no more: ${message}`;
  if (status === 403 && /attempting to grant/.test(message))
    return `${who} may not give rights that they have not themselves: ${message}; give --service-account, one that has them`;
  if (status === 403) {
    const where = what.namespace === '' ? 'in the cluster' : `in the namespace ${what.namespace}`;
    const kind = what.namespace === '' ? 'ClusterRole' : 'Role';
    const verb = verbOf(method, path);
    const rule = `{apiGroups: ["${what.group}"], resources: ["${what.resource}"], verbs: ["${verb}"]}`;
    return `${who} may not ${verb} ${what.resource} ${where} (403 ${message}); a ${kind} needs the rule ${rule}`;
  }
  if (status === 404 && /^namespaces "/.test(message))
    return `there is no namespace ${what.namespace} at ${server}: kubectl create namespace ${what.namespace}, or give --namespace`;
  return `${method} ${path.split('?')[0]} at ${server}: ${status} ${message}`;
}

interface Resource {
  group: string;
  /** Plural, with its part behind a slash. */
  resource: string;
  /** Empty for what belongs to no namespace. */
  namespace: string;
}

/** What a path of the API is about: /apis/batch/v1/namespaces/default/jobs/fleet. */
function resourceOf(path: string): Resource {
  const [, group = '', namespace = '', kind = '', part] =
    /^\/(?:api|apis\/([^/]+))\/[^/]+\/(?:namespaces\/([^/]+)\/)?([^/?]+)(?:\/[^/?]+(?:\/([^/?]+))?)?/.exec(path) ?? [];
  return { group, namespace, resource: part === undefined ? kind : `${kind}/${part}` };
}

/** As a Role names it. Source: kubernetes.io, "Determine the Request Verb" */
function verbOf(method: string, path: string): string {
  if (method !== 'GET') return { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }[method] ?? method;
  if (/[?&]watch=/.test(path)) return 'watch';
  const isOne = /^\/(?:api|apis\/[^/]+)\/[^/]+\/(?:namespaces\/[^/]+\/)?[^/?]+\/[^/?]+/.test(path);
  return isOne ? 'get' : 'list';
}

/** A server that is not there, or is not whom it says. */
export function unreachable({ server }: Asked, cause: Error): KubeError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const isUntrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code);
  const why = isUntrusted
    ? `its certificate is not signed by the authority that is given for it (${code})`
    : cause.message || code;
  return new KubeError(`the API server ${server} cannot be reached: ${why}`, null, { cause });
}
