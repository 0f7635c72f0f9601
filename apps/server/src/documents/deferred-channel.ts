import { CLOSE } from '@triad/collab';
import type { Link } from './connection.ts';
import type { Channel } from './far-tunnel.ts';

/** A channel of which it is not known yet where it leads: what comes for it is held meanwhile. */
export class DeferredChannel implements Channel {
  readonly #link: Link;
  #channel: Channel | null = null;
  #early: Uint8Array[] = [];
  #hasLeft = false;

  constructor(link: Link, opened: Promise<Channel>) {
    this.#link = link;
    opened.then(
      (channel) => this.#open(channel),
      () => {
        this.#forget();
        if (!this.#hasLeft) link.close(CLOSE.unavailable);
      },
    );
  }

  receive(data: Uint8Array): void {
    if (this.#channel !== null) this.#channel.receive(data);
    else if (!this.#hasLeft) {
      this.#link.hold(data.length);
      this.#early.push(data);
    }
  }

  leave(): void {
    this.#hasLeft = true;
    this.#forget();
    this.#channel?.leave();
  }

  #open(channel: Channel): void {
    this.#channel = channel;
    if (this.#hasLeft) {
      channel.leave();
      return;
    }
    const early = this.#early;
    this.#early = [];
    for (const data of early) {
      this.#link.release(data.length);
      channel.receive(data);
    }
  }

  #forget(): void {
    for (const data of this.#early.splice(0)) this.#link.release(data.length);
  }
}
