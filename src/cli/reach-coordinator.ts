import { resolve } from 'node:path';
import type { Command } from 'commander';
import { runFleetFile } from '../certificates/run-fleet.js';
import { UsageError } from '../errors/usage-error.js';
import { parseAddress } from '../rpc/address.js';
import type { Operator } from '../rpc/operator.js';
import { readCoordinatorFile } from '../run/coordinator-file.js';
import { runKey } from '../run/run-key.js';

export interface OperatorOptions {
  certificate?: string;
  json?: boolean;
}

/** A command about a job that runs: its first argument says which. */
export function operatorCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('<run>', 'output directory of a run, or its coordinator as HOST:PORT')
    .option(
      '--certificate <FILE>',
      'file of "dinofleet certs issue --roles operator"; needed off loopback, unless the launch has made its own here',
    );
}

/** @throws UsageError where nothing says where the coordinator is */
export async function reachCoordinator(run: string, options: OperatorOptions): Promise<Operator> {
  const { Operator } = await import('../rpc/operator.js');
  const { openTransport } = await import('../rpc/transport.js');
  const certificate = options.certificate ?? runFleetFile(runKey(resolve(run))) ?? undefined;
  return new Operator(openTransport(certificate, '--certificate'), parseAddress(addressOf(run), 'the coordinator'));
}

function addressOf(run: string): string {
  if (/^[^/]+:\d+$/.test(run)) return run;
  const place = readCoordinatorFile(run);
  if (place !== null && place.address !== '') return place.address;
  throw new UsageError(
    'NO_COORDINATOR',
    place === null
      ? `no coordinator is at work in ${run}: expected the output directory of a run that "dinofleet launch" or "coordinator" hosts now, or HOST:PORT`
      : `the coordinator in ${run} does not listen yet: process ${place.pid} of ${place.host} is still starting`,
  );
}
