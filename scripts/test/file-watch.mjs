import { resolve } from 'node:path';
import { childWith, killTree } from './processes.mjs';

/** Looks on while Node's runner runs files: times them, ends one that takes too long, knows which tests are at work. */
export class FileWatch {
  #limitMs;
  #timers = new Map();
  #ended = new Set();
  /** Tests that have begun and not ended, outer ones first, by file. */
  #atWork = new Map();
  /** In the order of their ends. */
  times = [];

  constructor(limitMs) {
    this.#limitMs = limitMs;
  }

  see({ type, data }) {
    const { file, name, nesting } = data;
    if (isOfFile(data)) {
      if (type === 'test:dequeue') this.#begin(file);
      if (type === 'test:complete') this.#end(file, data.details.duration_ms);
      if (type === 'test:fail') this.#explain(data);
      return;
    }
    const atWork = this.#atWork.get(file);
    if (type === 'test:dequeue') atWork?.push({ name, nesting });
    if (type === 'test:complete') {
      const index = atWork?.findLastIndex((test) => test.name === name && test.nesting === nesting) ?? -1;
      if (index >= 0) atWork.splice(index, 1);
    }
  }

  #begin(file) {
    this.#atWork.set(file, []);
    const end = () => {
      this.#ended.add(file);
      const pid = childWith(file);
      if (pid !== null) killTree(pid);
    };
    this.#timers.set(file, setTimeout(end, this.#limitMs));
  }

  #end(file, milliseconds) {
    clearTimeout(this.#timers.get(file));
    this.times.push({ file, seconds: milliseconds / 1000 });
  }

  /** A file that fails as a whole: what it was at, and why it ended. */
  #explain({ file, details }) {
    const names = this.#atWork.get(file).map(({ name }) => name);
    const isLate = this.#ended.has(file);
    if (!isLate && names.length === 0) return;
    const { signal, exitCode } = details.error;
    const how = isLate ? `was ended after ${this.#limitMs / 1000} s` : `ended by ${signal ?? `exit code ${exitCode}`}`;
    const where = names.length === 0 ? 'no test of it was at work' : `it was at the test "${names.join(' > ')}"`;
    const cause = new Error(`the file ${how}; ${where}`);
    cause.stack = cause.message;
    // Or the reporter takes it for a file of which a test has failed, and leaves it out at the end.
    Object.assign(details.error, { cause, failureType: 'testCodeFailure' });
  }
}

/** Whether an event is of a file as a whole: Node's runner gives it the file's name. */
function isOfFile({ file, name, nesting }) {
  return nesting === 0 && file !== undefined && name !== undefined && resolve(name) === file;
}
