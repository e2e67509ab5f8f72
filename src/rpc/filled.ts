/**
 * A message as it comes off the wire. Generated types call every field optional, for those who write a message; a decoded
 * one has them all: `service.ts` gives its default to a field that was not sent. Messages within messages are there when
 * the sender set them, as all of ours do.
 */
export type Filled<T> = T extends Uint8Array
  ? Uint8Array
  : T extends (infer Item)[]
    ? Filled<Item>[]
    : T extends object
      ? { [Key in keyof T as Key extends '$unknowns' ? never : Key]-?: Filled<NonNullable<T[Key]>> }
      : T;
