import { TopicEvent } from '@huati/shared';
import * as v from 'valibot';
import type { Bus } from '../bus/bus';

/** What becomes of people's topics, as all processes of a deployment tell each other. */
export interface TopicEvents {
  announce(userId: string, event: TopicEvent): void;
  /** Tells `on` of the user's topics; the function returned ends that. */
  hear(userId: string, on: (event: TopicEvent) => void): () => void;
}

export function createTopicEvents(bus: Bus): TopicEvents {
  return {
    announce: (userId, event) => bus.publish(channelOf(userId), event),
    hear: (userId, on) =>
      bus.subscribe(channelOf(userId), (event) => {
        if (v.is(TopicEvent, event)) on(event);
      }),
  };
}

function channelOf(userId: string): string {
  return `user:${userId}`;
}
