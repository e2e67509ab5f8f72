import type { JobStatus } from '../../rpc/messages.js';
import { formatDuration } from './progress.js';

/** What a job is at, as lines. @param mostRanks those that stand still for longest come first where there are more */
export function jobTable(status: JobStatus, mostRanks: number): string[] {
  return [...headLines(status), '', ...nodeLines(status), '', ...rankLines(status, mostRanks)];
}

function headLines(status: JobStatus): string[] {
  const { outputDir, phase, phaseSeconds, generation, waitsFor, checkpointStep, restarts, ends, stop, outcome } =
    status;
  const [last] = ends;
  const count = restarts === 1 ? '1 restart' : `${restarts} restarts`;
  return [
    `${outputDir}: generation ${generation}, ${phase} for ${formatDuration(phaseSeconds)}`,
    progressLine(status),
    `${checkpointStep > 0 ? `checkpoint of step ${checkpointStep}` : 'nothing is saved yet'}, ${count}`,
    ...(last === undefined
      ? []
      : [`generation ${last.generation} ended ${formatDuration(last.secondsAgo)} ago: ${last.reason}`]),
    ...(waitsFor === '' ? [] : [`waits for ${waitsFor}`]),
    ...(stop === 'no' || outcome !== '' ? [] : ['is being stopped']),
    ...(outcome === '' ? [] : [outcome]),
  ];
}

function progressLine({ step, totalSteps, imagesPerSecond, secondsLeft, loss }: JobStatus): string {
  const parts = [
    `step ${step}${totalSteps > 0 ? `/${totalSteps}` : ''}`,
    ...(Number.isFinite(loss) ? [`loss ${loss.toFixed(4)}`] : []),
    ...(imagesPerSecond > 0 ? [`${imagesPerSecond.toFixed(1)} images/s`] : []),
    ...(secondsLeft > 0 ? [`${formatDuration(secondsLeft)} left`] : []),
  ];
  return parts.join('  ');
}

function nodeLines({ nodes, minNodes, maxNodes }: JobStatus): string[] {
  const head = `nodes: ${nodes.length}, wanted: ${minNodes} to ${maxNodes}`;
  const rows = nodes.map((node) => [
    node.hostname,
    node.nodeId.slice(0, 8),
    node.listenHost,
    node.state,
    String(node.ranks),
    seconds(node.secondsSinceHeard),
  ]);
  return [head, ...(rows.length > 0 ? aligned([['NODE', 'ID', 'ADDRESS', 'STATE', 'RANKS', 'HEARD'], ...rows]) : [])];
}

function rankLines({ ranks }: JobStatus, most: number): string[] {
  const bySilence = [...ranks].sort((a, b) => b.secondsSinceProgress - a.secondsSinceProgress);
  const shown = ranks.length > most ? bySilence.slice(0, most) : ranks;
  const rows = shown.map((rank) => [
    String(rank.rank),
    rank.hostname,
    rank.device,
    rank.stage,
    seconds(rank.secondsSinceHeard),
    seconds(rank.secondsSinceProgress),
  ]);
  const rest = ranks.length - shown.length;
  return [
    ...(rows.length > 0 ? aligned([['RANK', 'NODE', 'DEVICE', 'STAGE', 'HEARD', 'PROGRESS'], ...rows]) : []),
    ...(rest > 0 ? [`and ${rest} more, which have made progress since`] : []),
  ];
}

function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} s` : formatDuration(value);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
