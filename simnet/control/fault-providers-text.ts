/** Who can have which fault, for people: faults of the same providers in one paragraph. */
export const faultProvidersText = (faults: Readonly<Record<string, { readonly providers: readonly string[] }>>): string =>
  [...Map.groupBy(Object.entries(faults), ([, { providers }]) => providers.join(', '))]
    .map(([providers, of]) => `  ${of.map(([name]) => name).join(', ')}:\n      ${providers.replace(/\brpc$/, 'rpc:<chain>')}`)
    .join('\n');
