import { basename, join } from 'node:path';
import { type Address, formatAddress } from '../rpc/address.js';
import { ask } from '../rpc/ask.js';
import type { AgentCommand, FileChunk, Filled } from '../rpc/messages.js';
import { coordinatorService } from '../rpc/service.js';
import { renewed, type Transport } from '../rpc/transport.js';
import type { FoundParts, NodeParts } from './node-parts.js';
import { prepareOwnDirectory } from './own-directory.js';
import { type Survey, survey } from './survey.js';

type SurveyRequest = Extract<Filled<AgentCommand>, { kind: 'surveyRequest' }>['surveyRequest'];

/** Where a node has something, as absolute paths; what is left away is where the coordinator says. */
export interface NodePlaces {
  outputDir?: string;
  /** Of each source of images, in their order; as the list of images says where left away. */
  datasetPaths?: readonly string[];
  /** The folder in which runs have folders of their snapshots. */
  snapshotBase?: string;
}

interface Looking {
  transport: Transport;
  coordinator: Address;
  places: NodePlaces;
}

/** Without a byte of the list of images for so long, it does not come. */
const SILENCE_MS = 30_000;

type Seen = Survey &
  FoundParts & { outputDir: string; datasetPaths: string[]; snapshotDir: string; checkpointDir: string };

/** What this node sees and has of a run. What it cannot have is told as a problem. */
export async function look(looking: Looking, parts: NodeParts, request: SurveyRequest): Promise<Seen> {
  const { places } = looking;
  const outputDir = places.outputDir ?? request.outputDir;
  const datasetPaths = [...(places.datasetPaths ?? [])];
  const isMoved = request.snapshotDir !== '' && places.snapshotBase !== undefined;
  const snapshotDir = isMoved ? join(places.snapshotBase!, basename(request.snapshotDir)) : request.snapshotDir;
  const isOwn = request.token !== '';
  const checkpointDir = isOwn ? join(outputDir, basename(request.checkpointDir)) : request.checkpointDir;
  let found: FoundParts = { parts: [], memoryId: '', diskId: '' };
  let problem = '';
  try {
    if (isOwn) await prepareOwnDirectory(outputDir, request.token, () => indexFrom(looking));
    found = await parts.look({ snapshotDir, outputDir, checkpointDir });
  } catch (error) {
    problem = (error as Error).message;
  }
  const seen = await survey(outputDir, datasetPaths);
  return { ...seen, ...found, problem: problem || seen.problem, outputDir, datasetPaths, snapshotDir, checkpointDir };
}

function indexFrom({ transport, coordinator }: Looking): AsyncIterable<Filled<FileChunk>> {
  const asked = { address: formatAddress(coordinator), server: 'coordinator' } as const;
  return ask(renewed(transport), asked, coordinatorService.readImageIndex, {}, { silenceMs: SILENCE_MS });
}
