// Makes test/golden/kubernetes/schemas.json: what the API of Kubernetes says of the objects that are made here. Words for people are left out.
//
//   node scripts/test/kubernetes-schemas.mjs FOLDER      a checkout of kubernetes/kubernetes, or its Go module k8s.io/kubernetes
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OUT = fileURLToPath(new URL('../../test/golden/kubernetes/schemas.json', import.meta.url));
const KINDS = [
  'io.k8s.api.authorization.v1.SelfSubjectAccessReview',
  'io.k8s.api.batch.v1.Job',
  'io.k8s.api.core.v1.ConfigMap',
  'io.k8s.api.core.v1.Pod',
  'io.k8s.api.core.v1.Secret',
  'io.k8s.api.core.v1.Service',
  'io.k8s.api.core.v1.ServiceAccount',
  'io.k8s.api.rbac.v1.ClusterRole',
  'io.k8s.api.rbac.v1.ClusterRoleBinding',
  'io.k8s.api.rbac.v1.Role',
  'io.k8s.api.rbac.v1.RoleBinding',
  'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
];

const swagger = JSON.parse(readFileSync(join(process.argv[2], 'api/openapi-spec/swagger.json'), 'utf8'));
const kept = new Map();

function keep(name) {
  if (kept.has(name)) return;
  kept.set(name, null);
  const schema = pruned(swagger.definitions[name]);
  // The API server drops what it does not know, and says nothing.
  if (schema.properties !== undefined) schema.additionalProperties = false;
  kept.set(name, schema);
}

/** Without words for people; follows references. */
function pruned(value) {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.$ref === 'string') keep(value.$ref.split('/').at(-1));
  if (value.format === 'int-or-string') return { type: ['integer', 'string'] };
  const isDropped = ([key, inner]) =>
    (key === 'description' && typeof inner === 'string') ||
    key === 'default' ||
    key === 'format' ||
    key.startsWith('x-');
  const fields = Object.entries(value).filter((entry) => !isDropped(entry));
  return Object.fromEntries(
    fields.map(([key, inner]) => [key, key === 'properties' ? eachPruned(inner) : pruned(inner)]),
  );
}

/** Fields of an object may be called as words of the schema are. */
function eachPruned(properties) {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, pruned(schema)]));
}

for (const kind of KINDS) keep(kind);
const lines = [...kept]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`);
writeFileSync(OUT, `{"definitions": {\n${lines.join(',\n')}\n}}\n`);
