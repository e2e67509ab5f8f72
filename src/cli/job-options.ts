import { type Command, Option } from 'commander';
import { CERTIFICATE_HELP, nodeRange, port, wholeNumber } from './options.js';

/** What is taken where an option is left away, in words. */
export interface Defaults {
  nodes: string;
  host: string;
}

/** Options that `launch` and `coordinator` share: a `HostOptions`. */
export function addJobOptions(command: Command, { nodes, host }: Defaults): Command {
  return command
    .argument('<config>', 'YAML file, in the keys of DINOv2')
    .argument('[overrides...]', 'key=value, over the file: optim.base_lr=1e-3')
    .option('--nodes <MIN:MAX>', `nodes that the job needs, and how many it may use (default: ${nodes})`, nodeRange)
    .option(
      '--join-timeout <SECONDS>',
      'give up where MIN nodes are not there for so long; else wait on',
      wholeNumber(1),
    )
    .addOption(
      new Option(
        '--device <KIND>',
        'what ranks compute on: the CPU, a GPU each, or auto: GPUs, if the first node has one',
      )
        .choices(['cpu', 'cuda', 'cuda-emulated', 'auto'])
        .default('auto'),
    )
    .option('--max-restarts <N>', 'restarts in a row without progress before the job gives up', wholeNumber(0), 3)
    .option('--output-dir <DIR>', 'over train.output_dir: checkpoints, logs')
    .option('--no-resume', 'refuse an output directory that holds a checkpoint, rather than go on from it')
    .option(
      '--record-step <N>',
      'write down step N, as log.jsonl counts, to OUTPUT_DIR/recorded for dinofleet conformance once the run has ended; over train.record_step',
      wholeNumber(0),
    )
    .option(
      '--profile <N>',
      'write where the time of step N goes, op by op, to OUTPUT_DIR/profile/step-N.json: a trace for ui.perfetto.dev or chrome://tracing; over train.profile_step',
      wholeNumber(0),
    )
    .option('--save-on-sigusr1', 'SIGUSR1 saves a checkpoint and the training goes on, as SIGUSR2 does anyway', false)
    .option('--certificate <FILE>', CERTIFICATE_HELP)
    .option(
      '--network <CIDR|IFACE>',
      'private network in which workers exchange weights and gradients, in clear; needed off loopback',
    )
    .option(
      '--host <H>',
      `address to listen on for agents and workers; off loopback with certificates (default: ${host})`,
    )
    .option('--port <P>', 'port to listen on; 0 for any that is free', port, 0)
    .option(
      '--metrics-host <H>',
      'address to listen on for Prometheus, which anyone who reaches it can read',
      '127.0.0.1',
    )
    .option('--metrics-port <P>', 'port for Prometheus; 0 for any that is free', port, 0);
}
