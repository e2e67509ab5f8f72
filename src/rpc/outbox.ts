/** What carries messages to a coordinator. */
interface Stream<Message> {
  write(message: Message): unknown;
}

/**
 * What a coordinator must not miss that may be killed and started again: messages are numbered, and kept until it is known to have
 * them. While there is no stream they wait.
 */
export class Outbox<Message extends object> {
  #last = 0;
  #kept: (Message & { number: number })[] = [];
  #stream: Stream<Message> | null = null;

  send(message: Message): void {
    const numbered = { ...message, number: ++this.#last };
    this.#kept.push(numbered);
    this.#stream?.write(numbered);
  }

  /** All up to a number are known for good. */
  heard(number: number): void {
    this.#kept = this.#kept.filter((message) => message.number > number);
  }

  /** From here on there is a stream, whose other end has heard all up to a number. */
  open(stream: Stream<Message>, number = 0): void {
    this.heard(number);
    this.#stream = stream;
    for (const message of this.#kept) stream.write(message);
  }

  /** The stream has broken. */
  close(): void {
    this.#stream = null;
  }

  /** Of what was said before, nothing matters any more. */
  clear(): void {
    this.#last = 0;
    this.#kept = [];
  }
}
