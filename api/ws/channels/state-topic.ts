import type { Channel, UpdateFrame } from '#schemas/api/feed.ts';
import type { Subscription } from '../connection.ts';
import type { Output } from '../output.ts';
import { textFrame } from '../text-frame.ts';
import type { StartOptions, Wish } from './channel.ts';

/** Something with parts that change: a new subscriber gets all of them, then those that changed. */
export interface StateTopic<T> {
  /** New values of parts, by their names. */
  publish(parts: readonly (readonly [string, T])[]): void;
  subscribe(options: StartOptions<Wish>): Subscription;
  subscribers(): number;
}

/**
 * `render` makes the frame of some parts. The number of parts is bounded by its caller's world: bridges, assets.
 * A slow subscriber is sent the last value of what it missed, once it reads again.
 */
export const createStateTopic = <T>(deps: {
  channel: Channel;
  render: (parts: readonly T[]) => UpdateFrame;
  output: Output;
  onEmpty?: () => void;
}): StateTopic<T> => {
  const { channel, render, output, onEmpty } = deps;
  const state = new Map<string, T>();
  const followers = new Set<(names: readonly string[], frame: Buffer) => void>();

  const follow = ({ connection, wish, acknowledge }: StartOptions<Wish>): Subscription => {
    // Bounded by the parts: a name is missed once.
    let missed: Set<string> | undefined;
    const sendAll = () => {
      missed = undefined;
      output.send(connection, textFrame(render([...state.values()])));
    };
    const hear = (names: readonly string[], frame: Buffer) => {
      if (!output.holdsBack(connection, subscription)) return output.send(connection, frame);
      missed ??= new Set();
      for (const name of names) missed.add(name);
    };
    const subscription: Subscription = {
      channel,
      key: wish.key,
      params: wish.params,
      catchUp: () => {
        const parts = [...(missed ?? [])].flatMap((name) => state.get(name) ?? []);
        missed = undefined;
        if (parts.length > 0) output.send(connection, textFrame(render(parts)));
      },
      resync: sendAll,
      close: () => {
        followers.delete(hear);
        if (followers.size === 0) onEmpty?.();
      },
    };
    // Before the ack, which ends a subscription that this one replaces: the topic must not be left without a follower in between.
    followers.add(hear);
    acknowledge();
    sendAll();
    return subscription;
  };

  return {
    publish: (parts) => {
      if (parts.length === 0) return;
      for (const [name, part] of parts) state.set(name, part);
      if (followers.size === 0) return;
      const names = parts.map(([name]) => name);
      const frame = textFrame(render(parts.map(([, part]) => part)));
      for (const hear of followers) hear(names, frame);
    },
    subscribe: follow,
    subscribers: () => followers.size,
  };
};
