import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { checkTogether } from './check.js';
import { ConfigError } from './config-error.js';
import { keptOf } from './field.js';
import { hintForArgument } from './hints.js';
import { settingsOfFile } from './read-recipe.js';
import { type Config, fields } from './schema.js';
import { checkSetting, type Setting } from './setting.js';

/**
 * The defaults, changed by a YAML file, changed by `key=value` arguments.
 * @throws ConfigError that names file and line, or the argument
 */
export function loadConfig(file: string, overrides: readonly string[]): Config {
  return configFromSettings([...settingsOfFile(file), ...settingsOfArguments(overrides)]);
}

/**
 * The defaults, changed by nested plain data: a stored or received configuration; changed by `key=value` arguments.
 * @param origin begins an error's message: where the data came from
 */
export function configFromObject(data: object, origin = 'configuration', overrides: readonly string[] = []): Config {
  return configFromSettings([...settingsOfObject(data, '', origin), ...settingsOfArguments(overrides)]);
}

/** YAML that `loadConfig` reads back to the same configuration. */
export function dumpConfig(config: Config): string {
  return stringify(config);
}

function configFromSettings(settings: readonly Setting[]): Config {
  const values = new Map([...fields].map(([key, field]) => [key, field.initial]));
  const origins = new Map<string, string>();
  for (const setting of settings) {
    checkSetting(setting);
    const { key, value, origin } = setting;
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
  if (Array.isArray(path)) return path.map((one) => withHome(one, origin));
  if (typeof path === 'object' && path !== null && 'path' in path)
    return { ...path, path: withHome(path.path, origin) };
  if (typeof path !== 'string' || !path.startsWith('~')) return path;
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  // What a person writes in full: ~user, but a folder may also be called ~old.
  if (existsSync(path)) return path;
  const [name] = path.split('/', 1);
  throw new ConfigError('BAD_VALUE', `${origin}: ${name} is not expanded to a home directory; write the path in full`);
}

/** The same error, with the places where the keys that it speaks of were set. */
function withOrigins(error: ConfigError, origins: ReadonlyMap<string, string>): ConfigError {
  const { code, message, keys } = error;
  const places = keys.flatMap((key) => (origins.has(key) ? [`${key}: ${origins.get(key)}`] : []));
  return places.length === 0
    ? error
    : new ConfigError(code, `${message} (${places.join(', ')})`, { keys, cause: error });
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

function settingsOfArguments(overrides: readonly string[]): Setting[] {
  return overrides.map((argument, i) => {
    const origin = `argument "${argument}"`;
    const [, key, raw] = /^([^=\s]+)=(.*)$/s.exec(argument) ?? [];
    const next = overrides[i + 1];
    // An empty value may be meant, unless the next argument looks like what belongs there.
    const isApart = raw === '' && next !== undefined && !next.includes('=');
    if (key !== undefined && raw !== undefined && !isApart) return { key, value: valueOfArgument(key, raw), origin };
    const hint = hintForArgument(overrides.slice(i));
    throw new ConfigError('BAD_ARGUMENT', `${origin}: expected key=value, ${hint ?? 'such as optim.base_lr=1e-3'}`);
  });
}

function valueOfArgument(key: string, raw: string): unknown {
  // Text is taken as it stands: a folder may be called 2024, and "a: b" is no mapping here.
  const field = fields.get(key);
  if (field?.traits.isList && raw.startsWith('[') && !existsSync(raw) && Array.isArray(parsed(raw))) return parsed(raw);
  if (typeof field?.initial === 'string' || (field?.traits.isPath && raw !== 'null')) return raw;
  return parsed(raw);
}

function parsed(raw: string): unknown {
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
