/** A topic as this world calls it: ROUTEBOOK_PREFIX, if any, in front. */
export const topicName = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}-${name}`);

/** A consumer group as this world calls it. */
export const groupName = (prefix: string, name: string): string => `${prefix === '' ? 'routebook' : prefix}-${name}`;
