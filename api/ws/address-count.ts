/** How many feed connections each client address holds. Bounded by the connections: an address is forgotten with its last one. */
export interface AddressCount {
  count(address: string): number;
  enter(address: string): void;
  leave(address: string): void;
}

export const createAddressCount = (): AddressCount => {
  const held = new Map<string, number>();
  return {
    count: (address) => held.get(address) ?? 0,
    enter: (address) => {
      held.set(address, (held.get(address) ?? 0) + 1);
    },
    leave: (address) => {
      const left = (held.get(address) ?? 1) - 1;
      if (left === 0) held.delete(address);
      else held.set(address, left);
    },
  };
};
