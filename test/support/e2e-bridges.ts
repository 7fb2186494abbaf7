/** The bridges of the end-to-end stack: two that the tests set against each other by their dials; a third would lead where it pleases. */
export const E2E_BRIDGES: readonly string[] = ['across', 'stargate'];
