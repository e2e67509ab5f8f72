import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { KubeError } from './kube-error.js';

/** How a cluster is reached, and as whom. */
export interface Access {
  server: URL;
  /** PEM. */
  authority: string | null;
  isServerTrusted: boolean;
  /** Asked for at every request: tokens are renewed. */
  credentials(): Promise<Credentials>;
  /** Where none is named. */
  namespace: string;
  /** Whose credentials these are, for a person. */
  who: string;
}

export interface Credentials {
  /** The header. */
  authorization?: string;
  /** PEM, of a client that is known by its certificate. */
  certificate?: string;
  key?: string;
}

/** Where a pod finds who it is. Source: kubernetes.io, "Accessing the Kubernetes API from a Pod" */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster that this process's pod is in. @throws KubeError where it is in none, or has no service account */
export function openPodAccess(environment = process.env, folder = SERVICE_ACCOUNT): Access {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  if (host === undefined || !existsSync(join(folder, 'token')))
    throw new KubeError(
      `--on kubernetes:NAME is for the pod of a run's coordinator, and there is no ${join(folder, 'token')} here; --on kubernetes submits a run`,
      null,
    );
  const [namespace, authority] = ['namespace', 'ca.crt'].map((name) => readFileSync(join(folder, name), 'utf8'));
  return {
    server: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
    authority: authority!,
    isServerTrusted: false,
    credentials: async () => ({ authorization: `Bearer ${readFileSync(join(folder, 'token'), 'utf8').trim()}` }),
    namespace: namespace!.trim(),
    who: "this pod's service account",
  };
}

interface Named<T> {
  name: string;
  value: T;
  /** That relative paths are relative to. */
  folder: string;
}

interface Cluster {
  server?: string;
  'certificate-authority'?: string;
  'certificate-authority-data'?: string;
  'insecure-skip-tls-verify'?: boolean;
  'proxy-url'?: string;
}

interface User {
  token?: string;
  tokenFile?: string;
  username?: string;
  password?: string;
  'client-certificate'?: string;
  'client-certificate-data'?: string;
  'client-key'?: string;
  'client-key-data'?: string;
  exec?: Plugin;
  'auth-provider'?: { name?: string };
}

/** Source: kubernetes.io, "client-go credential plugins" */
interface Plugin {
  apiVersion: string;
  command: string;
  args?: string[] | null;
  env?: { name: string; value: string }[] | null;
  installHint?: string;
}

interface Context {
  cluster?: string;
  user?: string;
  namespace?: string;
}

/**
 * The cluster of the current context, as kubectl has it.
 * @throws KubeError where there is none, or what is needed here is not in it
 */
export function openKubeconfig(environment = process.env): Access {
  const given = (environment.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  const paths = given.length > 0 ? given : [join(homedir(), '.kube/config')];
  const there = paths.filter((path) => existsSync(path));
  const origin = given.length > 0 ? `KUBECONFIG is ${environment.KUBECONFIG}` : `KUBECONFIG is not set`;
  if (there.length === 0)
    throw new KubeError(
      `no cluster is known here: ${origin}, and there is no ${paths.join(' nor ')}; expected a file as kubectl has it`,
      null,
    );
  const files = there.map((path) => ({ path, content: readKubeconfig(path) }));
  const currents = files.map(({ content }) => content['current-context']).filter((name) => !!name);
  const where = there.join(', ');
  const current = currents[0];
  if (typeof current !== 'string')
    throw new KubeError(`${where} has no current context: kubectl config use-context NAME sets one`, null);
  const all = <T>(list: string, kind: string): Named<T>[] =>
    files.flatMap(({ path, content }) =>
      listOf(content[list]).map((entry) => ({
        name: String(entry.name),
        value: (entry[kind] ?? {}) as T,
        folder: dirname(resolve(path)),
      })),
    );
  const find = <T>(list: string, kind: string, name: string | undefined): Named<T> => {
    const found = all<T>(list, kind).find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new KubeError(`${where} has no ${kind} "${name}", which its current context "${current}" names`, null);
  };
  const { value: context } = find<Context>('contexts', 'context', current);
  const { value: cluster, folder } = find<Cluster>('clusters', 'cluster', context.cluster);
  const user = find<User>('users', 'user', context.user);
  if (cluster.server === undefined || !URL.canParse(cluster.server))
    throw new KubeError(
      `${where} has the server "${cluster.server}" in cluster "${context.cluster}", expected an address`,
      null,
    );
  if (cluster['proxy-url'] !== undefined)
    throw new KubeError(
      `${where} has the proxy ${cluster['proxy-url']} for cluster "${context.cluster}": proxies are not supported`,
      null,
    );
  const authorityFile = cluster['certificate-authority'];
  return {
    server: new URL(cluster.server),
    authority: pem(cluster['certificate-authority-data'], authorityFile, folder),
    isServerTrusted: cluster['insecure-skip-tls-verify'] === true,
    credentials: credentialsOf(user, where),
    namespace: context.namespace ?? 'default',
    who: `the credentials of user "${context.user}" in ${where}`,
  };
}

type Fields = Record<string, unknown>;

function readKubeconfig(path: string): Fields {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new KubeError(`${path} cannot be read: ${(cause as Error).message}`, null, { cause });
  }
  if (typeof content === 'object' && content !== null) return content as Fields;
  throw new KubeError(`${path} is no kubeconfig: expected clusters, users and contexts`, null);
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

function pem(data: string | undefined, file: string | undefined, folder: string): string | null {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  if (file === undefined) return null;
  return readNamed(resolve(folder, file));
}

function readNamed(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new KubeError(`a file that the kubeconfig names cannot be read: ${(cause as Error).message}`, null, {
      cause,
    });
  }
}

function credentialsOf({ name, value: user, folder }: Named<User>, where: string): () => Promise<Credentials> {
  if (user.exec !== undefined) return pluginCredentials(user.exec, folder);
  if (user['auth-provider'] !== undefined)
    throw new KubeError(
      `${where} has the auth-provider "${user['auth-provider'].name}" for user "${name}": it was given up by Kubernetes; expected exec, a token or a certificate`,
      null,
    );
  const certificate = pem(user['client-certificate-data'], user['client-certificate'], folder);
  const key = pem(user['client-key-data'], user['client-key'], folder);
  const { token, tokenFile, username, password } = user;
  return async () => {
    const bearer = tokenFile === undefined ? token : readNamed(resolve(folder, tokenFile)).trim();
    return {
      ...(certificate !== null && { certificate }),
      ...(key !== null && { key }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(username !== undefined && {
        authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`,
      }),
    };
  };
}

interface ExecCredential {
  status?: {
    expirationTimestamp?: string;
    token?: string;
    clientCertificateData?: string;
    clientKeyData?: string;
  };
}

/** Before a token expires. */
const MARGIN_MS = 30_000;

/** Of the program that a cloud gives for it; asked again when what it has given expires. */
function pluginCredentials(plugin: Plugin, folder: string): () => Promise<Credentials> {
  let held: { credentials: Credentials; untilMs: number } | null = null;
  return async () => {
    if (held !== null && Date.now() < held.untilMs) return held.credentials;
    const { status = {} } = await runPlugin(plugin, folder);
    const { expirationTimestamp, token, clientCertificateData, clientKeyData } = status;
    const untilMs =
      expirationTimestamp === undefined ? Number.POSITIVE_INFINITY : Date.parse(expirationTimestamp) - MARGIN_MS;
    const credentials = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(clientCertificateData !== undefined && { certificate: clientCertificateData }),
      ...(clientKeyData !== undefined && { key: clientKeyData }),
    };
    held = { credentials, untilMs };
    return credentials;
  };
}

function runPlugin({ apiVersion, command, args, env, installHint }: Plugin, folder: string): Promise<ExecCredential> {
  const info = { apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const given = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const environment = { ...process.env, ...given, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  const program = command.includes('/') ? resolve(folder, command) : command;
  return new Promise((done, fail) => {
    execFile(program, args ?? [], { env: environment, timeout: 60_000 }, (cause, printed, said) => {
      const hint = installHint === undefined ? '' : `; ${installHint.trim()}`;
      const failed = (why: string) =>
        fail(new KubeError(`${command}, by which the kubeconfig says who you are, ${why}${hint}`, null));
      if (cause !== null) return failed(`has failed: ${said.trim() || cause.message}`);
      try {
        done(JSON.parse(printed) as ExecCredential);
      } catch {
        failed('has printed no ExecCredential');
      }
    });
  });
}
