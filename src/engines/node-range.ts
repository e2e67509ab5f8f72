/** How many nodes a job needs, and how many it may use. */
export interface NodeRange {
  minNodes: number;
  maxNodes: number;
}
