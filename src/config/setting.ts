import { inspect } from 'node:util';
import { ConfigError } from './config-error.js';
import { hintForKey } from './hints.js';
import { fields } from './schema.js';

/** One key that somebody set, and where: "configs/small.yaml:12" or "argument optim.lr=x". */
export interface Setting {
  key: string;
  value: unknown;
  origin: string;
}

/** The keys of a section; none where `key` is not a section. */
export function keysInside(key: string): string[] {
  return [...fields.keys()].filter((known) => known.startsWith(`${key}.`));
}

/** @throws ConfigError where there is no such key, or the key takes no such value */
export function checkSetting({ key, value, origin }: Setting): void {
  refuseUnexpanded(key, value, origin);
  const field = fields.get(key);
  if (field?.accepts(value)) return;
  if (field?.traits.isPath && typeof value === 'string')
    throw new ConfigError(
      'BAD_VALUE',
      `${origin}: ${key} is empty, expected a path; is a shell variable in it not set?`,
    );
  const got = inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 100 });
  if (field) throw new ConfigError('BAD_VALUE', `${origin}: ${key} is ${got}, expected ${field.wanted}`);

  const inside = keysInside(key);
  if (inside.length > 0)
    throw new ConfigError('BAD_VALUE', `${origin}: ${key} is ${got}, expected keys below it such as ${inside[0]}`);

  throw new ConfigError('UNKNOWN_KEY', `${origin}: unknown key "${key}"; ${hintForKey(key)}`);
}

/** What OmegaConf and shells would put a value in the place of. Taken as it stands it would name a folder, of all things. */
function refuseUnexpanded(key: string, value: unknown, origin: string): void {
  if (typeof value !== 'string') return;
  const refuse = (what: string, instead: string) => {
    throw new ConfigError('BAD_VALUE', `${origin}: ${key} is '${value}', ${what}; ${instead}`);
  };
  if (value === '???') refuse("OmegaConf's mark for a value that is to be given", `give one, by ${key}=VALUE`);
  const [, variable] = /\$\{oc\.env:(\w+)/.exec(value) ?? /^\$(\w+)/.exec(value) ?? [];
  const written = 'write the value itself';
  if (/\$\{.*\}/s.test(value))
    refuse(
      'an interpolation of OmegaConf, which is not expanded here',
      variable ? `${written}, or have the shell expand it: ${key}="$${variable}"` : written,
    );
  if (fields.get(key)?.traits.isPath && variable)
    refuse('a variable of the shell, which is not expanded here', `${written}, or give it unquoted as an argument`);
}
