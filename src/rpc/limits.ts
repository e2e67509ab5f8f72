/** What a coordinator takes of one connection, so that none can fill its memory or its time. */
import type { ServerOptions } from '@grpc/grpc-js';

/**
 * Of a message to the coordinator. The largest that are meant are the first rank's word of a save (ViT-g: 0.2 MB of plan and 0.2 MB of
 * checksums at the most, on any number of ranks) and a node's of its snapshots (two bytes for each of the ranks).
 */
export const MAX_MESSAGE_BYTES = 4 * 2 ** 20;

/** Of one from the coordinator: of ten thousand ranks, their addresses are 1 MB, their records of a snapshot 10 MB. */
export const MAX_COMMAND_BYTES = 64 * 2 ** 20;

/** Agents and workers have one; an operator's client has a few calls at once. */
const MAX_STREAMS_OF_CONNECTION = 16;

/**
 * Connections of one address: an agent, its workers and its standbys have one each, and an operator's clients; several machines behind
 * one address (NAT) as many as all of them.
 */
export const MOST_OF_ADDRESS = 4_096;

/** A connection on which nobody calls for so long is closed. */
const IDLE_CONNECTION_MS = 60_000;

/** From the beginning of a stream to its first message, which says whose it is: it is sent along with the call. */
export const HELLO_MS = 10_000;

/**
 * Messages of one stream: a tiny network reports some hundred steps a second, all others a few. What was kept while there was no
 * coordinator comes at once.
 */
export const MESSAGES_PER_SECOND = 1_000;
export const MESSAGES_AT_ONCE = 60_000;

/** Of a coordinator's server. */
export const serverOptions: ServerOptions = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_concurrent_streams': MAX_STREAMS_OF_CONNECTION,
  'grpc.max_connection_idle_ms': IDLE_CONNECTION_MS,
  // Counts of each connection that nobody reads.
  'grpc.enable_channelz': 0,
};

/** Of an agent's server, whom a few agents call at once. */
export const peerServerOptions: ServerOptions = {
  'grpc.max_receive_message_length': 2 ** 20,
  'grpc.max_concurrent_streams': MAX_STREAMS_OF_CONNECTION,
  'grpc.max_connection_idle_ms': IDLE_CONNECTION_MS,
  'grpc.enable_channelz': 0,
};
