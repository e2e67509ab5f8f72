import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { isMap, isScalar, LineCounter, parse, parseDocument, stringify, type YAMLMap } from 'yaml';
import { checkTogether } from './check.js';
import { ConfigError } from './config-error.js';
import { keptOf } from './field.js';
import { nearestKey } from './nearest-key.js';
import { type Config, fields } from './schema.js';

/** One key that somebody set, and where: "configs/small.yaml:12" or "argument optim.lr=x". */
interface Setting {
  key: string;
  value: unknown;
  origin: string;
}

/**
 * The defaults, changed by a YAML file, changed by `key=value` arguments.
 * @throws ConfigError that names file and line, or the argument
 */
export function loadConfig(file: string, overrides: readonly string[]): Config {
  return configFromSettings([...settingsOfFile(file), ...overrides.map(settingOfArgument)]);
}

/**
 * The defaults, changed by nested plain data: a stored or received configuration; changed by `key=value` arguments.
 * @param origin begins an error's message: where the data came from
 */
export function configFromObject(data: object, origin = 'configuration', overrides: readonly string[] = []): Config {
  return configFromSettings([...settingsOfObject(data, '', origin), ...overrides.map(settingOfArgument)]);
}

/** YAML that `loadConfig` reads back to the same configuration. */
export function dumpConfig(config: Config): string {
  return stringify(config);
}

function configFromSettings(settings: readonly Setting[]): Config {
  const values = new Map([...fields].map(([key, field]) => [key, field.initial]));
  const origins = new Map<string, string>();
  for (const { key, value, origin } of settings) {
    checkSetting(key, value, origin);
    const field = fields.get(key)!;
    values.set(key, keptOf(field, field.traits.isPath ? withHome(value, origin) : value));
    origins.set(key, origin);
  }
  const config = nest(values);
  try {
    checkTogether(config);
  } catch (error) {
    throw error instanceof ConfigError ? withOrigins(error, origins) : error;
  }
  return config;
}

/** The shell does not expand `~` behind `key=`, and nobody does in a file. */
function withHome(path: unknown, origin: string): unknown {
  if (typeof path !== 'string' || !path.startsWith('~')) return path;
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  // What a person writes in full: ~user, but a folder may also be called ~old.
  if (existsSync(path)) return path;
  const [name] = path.split('/', 1);
  throw new ConfigError('BAD_VALUE', `${origin}: ${name} is not expanded to a home directory; write the path in full`);
}

/** The same error, with the places where the keys that it speaks of were set. */
function withOrigins(error: ConfigError, origins: ReadonlyMap<string, string>): ConfigError {
  const set = [...origins].filter(([key]) => error.message.includes(key));
  if (set.length === 0) return error;
  const places = set.map(([key, origin]) => `${key}: ${origin}`).join(', ');
  return new ConfigError(error.code, `${error.message} (${places})`, { cause: error });
}

function checkSetting(key: string, value: unknown, origin: string): void {
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

  const nearest = nearestKey(key, fields.keys());
  const hint = nearest ? `did you mean "${nearest}"?` : 'src/config/schema.ts lists all keys';
  throw new ConfigError('UNKNOWN_KEY', `${origin}: unknown key "${key}"; ${hint}`);
}

/** The keys of a section; none where `key` is not a section. */
function keysInside(key: string): string[] {
  return [...fields.keys()].filter((known) => known.startsWith(`${key}.`));
}

function nest(values: ReadonlyMap<string, unknown>): Config {
  const root: Record<string, unknown> = {};
  for (const [key, value] of values) {
    const path = key.split('.');
    const name = path.pop()!;
    let section = root;
    for (const part of path) {
      section[part] ??= {};
      section = section[part] as Record<string, unknown>;
    }
    section[name] = value;
  }
  // Every field of the schema is there, with a value that it accepts: that is what Config says.
  return root as Config;
}

function settingsOfFile(file: string): Setting[] {
  const lines = new LineCounter();
  const document = parseDocument(readConfigFile(file), { lineCounter: lines });
  const problem = document.errors[0];
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    const what = problem.message.split(' at line ', 1)[0];
    throw new ConfigError('YAML_SYNTAX', `${file}:${line}:${col}: ${what}`, { cause: problem });
  }

  const settings: Setting[] = [];
  const collect = (section: YAMLMap.Parsed, path: string): void => {
    for (const { key, value } of section.items) {
      const name = path + String(key.toJS(document));
      if (isMap(value)) {
        collect(value, `${name}.`);
        continue;
      }
      const plain: unknown = value === null ? null : value.toJS(document);
      // "optim:" with nothing below it is an empty section.
      if (plain === null && keysInside(name).length > 0) continue;
      settings.push({ key: name, value: plain, origin: `${file}:${lines.linePos(key.range[0]).line}` });
    }
  };
  const root = document.contents;
  if (isMap(root)) collect(root, '');
  else if (root !== null && !(isScalar(root) && root.value === null))
    throw new ConfigError('YAML_SYNTAX', `${file}:${lines.linePos(root.range[0]).line}: expected sections: "optim:"`);
  return settings;
}

function readConfigFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError('CONFIG_UNREADABLE', `configuration ${file} cannot be read: ${reason}`, { cause: error });
  }
}

function settingOfArgument(argument: string): Setting {
  const [, key, raw] = /^([^=\s]+)=(.*)$/s.exec(argument) ?? [];
  if (key === undefined || raw === undefined)
    throw new ConfigError('BAD_ARGUMENT', `argument "${argument}": expected key=value, such as optim.base_lr=1e-3`);
  return { key, value: valueOfArgument(key, raw), origin: `argument "${argument}"` };
}

function valueOfArgument(key: string, raw: string): unknown {
  // Text is taken as it stands: a folder may be called 2024, and "a: b" is no mapping here.
  const field = fields.get(key);
  if (typeof field?.initial === 'string' || (field?.traits.isPath && raw !== 'null')) return raw;
  try {
    return parse(raw);
  } catch {
    return raw;
  }
}

function settingsOfObject(data: object, path: string, origin: string): Setting[] {
  return Object.entries(data).flatMap(([name, value]) => {
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isSection ? settingsOfObject(value, `${path}${name}.`, origin) : [{ key: path + name, value, origin }];
  });
}
