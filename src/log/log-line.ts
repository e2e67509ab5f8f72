export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** `info running generation=2 workers=4`: to stderr, so that what a command prints stays its own. */
export function logLine(level: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): void {
  process.stderr.write(`${formatLogLine(level, event, fields)}\n`);
}

export function formatLogLine(level: string, event: string, fields: LogFields): string {
  const pairs = Object.entries(fields).map(([key, value]) => `${key}=${formatValue(value)}`);
  return [level, event, ...pairs].join(' ');
}

function formatValue(value: string | number | boolean): string {
  const text = String(value);
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}
