import type { BridgeManifest } from './bridge-manifest.ts';
import type { BridgeContext } from './port.ts';

/** The header that carries a vendor's key; none where no key is set, or where it goes elsewhere. */
export const keyHeaders = ({ apiKey }: BridgeManifest, keys: BridgeContext['apiKeys']): Record<string, string> => {
  const key = apiKey && keys[apiKey.variable];
  if (apiKey?.header === undefined || key === undefined) return {};
  const { name, scheme } = apiKey.header;
  return { [name]: scheme === undefined ? key : `${scheme} ${key}` };
};
