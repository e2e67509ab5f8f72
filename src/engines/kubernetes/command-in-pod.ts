/** Options of a launch that its submission alone has. */
const FLAGS = ['--dry-run', '--detach'];
const WITH_VALUE = ['--on', '--namespace', '--service-account', '--certificate'];

export interface InPod {
  run: string;
  /** The recipe as it was given, and where the pod sees it. */
  config: { given: string; path: string };
  /** Where the pod sees the template of agents' pods; null where there is none. */
  template: string | null;
}

/** The launch within the pod of a run's coordinator, of the one that submits it. @param args as they were given to `dinofleet` */
export function commandInPod(args: readonly string[], { run, config, template }: InPod): string[] {
  const inPod: string[] = [];
  let isConfigKnown = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const name = arg.split('=', 1)[0]!;
    const isApart = !arg.includes('=');
    if (FLAGS.includes(arg)) continue;
    if (WITH_VALUE.includes(name)) {
      if (isApart) i++;
    } else if (name === '--pod-template' && template !== null) {
      if (isApart) i++;
      inPod.push('--pod-template', template);
    } else if (arg === config.given && !isConfigKnown) {
      isConfigKnown = true;
      inPod.push(config.path);
    } else inPod.push(arg);
  }
  return [...inPod, '--on', `kubernetes:${run}`];
}
