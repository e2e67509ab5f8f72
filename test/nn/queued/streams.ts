/** Work on several streams of an imagined device, run as late as their order allows. */

export interface Task {
  readonly what: string;
  readonly stream: Stream;
  /** Tasks of other streams that must be done before. */
  readonly after: Task[];
  run: () => void;
  done: boolean;
}

export class Stream {
  /** In order of being asked for; those that are done are taken off the front. */
  readonly tasks: Task[] = [];

  constructor(readonly name: string) {}
}

/** Runs tasks when somebody waits for them, and not before: all that a device might still have to do, it still has to do. */
export class Streams {
  private readonly streams = new Map<string, Stream>();

  add(stream: string, what: string, after: readonly Task[], run: () => void): Task {
    const found = this.streams.get(stream) ?? new Stream(stream);
    this.streams.set(stream, found);
    const task: Task = { what, stream: found, after: after.filter(({ done }) => !done), run, done: false };
    found.tasks.push(task);
    return task;
  }

  /** The last task that was asked for; null where none is left to do. */
  last(stream: string): Task | null {
    return this.streams.get(stream)?.tasks.at(-1) ?? null;
  }

  /** Runs a task, after what comes before it in its stream and what it waits for in others. */
  force(task: Task): void {
    while (!task.done) {
      const next = task.stream.tasks[0]!;
      for (const other of next.after) this.force(other);
      if (next.done) continue; // what it waited for has run it
      next.run();
      next.done = true;
      next.stream.tasks.shift();
    }
  }

  forceAll(): void {
    for (const { tasks } of this.streams.values())
      for (let last = tasks.at(-1); last; last = tasks.at(-1)) this.force(last);
  }
}
