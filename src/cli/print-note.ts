/** Says beside a result what a person should hear of how it was made. */
export function printNote(note: string): void {
  console.error(`note: ${note}`);
}
